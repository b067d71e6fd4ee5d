"""`manage.py rebuild_search`: has the search index made again from all that the search service has heard."""

from django.core.management.base import BaseCommand

from backend.contracts.search.operations import REBUILD_INDEX
from storefront.account.cli_login import access_token
from storefront.account.command_errors import command_errors
from storefront.clients import api


class Command(BaseCommand):
    help = "Has the search index made from scratch. The one there is answers until the new one is ready."

    def handle(self, *args: object, **options: object) -> None:
        with command_errors("Nothing was asked for."):
            api.call(REBUILD_INDEX, token=access_token())
        self.stdout.write("The index is being made anew; what is searched meanwhile is answered by the one there is.")
