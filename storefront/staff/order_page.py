"""One order with all that the services know of it: what was bought, the money, the way, notes, and who did what."""

from collections.abc import Callable
from typing import TypeVar

import msgspec
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.crypto import get_random_string

from backend.contracts import returns
from backend.contracts.arrivals import LISTED, as_promised, early_return, open_return
from backend.contracts.desk.operations import ADD_NOTE, GET_DESK_ORDER
from backend.contracts.dispatch import unsent_pieces
from backend.contracts.inventory.operations import GET_HOLD
from backend.contracts.inventory.states import HoldState
from backend.contracts.invoice.operations import LIST_STAFF_DOCUMENTS
from backend.contracts.notification.operations import LIST_ORDER_MAILS, RESEND_MAIL
from backend.contracts.order.models import MAX_RETURNS, StaffOrder
from backend.contracts.order.operations import (
    CANCEL_ORDER_FOR_SHOPPER,
    CHANGE_ADDRESS,
    CORRECT_TRACKING,
    GET_STAFF_ORDER,
    MOVE_ORDER,
    RECEIVE_RETURN,
    REFUND_ORDER,
)
from backend.contracts.order.parcel_operations import DELIVER_PARCEL, SEND_PARCEL
from backend.contracts.order.staff import ADDRESSABLE, REFUNDABLE
from backend.contracts.order.states import CANCELLABLE, TRANSITIONS, ReturnState, State
from backend.contracts.payment.models import OrderPayment
from backend.contracts.payment.operations import GET_PAYMENT
from backend.contracts.payment.states import PaymentState
from backend.contracts.voucher.models import StaffVoucher
from backend.contracts.voucher.operations import LIST_SOLD_VOUCHERS
from storefront.account.shopper import shopper
from storefront.clients import api
from storefront.clients.concurrency import gather
from storefront.order import parcels
from storefront.staff import history
from storefront.staff.access import may
from storefront.staff.moves import BUTTONS, REST_BUTTON, Button
from storefront.staff.state_tabs import EARLY_DECISIONS, STATE_TABS

Answer = TypeVar("Answer")

_PAYMENT_WORDS = {
    PaymentState.REQUESTED: "to be asked for",
    PaymentState.UNKNOWN: "no answer from the provider yet",
    PaymentState.ACTION_REQUIRED: "waits for the shopper's bank",
    PaymentState.AUTHORIZED: "authorized",
    PaymentState.DECLINED: "declined",
    PaymentState.CAPTURED: "captured",
    PaymentState.VOIDED: "released",
    PaymentState.REFUNDED: "refunded",
}
_STOCK_WORDS = {
    HoldState.REFUSED: "Never held: a piece was short.",
    HoldState.HELD: "Held until the order is confirmed.",
    HoldState.SOLD: "Sold.",
    HoldState.BACK: "Back in stock.",
}


class Card(msgspec.Struct, frozen=True):
    """A card that was tried, in words."""

    number: int
    words: str
    amount: int
    refunded: int


def show(request: HttpRequest, order_id: str) -> HttpResponse:
    """Render the order. What a service cannot say now is said to be missing; the rest is shown."""
    path = {"order_id": order_id}
    order, payment, desk, mails, documents, hold = gather(
        lambda: api.call(GET_STAFF_ORDER, request=request, path=path),
        optional(lambda: api.call(GET_PAYMENT, request=request, path=path)),
        optional(lambda: api.call(GET_DESK_ORDER, request=request, path=path)),
        optional(lambda: api.call(LIST_ORDER_MAILS, request=request, path=path)),
        optional(lambda: api.call(LIST_STAFF_DOCUMENTS, request=request, path=path)),
        optional(lambda: api.call(GET_HOLD, request=request, path=path)),
    )
    notes = desk.notes if desk else ()
    sent = mails.items if mails else ()
    context = _facts(order, request) | {
        "cards": _cards(payment) if payment else [],
        "payment_down": payment is None,
        "notes": notes,
        "desk_down": desk is None,
        "mails": sent,
        "mails_down": mails is None,
        "bought": _vouchers(request, order),
        "key": get_random_string(32),
        "history": history.list_entries(order, notes, sent, documents.items if documents else ()),
        "documents_down": documents is None,
        "hold": hold,
        "hold_words": _STOCK_WORDS[hold.state] if hold else "",
    }
    return render(request, "staff/order.html", context)


def staff_name(request: HttpRequest) -> str:
    """Return who is signed in, as colleagues know them."""
    signed_in = shopper(request)
    return signed_in.email[:200] if signed_in else ""


def _facts(order: StaffOrder, request: HttpRequest) -> dict[str, object]:
    refundable = (
        order.state in REFUNDABLE
        and not order.is_of_vouchers
        and returns.unrefunded_amount(as_promised(order)) > 0
        and len(order.returns) < MAX_RETURNS
    )
    early = early_return(order.state, order.returns)
    is_packed, in_parts = order.state is State.PACKED, parcels.goes_in_parts(order)
    return {
        "order": order,
        "state": order.state,
        "parcels": parcels.describe(order) if in_parts else [],
        "to_come": parcels.still_to_come(order) if in_parts else [],
        "sendable": may(request, SEND_PARCEL) and is_packed and bool(unsent_pieces(order)),
        "deliverable": may(request, DELIVER_PARCEL) and order.state in (State.PACKED, State.SENT),
        "title": STATE_TABS[order.state],
        "moves": _moves(order, request),
        "correctable": may(request, CORRECT_TRACKING) and _is_trackable(order),
        "cancellable": may(request, CANCEL_ORDER_FOR_SHOPPER) and order.state in CANCELLABLE and not order.is_settled,
        "addressable": may(request, CHANGE_ADDRESS) and order.state in ADDRESSABLE and not order.is_settled,
        "receivable": may(request, RECEIVE_RETURN) and _is_accepted(order),
        "early": early,
        "decisions": early_buttons(LISTED[early.state], request) if early else [],
        "refundable": may(request, REFUND_ORDER) and refundable,
        "may_note": may(request, ADD_NOTE),
        "may_resend": may(request, RESEND_MAIL),
        "on_card": sum(each.amount for each in order.refunds if each.attempt),
        "on_vouchers": sum(each.amount for each in order.refunds if not each.attempt),
        "decided": returns.total_refunded(order),
        "left": returns.unrefunded_amount(order),
    }


def _is_accepted(order: StaffOrder) -> bool:
    """Return whether a return was accepted, and its parcel is awaited."""
    waiting = open_return(order.returns)
    return waiting is not None and waiting.state is ReturnState.ACCEPTED


def early_buttons(state: State, request: HttpRequest) -> list[Button]:
    """Return the buttons that decide a return in this state beside the order's: what came is entered on a page."""
    return [button for button in move_buttons(state, request) if button.to in EARLY_DECISIONS]


def _is_trackable(order: StaffOrder) -> bool:
    """Return whether a tracking number can be corrected: a parcel is sent, and nothing is on its way back."""
    return order.state in (State.SENT, State.DELIVERED) or (order.state is State.PACKED and bool(order.parcels))


def _moves(order: StaffOrder, request: HttpRequest) -> list[Button]:
    """Return the buttons that move the order on. One of which a part is sent is delivered once nothing is left."""
    if order.is_settled:
        return []
    if not order.parcels or order.state is not State.PACKED:
        return move_buttons(order.state, request)
    if not may(request, MOVE_ORDER):
        return []
    return [REST_BUTTON] if unsent_pieces(order) else list(BUTTONS[State.DELIVERED])


def move_buttons(state: State, request: HttpRequest) -> list[Button]:
    """Return the buttons that move an order on from this state: none for whoever may not."""
    states = TRANSITIONS[state] if may(request, MOVE_ORDER) else ()
    return [button for after in states for button in BUTTONS.get(after, ())]


def _vouchers(request: HttpRequest, order: StaffOrder) -> tuple[StaffVoucher, ...]:
    """Return the gift vouchers that the order bought; none while their service does not answer."""
    path = {"order_id": order.id}
    ask = optional(lambda: api.call(LIST_SOLD_VOUCHERS, request=request, path=path))
    page = ask() if order.is_settled else None
    return page.items if page else ()


def optional(call: Callable[[], Answer]) -> Callable[[], Answer | None]:
    """Return a call that answers None while its service cannot, or knows nothing of the order."""

    def attempt() -> Answer | None:
        try:
            return call()
        except api.Unavailable:
            return None
        except api.Refusal as refusal:
            if refusal.problem.status in (401, 403):
                raise
            return None

    return attempt


def _cards(payment: OrderPayment) -> list[Card]:
    return [Card(each.number, _PAYMENT_WORDS[each.state], each.amount, each.refunded) for each in payment.attempts]
