"""`manage.py reconcile`: whether orders, stock, payments and uses of promotions agree."""

from datetime import UTC, datetime, timedelta

from django.core.management.base import BaseCommand, CommandError, CommandParser

from backend.contracts.types import Timestamp
from storefront.account.cli_login import access_token
from storefront.account.command_errors import command_errors
from storefront.reconcile.books import Books, differences, order_in_motion
from storefront.reconcile.difference import Difference
from storefront.reconcile.pages import books

LOOKS = 3
"""A SKU that sells at every look may by chance be off by the same at two of them."""


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
        since = _ago(minutes)
        with command_errors("Nothing can be said."):
            read = books(access_token)
            remaining = _lasting(read, since)
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


def _lasting(read: Books, since: str) -> list[Difference]:
    """Return the differences that are there at every look, and by as much: the lists are not of one instant."""
    remaining = differences(read, since, now := _ago(0))
    for _ in range(LOOKS - 1):
        again = {each.mark for each in differences(books(access_token), since, now)} if remaining else set()
        remaining = [difference for difference in remaining if difference.mark in again]
    return remaining


def _ago(minutes: float) -> Timestamp:
    at = datetime.now(UTC) - timedelta(minutes=minutes)
    return at.isoformat(timespec="milliseconds").replace("+00:00", "Z")
