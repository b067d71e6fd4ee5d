"""Invoices of orders that were confirmed before there were invoices: which are missing, and asking for them.

It goes through all orders page by page and holds one page at a time, however many there are. Of each order that was
confirmed the invoice service is asked once.
"""

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, timedelta
from functools import partial

import msgspec

from backend.contracts import heartbeat
from backend.contracts.invoice.models import DocumentSummary
from backend.contracts.invoice.operations import LIST_STAFF_DOCUMENTS
from backend.contracts.order import late_invoices
from backend.contracts.order.models import StaffOrder
from backend.contracts.order.operations import LIST_ALL_ORDERS, REQUEST_INVOICE
from backend.contracts.order.states import State
from backend.contracts.payment.models import OrderPayment
from backend.contracts.payment.operations import GET_PAYMENT
from backend.contracts.types import PageQuery
from storefront.clients import api
from storefront.clients.concurrency import start
from storefront.upgrade.steps import TIMEOUT, Token

ON_ITS_WAY = timedelta(minutes=15)
"""How long after an order was confirmed its invoice may still be on its way."""
_SIDE_BY_SIDE = 25


class Unable(msgspec.Struct, frozen=True):
    """An order that can have no invoice, why, and how its payment stands; None where it has none."""

    order: StaffOrder
    reason: str
    payment: OrderPayment | None


class SurveyPage(msgspec.Struct, frozen=True):
    """Orders without an invoice, of one page of `looked_at` orders: those that can have one, and those that cannot.

    `unreadable` are ids; `next` is the cursor of the page after, or None at the end.
    """

    looked_at: int
    missing: tuple[StaffOrder, ...]
    unable: tuple[Unable, ...]
    unreadable: tuple[str, ...]
    next: str | None


def survey(token: Token, cursor: str | None = None) -> SurveyPage:
    """Look through a page of all orders for those without an invoice. `token` gives a staff member's access token.

    Raises api.Unavailable and api.Refusal.
    """
    query = PageQuery(limit=_SIDE_BY_SIDE, cursor=cursor)
    page = api.call(LIST_ALL_ORDERS, token=token(), query=query, timeout=TIMEOUT)
    orders = [(order, late_invoices.why_none(order)) for order in _without_invoice(token(), page.items)]
    return SurveyPage(
        looked_at=len(page.items),
        missing=tuple(order for order, reason in orders if not reason),
        unable=tuple(Unable(order, reason, _payment(token(), order)) for order, reason in orders if reason),
        unreadable=page.unreadable,
        next=page.next,
    )


def request(token: Token, orders: Iterable[StaffOrder]) -> Iterator[tuple[StaffOrder, str]]:
    """Ask for each order's invoice. Yield those that were refused since they were looked at, with why.

    Raises api.Unavailable, and api.Refusal for any other reason.
    """
    for order in orders:
        try:
            body = {"owner": order.owner}
            api.call(REQUEST_INVOICE, token=token(), path={"order_id": order.id}, body=body, timeout=TIMEOUT)
        except api.Refusal as refusal:
            if refusal.problem.status != 409:
                raise
            yield order, refusal.problem.detail or refusal.problem.title


def _without_invoice(token: str, orders: Iterable[StaffOrder]) -> Iterator[StaffOrder]:
    """Yield the orders that somebody bought and that have no invoice, and for which none can be on its way any more."""
    before = (datetime.now(UTC) - ON_ITS_WAY).isoformat()
    confirmed = [order for order in orders if _is_confirmed(order, before) and not heartbeat.is_owner(order.owner)]
    calls = [start(partial(_documents, token, order)) for order in confirmed]
    yield from (order for order, call in zip(confirmed, calls, strict=True) if not call.result())


def _is_confirmed(order: StaffOrder, before: str) -> bool:
    return any(step.state is State.CONFIRMED and step.at < before for step in order.time_line)


def _documents(token: str, order: StaffOrder) -> tuple[DocumentSummary, ...]:
    return api.call(LIST_STAFF_DOCUMENTS, token=token, path={"order_id": order.id}, timeout=TIMEOUT).items


def _payment(token: str, order: StaffOrder) -> OrderPayment | None:
    try:
        return api.call(GET_PAYMENT, token=token, path={"order_id": order.id}, timeout=TIMEOUT)
    except api.Refusal as refusal:
        if refusal.problem.status != 404:
            raise
        return None
