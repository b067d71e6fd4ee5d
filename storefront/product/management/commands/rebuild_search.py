"""`manage.py rebuild_search`: has the search index made again from all that the search service has heard."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from backend.contracts.search import REBUILD_INDEX
from storefront import api
from storefront.account.terminal import NotSignedIn, access_token


class Command(BaseCommand):
    help = "Has the search index made from scratch. The one there is answers until the new one is ready."

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            api.call(REBUILD_INDEX, token=access_token())
        except NotSignedIn as error:
            raise CommandError(str(error)) from None
        except api.Refusal as refusal:
            raise CommandError(refusal.problem.title) from None
        except api.Unavailable as error:
            raise CommandError(f"The {error} service does not answer. Nothing was asked for.") from None
        self.stdout.write("The index is being made anew; what is searched meanwhile is answered by the one there is.")
