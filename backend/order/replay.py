"""Replays an order's events, for `backend.order.recovery`: the functions are pure, and publish nothing.

Events carry the clocks of different machines. So those with a version are applied in its order, and the others, such as
OrderPaid, where the states allow it. Events do not say which member of staff did something.
"""

from collections.abc import Callable, Iterator, Sequence
from functools import partial
from typing import Never, TypeVar, cast

from msgspec.structs import replace

from backend.contracts.event import OrderEvent, VersionedOrderEvent
from backend.contracts.order.actions import ActionKind, StaffAction
from backend.contracts.order.events import (
    OrderActionRequired,
    OrderAddressChanged,
    OrderCancelled,
    OrderClaimed,
    OrderConfirmed,
    OrderDelivered,
    OrderErased,
    OrderPacked,
    OrderPaid,
    OrderPaymentAwaited,
    OrderPaymentDeclined,
    OrderRefused,
    OrderReturnAccepted,
    OrderReturnDenied,
    OrderReturnReceived,
    OrderReturnRequested,
    OrderSent,
    OrderTrackingChanged,
    PaymentRequested,
    RefundRequested,
)
from backend.contracts.order.invoice_events import InvoiceRequested
from backend.contracts.order.parcel import Parcel
from backend.contracts.order.parcel_events import OrderParcelDelivered, OrderParcelSent
from backend.contracts.order.states import PAYABLE, State
from backend.contracts.payment.events import PaymentActionRequired, PaymentReturned
from backend.contracts.problem import Refused
from backend.contracts.voucher.events import VoucherRefunded
from backend.order import erasure, late_invoices, parcels, replayed_returns, staff, state_machine
from backend.order.domain import OrderDetails
from backend.order.item import StoredOrder
from backend.order.state_machine import OrderState, transition

E = TypeVar("E", bound=OrderEvent)
Change = Callable[[OrderState, OrderDetails, E], OrderState | StoredOrder | None]


def replay(stored_order: StoredOrder, events: Sequence[OrderEvent], refused_events: list[OrderEvent]) -> StoredOrder:
    """Return the order after these events, some of which it may already contain. Those that do not apply are added to
    `refused`."""
    versioned = sorted((each for each in events if _version(each)), key=_version)
    unversioned = sorted((each for each in events if not _version(each)), key=lambda each: each.at)
    while versioned or unversioned:
        while versioned and _version(versioned[0]) <= stored_order[0].version:
            versioned.pop(0)
        after, event = next(_next(stored_order, versioned[:1], unversioned), (stored_order, None))
        if event is not None:
            (versioned if _version(event) else unversioned).remove(event)
        elif versioned:
            refused_events.append(versioned.pop(0))
        else:
            break
        stored_order = after
    return stored_order


def _next(
    stored_order: StoredOrder, head: Sequence[OrderEvent], unversioned: Sequence[OrderEvent]
) -> Iterator[tuple[StoredOrder, OrderEvent]]:
    """Yield the events that may come next: one without a version, unless the next one with a version would then be too
    late."""
    following = [(after, event) for event in head if (after := _apply(stored_order, event))]
    for event in unversioned:
        after = _apply(stored_order, event)
        if after and not (following and _apply(after, following[0][1]) is None):
            yield after, event
    yield from following


def _apply(stored_order: StoredOrder, event: OrderEvent) -> StoredOrder | None:
    """Return the order after one event, at its version; None if the event does not apply, or was applied before.

    An event without a version leaves the order's as it is: it may be older than events that are still to be applied
    here.
    """
    order, details = stored_order
    try:
        change_result = _change_of(event)(order, details, event)
    except Refused:  # pieces or money that the order does not have
        return None
    if change_result is None:
        return None
    after, details = change_result if isinstance(change_result, tuple) else (change_result, details)
    return replace(after, event=None, version=max(order.version, _version(event))), details


def _change_of(event: E) -> Change[E]:
    return cast("Change[E]", CHANGES[type(event)])


def _version(event: OrderEvent) -> int:
    return event.version if isinstance(event, VersionedOrderEvent) else 0


def _move_to(state: State, noted: str = "", drops_card: bool = False) -> Change[OrderEvent]:
    """Return the change to a state; the step's note is the event's field `noted`."""
    card_fields: dict[str, object] = {"token": "", "action_url": None} if drops_card else {}

    def change(order: OrderState, details: OrderDetails, event: OrderEvent) -> OrderState | None:
        return transition(order, state, event.at, None, getattr(event, noted) if noted else "", "", **card_fields)

    return change


def _request_payment(order: OrderState, details: OrderDetails, event: PaymentRequested) -> OrderState | None:
    if order.state in PAYABLE:
        return state_machine.retry_payment(order, event.token, event.attempt, event.at)
    first = order.state is State.PLACED and event.attempt == order.attempt
    return transition(order, State.HELD, event.at, None, holding="") if first else None


def _mark_paid(order: OrderState, details: OrderDetails, event: OrderPaid) -> OrderState | None:
    right = event.attempt == order.attempt
    return transition(order, State.PAID, event.at, None, token="", action_url=None) if right else None


def _confirm(order: OrderState, details: OrderDetails, event: OrderConfirmed) -> OrderState | None:
    """Return the order confirmed. One that vouchers paid in full was only placed before; any other was paid first."""
    too_early = order.state is State.PLACED and order.amount
    return None if too_early else transition(order, State.CONFIRMED, event.at, None, token="", holding="")


def _add_bank_page(order: OrderState, details: OrderDetails, event: PaymentActionRequired) -> OrderState | None:
    """Return the order with the bank's confirmation page, which the order's own event does not contain."""
    waits = order.state is State.ACTION_REQUIRED and event.attempt == order.attempt and not order.action_url
    return replace(order, action_url=event.url) if waits else None


def _send_parcel(order: OrderState, details: OrderDetails, event: OrderParcelSent) -> OrderState | None:
    parcel = Parcel(number=event.parcel, at=event.at, lines=event.lines, tracking=event.tracking)
    return parcels.send(order, parcel, event.unsent)


def _send(order: OrderState, details: OrderDetails, event: OrderSent) -> OrderState | None:
    parcel = Parcel(number=event.parcel or 1, at=event.at, lines=event.lines or (), tracking=event.tracking)
    return parcels.send(order, parcel, ())


def _correct_tracking(order: OrderState, details: OrderDetails, event: OrderTrackingChanged) -> OrderState:
    return parcels.with_tracking(order, event.parcel or None, event.tracking)


def _change_address(order: OrderState, details: OrderDetails, event: OrderAddressChanged) -> StoredOrder:
    """Return the order with the address, marked as changed by staff: late checkouts are compared accordingly."""
    action = StaffAction(at=event.at, kind=ActionKind.CHANGE_ADDRESS, who="")
    return staff.with_action(order, action), replace(details, address=event.address)


def _request_invoice(order: OrderState, details: OrderDetails, event: InvoiceRequested) -> OrderState:
    action = StaffAction(at=event.at, kind=ActionKind.REQUEST_INVOICE, who="")
    return late_invoices.with_request(order, action)


CHANGES: dict[type[OrderEvent], Change[Never]] = {
    OrderPaymentAwaited: _move_to(State.AWAITING_PAYMENT),
    PaymentRequested: _request_payment,
    OrderActionRequired: _move_to(State.ACTION_REQUIRED),
    PaymentActionRequired: _add_bank_page,
    OrderPaymentDeclined: _move_to(State.DECLINED, "reason", drops_card=True),
    OrderPaid: _mark_paid,
    PaymentReturned: lambda order, _, event: state_machine.record_refund(order, event),
    VoucherRefunded: lambda order, _, event: state_machine.record_refund(order, event),
    OrderConfirmed: _confirm,
    OrderRefused: lambda order, _, event: state_machine.refuse(order, event.reason, event.at, event.missing),
    OrderCancelled: lambda order, _, event: state_machine.cancel(order, event.at, event.reason),
    OrderPacked: _move_to(State.PACKED),
    OrderParcelSent: _send_parcel,
    OrderParcelDelivered: lambda order, _, event: parcels.deliver(order, event.parcel, event.at),
    OrderSent: _send,
    OrderTrackingChanged: _correct_tracking,
    OrderDelivered: lambda order, _, event: parcels.deliver_all(order, event.at),
    OrderReturnRequested: replayed_returns.add_return,
    OrderReturnAccepted: partial(replayed_returns.move_return, State.RETURN_ACCEPTED),
    OrderReturnReceived: replayed_returns.receive_return,
    OrderReturnDenied: partial(replayed_returns.move_return, State.RETURN_DENIED),
    RefundRequested: replayed_returns.add_refund,
    OrderAddressChanged: _change_address,
    InvoiceRequested: _request_invoice,
    OrderClaimed: lambda order, _, event: None if order.shopper else replace(order, shopper=event.shopper),
    OrderErased: lambda order, details, event: erasure.anonymise(order, details, event.at),
}
"""What each event does to an order; None where the order is not in a state for it."""
