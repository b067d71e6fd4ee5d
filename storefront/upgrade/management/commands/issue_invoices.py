"""`manage.py issue_invoices`: gives orders their invoice that were confirmed by a release that knew none."""

from dataclasses import dataclass

from django.core.management.base import BaseCommand, CommandError, CommandParser

from backend.contracts.order.models import StaffOrder, number
from storefront.account.cli_login import access_token
from storefront.account.command_errors import command_errors
from storefront.upgrade.handwritten import advice
from storefront.upgrade.late_invoices import SurveyPage, request, survey

PROGRESS_EVERY = 1_000
"""Orders after which it says how far it is."""


@dataclass
class Totals:
    """How many orders were looked at, and what became of them."""

    looked_at: int = 0
    requested: int = 0
    by_hand: int = 0
    unreadable: int = 0


class Command(BaseCommand):
    help = (
        "Says how many orders have no invoice, though their money was taken, and why an order can have none, with what "
        "to write by hand: releases before there were invoices confirmed them. With --issue their invoices are issued, "
        "with the next numbers and the date of today, and the credit notes of what went back since. "
        "Safe to repeat, while the shop is open: no order ever has two. It says how far it is, and --after goes on "
        "from there."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--issue", action="store_true", help="issue them; without it, nothing is changed")
        parser.add_argument("--after", metavar="CURSOR", help="go on from where a run said that it was")

    def handle(self, *args: object, issue: bool, after: str | None = None, **options: object) -> None:
        totals, cursor = Totals(), after
        while True:
            with command_errors(_how_to_go_on(issue, cursor)):
                page = survey(access_token, cursor)
                refused = list(request(access_token, page.missing)) if issue else []
            self._tell(page, refused)
            _add(totals, page, len(refused))
            cursor = page.next
            if cursor is None:
                break
            self._tell_progress(totals, page.looked_at, cursor)
        self._sum_up(totals, issue)

    def _tell(self, page: SurveyPage, refused: list[tuple[StaffOrder, str]]) -> None:
        for each in page.unable:
            self.stdout.write(f"Order {_name(each.order)} gets none, as {each.reason}. {advice(each)}")
        for order, reason in refused:
            self.stdout.write(f"Order {_name(order)} was refused meanwhile: {reason}")
        for order_id in page.unreadable:
            self.stdout.write(f"{order_id} cannot be read")

    def _tell_progress(self, totals: Totals, new: int, cursor: str) -> None:
        if totals.looked_at // PROGRESS_EVERY > (totals.looked_at - new) // PROGRESS_EVERY:
            self.stderr.write(f"{totals.looked_at} orders are looked at. To go on from here: --after {cursor}")

    def _sum_up(self, totals: Totals, issue: bool) -> None:
        if totals.by_hand:
            self.stdout.write(f"To be written by hand: {totals.by_hand}. See docs/run-book/books.md.")
        if issue:
            self.stdout.write(
                f"{totals.requested} invoices are asked for. Run it again in a minute: none should be left."
            )
        else:
            self.stdout.write(
                f"Would issue {totals.requested} invoices." + (" --issue does it." if totals.requested else "")
            )
        if totals.unreadable:
            raise CommandError("Nobody can say whether these orders have an invoice: see the order service's log.")


def _add(totals: Totals, page: SurveyPage, refused: int) -> None:
    totals.looked_at += page.looked_at
    totals.requested += len(page.missing) - refused
    totals.by_hand += len(page.unable)
    totals.unreadable += len(page.unreadable)


def _how_to_go_on(issue: bool, cursor: str | None) -> str:
    again = f"run it again with --after {cursor} to go on." if cursor else "run it again to go on."
    return f"What is asked for is issued; {again}" if issue else f"{again[0].upper()}{again[1:]}"


def _name(order: StaffOrder) -> str:
    return f"{number(order.id)} ({order.id})"
