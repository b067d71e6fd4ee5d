"""`manage.py upgrade`: brings what an earlier release kept up to this one, after a deployment."""

from django.core.management.base import BaseCommand, CommandError

from storefront.account.cli_login import access_token
from storefront.account.command_errors import command_errors
from storefront.upgrade.steps import index_orders, republish_products, upgrade_orders


class Command(BaseCommand):
    help = (
        "Run it once after a new release is deployed: writes the orders of earlier releases in today's form, "
        "puts every order into the desk's index, and publishes every product again. "
        "Safe to repeat, while the shop is open. "
        "Orders that nobody can read are named, and fail the command."
    )

    def handle(self, *args: object, **options: object) -> None:
        with command_errors("What is done is done; run it again to go on."):
            upgraded, unreadable = upgrade_orders(access_token)
            indexed = index_orders(access_token)
            published = republish_products(access_token)
        self.stdout.write(
            f"{upgraded} orders were written in today's form, {indexed} put into the desk's index, "
            f"{published} products published again."
        )
        for order_id in unreadable:
            self.stdout.write(f"{order_id} cannot be read")
        if unreadable:
            raise CommandError("These orders are kept as they are: see the order service's log.")
