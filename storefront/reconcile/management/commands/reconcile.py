"""`manage.py reconcile`: whether orders, stock, payments and uses of promotions agree."""

from django.core.management.base import BaseCommand, CommandError, CommandParser

from backend.contracts.operation import Empty, Operation
from storefront.account.cli_login import access_token
from storefront.account.command_errors import command_errors
from storefront.clients import api
from storefront.reconcile.books import Books, order_in_motion
from storefront.reconcile.difference import Difference
from storefront.reconcile.looks import find_lasting, minutes_ago
from storefront.reconcile.pages import PageT, QueryT, books


class Command(BaseCommand):
    help = (
        "Reads all orders, holds, stock, payments and uses of promotions and tells every difference between them; "
        "ends with 1 if there is one. Orders that changed lately are left out: "
        "what they cause may still be on its way. One that waits too long is stuck, and told."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--minutes", type=float, default=15, help="how long an order must have been as it is (default 15)"
        )

    def handle(self, *args: object, minutes: float, **options: object) -> None:
        since = minutes_ago(minutes)
        with command_errors("Nothing can be said."):
            read = _look()
            remaining = find_lasting(read, _look, since)
        self._report(read, since, remaining)

    def _report(self, read: Books, since: str, remaining: list[Difference]) -> None:
        away = sum(order_in_motion(order, since) for order in read.orders)
        self.stdout.write(
            f"{len(read.orders)} orders ({away} of them changed lately), {len(read.holds)} holds of any state, "
            f"{len(read.stock)} SKUs, {len(read.payments)} payments"
        )
        for difference in remaining:
            self.stdout.write(f"{difference.about} {difference.what}")
        self.stdout.write(f"{len(remaining)} differences")
        if remaining:
            raise CommandError("The books do not agree.")


def _look() -> Books:
    return books(_ask)


def _ask(operation: Operation[Empty, QueryT, Empty, PageT], query: QueryT) -> PageT:
    """Return a page as the API gives it to staff; the token is a fresh one if reading takes long."""
    return api.call(operation, token=access_token(), query=query)
