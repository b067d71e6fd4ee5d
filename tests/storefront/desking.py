"""What the desk, and staff who help with orders, are answered by the services of the tests."""

from typing import Any

import msgspec

from backend.contracts.arrivals import early_return, open_return, with_return
from backend.contracts.desk.audit import StaffChange, StaffChangePage
from backend.contracts.desk.models import CustomerNotes, DeskAddress, DeskEntry, DeskOrder, DeskPage, OrderNote
from backend.contracts.dispatch import unsent_pieces
from backend.contracts.invoice.models import DocumentSummary, Kind
from backend.contracts.notification.models import AddressFeedback, Feedback, OrderMail, OrderMailList
from backend.contracts.operation import Empty
from backend.contracts.order import late_invoices
from backend.contracts.order.actions import ActionKind, StaffAction
from backend.contracts.order.models import Order, StaffOrder
from backend.contracts.order.parcel import Parcel
from backend.contracts.order.states import CANCELLABLE, State
from backend.contracts.payment.models import OrderPayment
from backend.contracts.problem import Refused
from backend.desk import domain
from backend.order import receipts, refunds
from backend.shared.clock import now
from tests.storefront.cataloguing import window


class Desking:
    """Orders for staff. `notes` are by order or e-mail address, `actions` and `mails` by order; `resent` are those that were sent again."""

    orders: dict[str, dict[str, Order]]
    payments: tuple[OrderPayment, ...]
    documents: dict[str, tuple[DocumentSummary, ...]]

    def __init__(self) -> None:
        super().__init__()
        self.notes: dict[str, list[OrderNote]] = {}
        self.note_keys: set[str] = set()
        self.indexed: list[DeskOrder] = []
        self.actions: dict[str, tuple[StaffAction, ...]] = {}
        self.mails: dict[str, tuple[OrderMail, ...]] = {}
        self.feedback: dict[str, Feedback] = {}
        self.resent: list[tuple[str, str]] = []
        self.changes: list[StaffChange] = []

    def search_orders(self, _: str, __: Any, query: Any, ___: Any) -> DeskPage:
        words = domain.query_words(query.q)
        rows = [desk_row(owner, order) for owner, orders in self.orders.items() for order in orders.values()]
        here = [
            row
            for row in sorted(rows, key=lambda row: row.id, reverse=True)
            if query.state in (None, row.state) and domain.words(row).issuperset(words)
        ]
        first, end = window(query)
        return DeskPage(items=tuple(here[first:end]), next=f"after-{end}" if here[end:] else None)

    def get_desk_order(self, _: str, path: Any, *__: Any) -> DeskEntry:
        return DeskEntry(order=None, notes=tuple(self.notes.get(path.order_id, ())))

    def add_note(self, _: str, path: Any, __: Any, body: Any) -> OrderNote:
        return self._note(path.order_id, body)

    def _note(self, about: str, body: Any) -> OrderNote:
        note = OrderNote(at=now(), text=body.text, who="staff-sub", by=body.by)
        if body.key not in self.note_keys:
            self.notes.setdefault(about, []).append(note)
        self.note_keys.add(body.key)
        return note

    def list_customer_notes(self, _: str, __: Any, query: Any, ___: Any) -> CustomerNotes:
        return CustomerNotes(items=tuple(self.notes.get(query.email.casefold(), ())))

    def add_customer_note(self, _: str, __: Any, ___: Any, body: Any) -> OrderNote:
        return self._note(body.email.casefold(), body)

    def list_staff_changes(self, _: str, __: Any, query: Any, ___: Any) -> StaffChangePage:
        here = [
            each
            for each in reversed(self.changes)
            if query.who in ("", each.email)
            and query.thing in (None, each.thing)
            and query.thing_id in ("", each.thing_id)
            and (query.since or "0") <= each.at < (query.until or "9")
        ]
        first = int(query.cursor.removeprefix("after-")) if query.cursor else 0
        end = first + query.limit
        return StaffChangePage(items=tuple(here[first:end]), next=f"after-{end}" if here[end:] else None)

    def list_order_mails(self, _: str, path: Any, *__: Any) -> OrderMailList:
        return OrderMailList(items=self.mails.get(path.order_id, ()))

    def get_address_feedback(self, _: str, __: Any, query: Any, ___: Any) -> AddressFeedback:
        return AddressFeedback(feedback=self.feedback.get(query.email.casefold()))

    def resend_mail(self, _: str, path: Any, __: Any, body: Any) -> Empty:
        if path.name not in {mail.name for mail in self.mails.get(path.order_id, ())}:
            raise Refused(404, "not-found", "There is no such mail")
        self.resent.append((path.name, body.by))
        return Empty()

    def index_orders(self, _: str, __: Any, ___: Any, body: Any) -> Empty:
        self.indexed += body.items
        return Empty()

    def get_payment(self, _: str, path: Any, *__: Any) -> OrderPayment:
        found = next((each for each in self.payments if each.order_id == path.order_id), None)
        if found is None:
            raise Refused(404, "no-payment", "Nothing was asked for this order yet")
        return found

    def cancel_order_for_shopper(self, _: str, path: Any, __: Any, body: Any) -> StaffOrder:
        order = self.orders[body.owner][path.order_id]
        if order.state not in CANCELLABLE:
            raise Refused(409, "not-from-here", f"The order is {order.state}")
        self._act(path.order_id, ActionKind.CANCEL, body, body.reason)
        changed = self.advance(path.order_id, State.CANCELLED, note=body.reason)  # type: ignore[attr-defined]
        return self.for_staff(body.owner, changed)

    def refund_order(self, _: str, path: Any, __: Any, body: Any) -> StaffOrder:
        order = self.orders[body.owner][path.order_id]
        if refunds.is_duplicate(order.returns, body):
            return self.for_staff(body.owner, order)
        given = refunds.build_refund(order, body, now())
        changed = msgspec.structs.replace(order, returns=(*order.returns, given))
        self.orders[body.owner][path.order_id] = changed
        self._act(path.order_id, ActionKind.REFUND, body, body.reason)
        return self.for_staff(body.owner, changed)

    def receive_return(self, _: str, path: Any, __: Any, body: Any) -> StaffOrder:
        order = self.orders[body.owner][path.order_id]
        waiting = open_return(order.returns)
        assert waiting is not None
        received = receipts.build_receipt(order, waiting, body, now())
        if early_return(order.state, order.returns):
            changed = msgspec.structs.replace(order, returns=with_return(order.returns, received))
            self.orders[body.owner][path.order_id] = changed
            return self.for_staff(body.owner, changed)
        self.advance(path.order_id, State.RETURNED, returns=(*order.returns[:-1], received))  # type: ignore[attr-defined]
        return self.for_staff(body.owner, self.orders[body.owner][path.order_id])

    def send_parcel(self, _: str, path: Any, __: Any, body: Any) -> StaffOrder:
        order = self.orders[body.owner][path.order_id]
        if order.state is not State.PACKED or body.number != len(order.parcels) + 1:
            raise Refused(409, "other-parcel", "Another parcel was sent meanwhile")
        parcel = Parcel(number=body.number, at=now(), lines=body.lines, tracking=body.tracking)
        self.orders[body.owner][path.order_id] = msgspec.structs.replace(order, parcels=(*order.parcels, parcel))
        if not unsent_pieces(self.orders[body.owner][path.order_id]):
            self.advance(path.order_id, State.SENT, tracking=body.tracking)  # type: ignore[attr-defined]
        return self.for_staff(body.owner, self.orders[body.owner][path.order_id])

    def deliver_parcel(self, _: str, path: Any, __: Any, body: Any) -> StaffOrder:
        order = self.orders[body.owner][path.order_id]
        parcels = tuple(
            msgspec.structs.replace(each, delivered_at=now()) if each.number == body.number else each
            for each in order.parcels
        )
        if parcels == order.parcels:
            raise Refused(409, "not-from-here", f"The order is {order.state}")
        self.orders[body.owner][path.order_id] = msgspec.structs.replace(order, parcels=parcels)
        if order.state is State.SENT and all(each.delivered_at for each in parcels):
            self.advance(path.order_id, State.DELIVERED)  # type: ignore[attr-defined]
        return self.for_staff(body.owner, self.orders[body.owner][path.order_id])

    def change_address(self, _: str, path: Any, __: Any, body: Any) -> StaffOrder:
        changed = msgspec.structs.replace(self.orders[body.owner][path.order_id], address=body.address)
        self.orders[body.owner][path.order_id] = changed
        self._act(path.order_id, ActionKind.CHANGE_ADDRESS, body, "")
        return self.for_staff(body.owner, changed)

    def request_invoice(self, _: str, path: Any, __: Any, body: Any) -> StaffOrder:
        order = self.orders[body.owner][path.order_id]
        if reason := late_invoices.why_none(self.for_staff(body.owner, order)):
            raise Refused(409, "no-invoice", "The order gets no invoice", reason)
        self._act(path.order_id, ActionKind.REQUEST_INVOICE, body, "")
        number = f"INV-2026-{len(self.documents) + 1:06}"
        invoice = DocumentSummary(
            number=number, kind=Kind.INVOICE, issued_at=now(), amount=order.total, currency=order.currency
        )
        self.documents.setdefault(path.order_id, (invoice,))
        return self.for_staff(body.owner, order)

    def for_staff(self, owner: str, order: Order) -> StaffOrder:
        """The order with its owner, and with what staff did to it."""
        shown = {name: getattr(order, name) for name in Order.__struct_fields__}
        return StaffOrder(owner=owner, actions=self.actions.get(order.id, ()), version=3, **shown)

    def _act(self, order_id: str, kind: ActionKind, body: Any, note: str) -> None:
        action = StaffAction(at=now(), kind=kind, who="staff-sub", by=body.by, note=note or None)
        self.actions[order_id] = (*self.actions.get(order_id, ()), action)


def desk_row(owner: str, order: Order) -> DeskOrder:
    """The row that the desk's index has of an order."""
    return DeskOrder(
        id=order.id, owner=owner, state=order.state, state_at=order.time_line[-1].at, placed_at=order.placed_at,
        currency=order.currency, total=order.total, count=sum(line.quantity for line in order.lines),
        address=DeskAddress(name=order.address.name, email=order.address.email, town=order.address.town,
                            country=order.address.country, postal_code=order.address.postal_code),
        skus=tuple(line.sku for line in order.lines), tracking=order.tracking,
    )  # fmt: skip
