"""The desk's event consumer: keeps the index up to date. Whatever order events arrive in, the result is the same."""

import msgspec
from msgspec import UNSET

from backend.contracts.basket.events import BasketCheckedOut
from backend.contracts.desk.audit import customer_id
from backend.contracts.desk.events import StaffChangeMade
from backend.contracts.event import OrderEvent
from backend.contracts.operation import Thing
from backend.contracts.order.data_export import DataRequested
from backend.contracts.order.events import (
    AccountClosed,
    OrderActionRequired,
    OrderAddressChanged,
    OrderCancelled,
    OrderConfirmed,
    OrderDelivered,
    OrderErased,
    OrderPacked,
    OrderPaymentAwaited,
    OrderPaymentDeclined,
    OrderRefused,
    OrderReturnAccepted,
    OrderReturnDenied,
    OrderReturned,
    OrderReturnReceived,
    OrderReturnRequested,
    OrderSent,
    OrderTrackingChanged,
)
from backend.contracts.order.parcel_events import OrderParcelSent
from backend.contracts.order.states import State
from backend.desk import audit, domain, notes, personal_data, repository
from backend.shared.consumer import Consumer, event_consumer

STATES: dict[type[OrderEvent], State] = {
    OrderActionRequired: State.ACTION_REQUIRED,
    OrderPaymentDeclined: State.DECLINED,
    OrderPaymentAwaited: State.AWAITING_PAYMENT,
    OrderConfirmed: State.CONFIRMED,
    OrderRefused: State.REFUSED,
    OrderCancelled: State.CANCELLED,
    OrderPacked: State.PACKED,
    OrderSent: State.SENT,
    OrderDelivered: State.DELIVERED,
    OrderReturnRequested: State.RETURN_REQUESTED,
    OrderReturnAccepted: State.RETURN_ACCEPTED,
    OrderReturnReceived: State.RETURNED,
    OrderReturned: State.RETURNED,
    OrderReturnDenied: State.RETURN_DENIED,
}
"""The states that the index tells apart. An order that is being paid counts as placed, for it stays so for seconds."""


def _add(event: BasketCheckedOut) -> None:
    repository.add(domain.row(event))


def _set_state(event: OrderEvent) -> None:
    """Store the state in the event; for a return beside the order's state, the state that the order stays in."""
    state = getattr(event, "stays", UNSET) or STATES[type(event)]
    repository.set_state(event.order_id, state, event.at, getattr(event, "version", 0))


def _set_sent(event: OrderSent) -> None:
    _set_state(event)
    _set_tracking(event)


def _set_tracking(event: OrderSent | OrderParcelSent) -> None:
    if event.tracking:
        repository.set_tracking(event.order_id, event.tracking, event.at, event.version, event.parcel or 0)


def _correct_tracking(event: OrderTrackingChanged) -> None:
    repository.correct_tracking(event.order_id, event.tracking, event.at, event.version, event.parcel or 0)


def _set_address(event: OrderAddressChanged) -> None:
    repository.set_address(event.order_id, domain.address(event.address), event.at, event.version)


def _erase_customer(event: AccountClosed) -> None:
    if event.email:
        notes.erase_customer(event.email)
        audit.erase(Thing.CUSTOMER, customer_id(event.email), event.at)


def _erase(event: OrderErased) -> None:
    """Erase notes about the customer first: the row, which contains the address, is made anonymous last."""
    if order := notes.entry(event.order_id).order:
        notes.erase_customer(order.address.email)
        audit.erase(Thing.CUSTOMER, customer_id(order.address.email), event.at)
    audit.erase(Thing.ORDER, event.order_id, event.at)
    repository.erase(event.order_id, event.at)


def _record(event: StaffChangeMade) -> None:
    audit.record(event.change)


_CONSUMERS: dict[type[msgspec.Struct], Consumer[None]] = {
    **dict.fromkeys(STATES, _set_state),
    BasketCheckedOut: _add,
    OrderSent: _set_sent,
    OrderParcelSent: _set_tracking,
    OrderTrackingChanged: _correct_tracking,
    OrderAddressChanged: _set_address,
    AccountClosed: _erase_customer,
    OrderErased: _erase,
    StaffChangeMade: _record,
    DataRequested: personal_data.give,
}
handler = event_consumer(_CONSUMERS)
