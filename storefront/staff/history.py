"""The time line of an order, as staff read it: what each service did, what staff did, and what it is called there."""

from collections.abc import Iterable, Iterator

import msgspec

from backend.contracts.desk.models import OrderNote
from backend.contracts.invoice.models import DocumentSummary, Kind
from backend.contracts.notification.models import OrderMail
from backend.contracts.order.actions import ActionKind
from backend.contracts.order.models import Refund, StaffOrder
from backend.contracts.order.states import State
from storefront.order.steps import STATE_LABELS

ACTIONS = {
    ActionKind.CANCEL: "Cancelled by staff",
    ActionKind.REFUND: "Refunded",
    ActionKind.CHANGE_ADDRESS: "Address changed",
    ActionKind.CORRECT_TRACKING: "Tracking number corrected",
    ActionKind.SEND_PARCEL: "Parcel sent",
    ActionKind.DELIVER_PARCEL: "Parcel delivered",
    ActionKind.ACCEPT_RETURN: "Return accepted",
    ActionKind.DENY_RETURN: "Return denied",
    ActionKind.RECEIVE_RETURN: "Return received",
    ActionKind.REQUEST_INVOICE: "Invoice requested",
}
_STATES = {
    **STATE_LABELS,
    State.HELD: "Stock set aside",
    State.ACTION_REQUIRED: "The bank asked for a confirmation",
    State.AWAITING_PAYMENT: "Waiting for the payment",
}
"""The words of the shopper's page, but for what speaks to the shopper."""

_DOCUMENTS = {Kind.INVOICE: "Invoice issued", Kind.CREDIT_NOTE: "Credit note issued"}


class Entry(msgspec.Struct, frozen=True):
    """A line of the order's history. `known_as` names the thing as its service does: a mail, a document, a payment."""

    at: str
    title: str
    by: str = ""
    note: str = ""
    known_as: str = ""


def list_entries(
    order: StaffOrder, notes: Iterable[OrderNote], mails: Iterable[OrderMail], documents: Iterable[DocumentSummary]
) -> list[Entry]:
    """Return what happened to the order, newest first, by whomever."""
    entries = [*_of_order(order), *_of_notes(notes), *_of_mails(mails), *_of_documents(documents)]
    return sorted(entries, key=lambda entry: entry.at)[::-1]


def _of_order(order: StaffOrder) -> Iterator[Entry]:
    yield from (Entry(each.at, str(_STATES[each.state]), each.by, each.note) for each in order.time_line)
    yield from (Entry(each.at, ACTIONS[each.kind], each.by or each.who, each.note or "") for each in order.actions)
    yield from (_of_refund(order, each) for each in order.refunds if each.amount)


def _of_refund(order: StaffOrder, refund: Refund) -> Entry:
    """Return the entry of money that went back. The provider knows the payment by the order and the card's number."""
    if not refund.attempt:
        return Entry(refund.at, "Refund reached the gift voucher")
    return Entry(refund.at, "Refund reached the card", known_as=f"Payment {order.id}-{refund.attempt}")


def _of_notes(notes: Iterable[OrderNote]) -> Iterator[Entry]:
    return (Entry(each.at, "Note", each.by or each.who, each.text) for each in notes)


def _of_mails(mails: Iterable[OrderMail]) -> Iterator[Entry]:
    """Yield the mails, those that were not sent among them."""
    for mail in mails:
        title = "E-mail not sent" if mail.refused else "E-mail sent"
        yield Entry(mail.at, title, mail.by, mail.subject, f"E-mail {mail.name}")


def _of_documents(documents: Iterable[DocumentSummary]) -> Iterator[Entry]:
    return (Entry(each.issued_at, _DOCUMENTS[each.kind], known_as=each.number) for each in documents)
