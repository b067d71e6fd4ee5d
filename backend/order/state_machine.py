"""The state machine of an order: its transitions along `states.TRANSITIONS`, and the event that each publishes.

The functions are pure. Each returns the next state; or None if an event is late, duplicate or does not apply, and then
nothing is written. Money and lines are not part of the state: they never change (`domain.OrderDetails`).
"""

from datetime import timedelta

from msgspec import UNSET
from msgspec.structs import replace

from backend.contracts.event import Event
from backend.contracts.order.actions import StaffAction
from backend.contracts.order.events import (
    OrderActionRequired,
    OrderCancelled,
    OrderConfirmed,
    OrderPaid,
    OrderPaymentDeclined,
    OrderRefused,
    PaymentRequested,
)
from backend.contracts.order.models import OrderReturn, Refund, Step
from backend.contracts.order.parcel import Parcel
from backend.contracts.order.states import PAYABLE, TRANSITIONS, State
from backend.contracts.payment.events import (
    PaymentActionRequired,
    PaymentAuthorized,
    PaymentCaptured,
    PaymentDeclined,
    PaymentReturned,
)
from backend.contracts.types import Model
from backend.contracts.voucher.events import VoucherRefunded
from backend.contracts.voucher.models import VoucherPayment
from backend.shared import clock

FIRST_REMINDER, MAX_REMINDER = timedelta(minutes=2), timedelta(minutes=30)
"""How long an order waits for another service before it repeats its last event: at first, and after hours."""

CONFIRMATION_TIMEOUT, RETRY_PAYMENT_TIMEOUT = timedelta(minutes=15), timedelta(minutes=30)
"""How long pieces stay held for a shopper who has to confirm a payment, and for one whose card was declined."""

AWAITED_PAYMENT_TIMEOUT, PROVIDER_TIMEOUT = timedelta(days=1), timedelta(days=1)
"""How long pieces stay held after a payment link was mailed, and while the provider reports no outcome of a payment."""

STATE_TIMEOUTS = {
    State.PLACED: None,
    State.HELD: PROVIDER_TIMEOUT,
    State.AWAITING_PAYMENT: AWAITED_PAYMENT_TIMEOUT,
    State.ACTION_REQUIRED: CONFIRMATION_TIMEOUT,
    State.DECLINED: RETRY_PAYMENT_TIMEOUT,
    State.PAID: None,
}
"""The states that an order must leave, and how long it may stay there before it is refused; None is without limit."""

PAYMENT_LATE = "The payment was not completed in time."
APPROVAL_WITHDRAWN = "Your bank took its approval back before the card was charged."


class OrderState(Model, frozen=True, omit_defaults=True, kw_only=True):
    """The changing part of an order. `due` is when the sweeper looks at it, `until` when payment times out.

    `token` stands for the card and is dropped after the last attempt. `event` is published by the next write.
    `correlation_id` is that of the latest event, for writes of the sweeper, which no request causes. `shopper` is the
    account that claimed a guest's order: its owner stays, and the order's key no longer opens it. `codes` are the
    promotions of which it must hold a use, as it holds its stock, and `vouchers` pay their share likewise; `holding`
    says which of these it already holds. `amount` is what the card pays: 0 if vouchers pay all of it. `attempt` counts
    the cards: 0 while an order placed by staff has none yet. `of_vouchers`: it buys vouchers. `parcels` are those of an
    order sent in several; one sent in a single piece stores none.
    """

    owner: str
    order_id: str
    amount: int
    currency: str
    steps: tuple[Step, ...]
    attempt: int = 1
    token: str = ""
    action_url: str | None = None
    tracking: str = ""
    missing: tuple[str, ...] = ()
    returns: tuple[OrderReturn, ...] = ()
    refunds: tuple[Refund, ...] = ()
    parcels: tuple[Parcel, ...] = ()
    actions: tuple[StaffAction, ...] = ()
    due: str | None = None
    until: str | None = None
    version: int = 1
    event: Event | None = None
    correlation_id: str = ""
    shopper: str = ""
    codes: tuple[str, ...] = ()
    vouchers: tuple[VoucherPayment, ...] = ()
    holding: str = ""
    of_vouchers: bool = False

    @property
    def state(self) -> State:
        return self.steps[-1].state

    @property
    def is_settled(self) -> bool:
        """Return whether the codes of its vouchers are mailed: from then on only their rest can be refunded."""
        return self.of_vouchers and self.state is State.CONFIRMED


def later(at: str, by: timedelta) -> str:
    """Return the timestamp `by` after another one."""
    return clock.later(at, by.total_seconds())


def transition(
    order: OrderState, state: State, at: str, event: Event | None, note: str = "", by: str = "", **changes: object
) -> OrderState | None:
    """Return the order in another state; None if the table has no such transition."""
    if state not in TRANSITIONS[order.state] or order.is_settled:
        return None
    timeout = STATE_TIMEOUTS.get(state)
    dates = {
        "due": _due(order, at) if state in STATE_TIMEOUTS else None,
        "until": later(at, timeout) if timeout else None,
    }
    return replace(
        order, steps=(*order.steps, Step(state=state, at=at, note=note, by=by)), event=event, **dates, **changes
    )


def _due(order: OrderState, at: str) -> str:
    """Return when the sweeper looks at the order. A time already set is kept if it is to come: its index is not
    written."""
    return order.due if order.due and order.due > at else later(at, FIRST_REMINDER)


def refuse(order: OrderState, reason: str, at: str, missing: tuple[str, ...] = ()) -> OrderState | None:
    """Return the order refused for this reason."""
    event = OrderRefused(
        order_id=order.order_id,
        owner=order.owner,
        at=at,
        reason=reason,
        missing=missing,
        codes=order.codes or UNSET,
        vouchers=order.vouchers or UNSET,
    )
    return transition(order, State.REFUSED, at, event, reason, token="", action_url=None, missing=missing, holding="")


def payment_request(order: OrderState, at: str) -> PaymentRequested:
    """Return PaymentRequested for the current attempt."""
    return PaymentRequested(
        order_id=order.order_id,
        owner=order.owner,
        attempt=order.attempt,
        at=at,
        amount=order.amount,
        currency=order.currency,
        token=order.token,
    )


def on_action_required(order: OrderState, event_in: PaymentActionRequired, at: str) -> OrderState | None:
    """Wait for the shopper to confirm the payment at the bank."""
    if event_in.attempt != order.attempt:
        return None
    pay_by = later(at, CONFIRMATION_TIMEOUT)
    event = OrderActionRequired(order_id=order.order_id, owner=order.owner, attempt=order.attempt, at=at, pay_by=pay_by)
    return transition(order, State.ACTION_REQUIRED, at, event, action_url=event_in.url)


def on_authorized(order: OrderState, event_in: PaymentAuthorized, at: str) -> OrderState | None:
    """Mark the order as paid, which has the payment captured."""
    if event_in.attempt != order.attempt:
        return None
    return transition(order, State.PAID, at, order_paid_event(order, at), token="", action_url=None)


def order_paid_event(order: OrderState, at: str) -> OrderPaid:
    """Return OrderPaid, which has the payment captured."""
    return OrderPaid(order_id=order.order_id, owner=order.owner, attempt=order.attempt, at=at)


def on_declined(order: OrderState, event_in: PaymentDeclined, at: str) -> OrderState | None:
    """Mark the payment as declined; the shopper may try another card for a while."""
    if event_in.attempt != order.attempt:
        return None
    pay_by = later(at, RETRY_PAYMENT_TIMEOUT)
    event = OrderPaymentDeclined(
        order_id=order.order_id, owner=order.owner, attempt=order.attempt, at=at, reason=event_in.reason, pay_by=pay_by
    )
    return transition(order, State.DECLINED, at, event, event_in.reason, token="", action_url=None)


def on_captured(order: OrderState, event_in: PaymentCaptured, at: str) -> OrderState | None:
    """Confirm the order."""
    event = OrderConfirmed(order_id=order.order_id, owner=order.owner, at=at)
    return transition(order, State.CONFIRMED, at, event) if event_in.attempt == order.attempt else None


def on_payment_returned(order: OrderState, event_in: PaymentReturned, at: str) -> OrderState | None:
    """Record the refund, in any state.

    If the money was returned before it was captured (the bank ended its hold), the order is refused or cancelled.
    """
    order_after = record_refund(order, event_in)
    if event_in.attempt == order.attempt and order.state is State.HELD:
        return refuse(order_after or order, APPROVAL_WITHDRAWN, at)
    if event_in.attempt == order.attempt and order.state is State.PAID:
        return cancel(order_after or order, at, APPROVAL_WITHDRAWN)
    return order_after


def record_refund(order: OrderState, event_in: PaymentReturned | VoucherRefunded) -> OrderState | None:
    """Return the order with this refund; None if it is known, or is the released hold of an earlier card.

    A request given up as never sent may have taken money after all: its refund then replaces the empty one.
    """
    same = [each for each in order.refunds if (each.attempt, each.number) == (event_in.attempt, event_in.number)]
    if (same and not (event_in.refunded and not same[0].amount)) or (
        not event_in.refunded and event_in.attempt != order.attempt
    ):
        return None
    refund = Refund(at=event_in.at, amount=event_in.refunded, attempt=event_in.attempt, number=event_in.number)
    return replace(order, refunds=(*(each for each in order.refunds if each not in same), refund), event=None)


def retry_payment(order: OrderState, token: str, attempt: int, at: str) -> OrderState | None:
    """Return the order with its first or another card. Only the next attempt counts, so a double click charges once."""
    if order.state not in PAYABLE or attempt != order.attempt + 1:
        return None
    order_after = replace(order, attempt=attempt, token=token)
    return transition(order_after, State.HELD, at, payment_request(order_after, at))


def cancel(order: OrderState, at: str, reason: str = "", by: str = "", withdrawn: bool = True) -> OrderState | None:
    """Return the order cancelled, at its shopper's request or for this reason. `withdrawn`: the reason is that the bank
    withdrew its approval, so no money has to be returned."""
    was_paid = any(step.state in (State.PAID, State.CONFIRMED) for step in order.steps)
    event = OrderCancelled(
        order_id=order.order_id,
        owner=order.owner,
        at=at,
        reason=reason,
        paid=was_paid and not (reason and withdrawn),
        codes=order.codes or UNSET,
        vouchers=order.vouchers or UNSET,
    )
    return transition(order, State.CANCELLED, at, event, reason, by, token="", action_url=None, holding="")
