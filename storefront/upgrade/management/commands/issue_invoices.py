"""`manage.py issue_invoices`: gives orders their invoice that were confirmed by a release that knew none."""

from collections.abc import Iterable

from django.core.management.base import BaseCommand, CommandError, CommandParser

from backend.contracts.order.models import StaffOrder, number
from storefront.account.cli_login import access_token
from storefront.account.command_errors import command_errors
from storefront.upgrade.late_invoices import request, survey


class Command(BaseCommand):
    help = (
        "Says how many orders have no invoice, though their money was taken, and why an order can have none: "
        "releases before there were invoices confirmed them. With --issue their invoices are issued, with the next "
        "numbers and the date of today, and the credit notes of what went back since. "
        "Safe to repeat, while the shop is open: no order ever has two."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--issue", action="store_true", help="issue them; without it, nothing is changed")

    def handle(self, *args: object, issue: bool, **options: object) -> None:
        with command_errors("What is asked for is issued; run it again to go on."):
            orders = survey(access_token)
            refused = list(request(access_token, orders.missing)) if issue else []
        requested = len(orders.missing) - len(refused)
        for order, reason in orders.unable:
            self.stdout.write(f"Order {number(order.id)} ({order.id}) gets none, as {reason}")
        self._name_refused(refused)
        if issue:
            self.stdout.write(f"{requested} invoices are asked for. Run it again in a minute: none should be left.")
        else:
            self.stdout.write(f"Would issue {requested} invoices." + (" --issue does it." if requested else ""))
        for order_id in orders.unreadable:
            self.stdout.write(f"{order_id} cannot be read")
        if orders.unreadable:
            raise CommandError("Nobody can say whether these orders have an invoice: see the order service's log.")

    def _name_refused(self, refused: Iterable[tuple[StaffOrder, str]]) -> None:
        for order, reason in refused:
            self.stdout.write(f"Order {number(order.id)} ({order.id}) was refused meanwhile: {reason}")
