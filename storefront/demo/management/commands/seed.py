"""`manage.py seed`: the demo shop's products into the backend, and its pictures into `.local/pictures`."""

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from storefront.account.cli_login import NotSignedIn
from storefront.clients import api
from storefront.clients.outputs import OutputsMissing
from storefront.clients.problems import describe
from storefront.demo import stock
from storefront.demo.catalogue import DRAWN, ITEMS
from storefront.demo.load_catalogue import sow, withdraw
from storefront.demo.render import draw_all
from storefront.imports.upsert import Outcome

PATIENCE = 60.0
"""Seconds to wait for a service: on a busy machine each of its functions takes as long to start."""


class Command(BaseCommand):
    help = (
        "Puts the demo catalogue into the shop and draws its pictures. What is there already, and right, is left alone."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        only = parser.add_mutually_exclusive_group()
        only.add_argument("--pictures-only", action="store_true", help="only draw; needs no backend")
        only.add_argument("--products-only", action="store_true", help="draw nothing")

    def handle(self, *args: object, **options: object) -> None:
        if not options["pictures_only"]:
            self._products()
        if not options["products_only"]:
            self._pictures()

    def _pictures(self) -> None:
        drawn = draw_all(DRAWN, settings.PICTURES, self._tell)
        shown = sum(len(item.shots) for item in DRAWN.values())
        self.stdout.write(f"{shown} pictures: {drawn} drawn, {shown - drawn} there already")

    def _products(self) -> None:
        api.wait_longer(PATIENCE)
        try:
            # First: a SKU that comes with its product alone is told to everybody as sold out, and then once more.
            stocked = stock.fill(item.product for item in ITEMS.values())
            done = sow(ITEMS.values())
            gone = withdraw()
        except (OutputsMissing, NotSignedIn) as error:
            raise CommandError(str(error)) from None
        except api.Refusal as refusal:
            raise CommandError(f"The shop does not take the catalogue: {describe(refusal.problem)}") from None
        except api.Unavailable as error:
            raise CommandError(
                f"The {error} service does not answer. What is in is in; run it again to go on."
            ) from None
        self.stdout.write(f"{len(ITEMS)} products: {', '.join(f'{done[outcome]} {outcome}' for outcome in Outcome)}")
        if gone:
            self.stdout.write(f"{gone} withdrawn, which the demo sells no more")
        self.stdout.write(f"{stocked} of their variants got their stock")

    def _tell(self, done: int, total: int) -> None:
        """Progress in place, on a terminal."""
        if self.stdout.isatty():
            self.stdout.write(f"\rDrawing {done} of {total} ", ending="\r\n" if done == total else "")
            self.stdout.flush()
