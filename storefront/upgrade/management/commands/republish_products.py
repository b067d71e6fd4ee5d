"""`manage.py republish_products`: has every product published again, for services that have not heard of it."""

from django.core.management.base import BaseCommand

from storefront.account.cli_login import access_token
from storefront.account.command_errors import command_errors
from storefront.upgrade.steps import republish_products


class Command(BaseCommand):
    help = (
        "Has every product published again as it is, so that search, stock, baskets and recommendations "
        "hear of those that they do not know. Nothing about a product changes. "
        "A SKU that the stock did not know begins with no pieces: set them in /staff/stock/."
    )

    def handle(self, *args: object, **options: object) -> None:
        with command_errors("What was published is published; run it again to publish the rest."):
            published = republish_products(access_token)
        self.stdout.write(f"{published} products were published again; search and stock follow within seconds.")
