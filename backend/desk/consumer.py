"""The desk's event consumer: keeps the index up to date. Whatever order events arrive in, the result is the same."""

from backend.contracts.basket.events import BasketCheckedOut
from backend.contracts.event import OrderEvent
from backend.contracts.order.events import (
    OrderActionRequired,
    OrderAddressChanged,
    OrderCancelled,
    OrderConfirmed,
    OrderDelivered,
    OrderPacked,
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
from backend.contracts.order.states import State
from backend.desk import domain, repository
from backend.shared.consumer import event_consumer

STATES: dict[type[OrderEvent], State] = {
    OrderActionRequired: State.ACTION_REQUIRED,
    OrderPaymentDeclined: State.DECLINED,
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
    repository.set_state(event.order_id, STATES[type(event)], event.at, getattr(event, "version", 0))


def _set_sent(event: OrderSent) -> None:
    _set_state(event)
    if event.tracking:
        _set_tracking(event)


def _set_tracking(event: OrderSent | OrderTrackingChanged) -> None:
    repository.set_tracking(event.order_id, event.tracking, event.at, event.version)


def _set_address(event: OrderAddressChanged) -> None:
    repository.set_address(event.order_id, domain.address(event.address), event.at, event.version)


handler = event_consumer({
    **dict.fromkeys(STATES, _set_state),
    BasketCheckedOut: _add,
    OrderSent: _set_sent,
    OrderTrackingChanged: _set_tracking,
    OrderAddressChanged: _set_address,
})  # fmt: skip
