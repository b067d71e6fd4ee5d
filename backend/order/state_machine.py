"""The life of an order: every move along the edges that the contract draws, and the one event each move carries.

The functions are pure. Each takes an order's life and gives the next one, or None where the news is late, doubled or not for this
state, so that whoever asks writes nothing. Money and lines are not here: they never change (`domain.Purchase`).
"""

from datetime import timedelta

from msgspec.structs import replace

from backend.contracts.event import Event
from backend.contracts.inventory.events import StockHeld, StockRefused
from backend.contracts.order.events import (
    OrderActionRequired,
    OrderCancelled,
    OrderConfirmed,
    OrderPaid,
    OrderPaymentDeclined,
    OrderRefused,
    OrderReturnRequested,
    PaymentRequested,
)
from backend.contracts.order.models import MOST_RETURNS, OrderReturn, Refund, Step
from backend.contracts.order.states import EDGES, State
from backend.contracts.payment.events import PaymentActionRequired, PaymentAuthorized, PaymentCaptured, PaymentDeclined, PaymentReturned
from backend.contracts.types import Model
from backend.shared import clock

FIRST_REMINDER, MAX_REMINDER = timedelta(minutes=2), timedelta(minutes=30)
"""How long an order waits for another service before it says again what it waits for: at first, and after hours."""

CONFIRMATION_TIMEOUT, RETRY_PAYMENT_TIMEOUT = timedelta(minutes=15), timedelta(minutes=30)
"""How long pieces stay held for a shopper who shall confirm a payment, and for one whose card was declined."""

PROVIDER_TIMEOUT = timedelta(days=1)
"""How long they stay held while the provider does not say how the payment stands: no shopper can do anything about that."""

STATE_TIMEOUTS = {
    State.PLACED: None,
    State.HELD: PROVIDER_TIMEOUT,
    State.ACTION_REQUIRED: CONFIRMATION_TIMEOUT,
    State.DECLINED: RETRY_PAYMENT_TIMEOUT,
    State.PAID: None,
}
"""The states that somebody must get the order out of, and how long it may stay there before it is refused; None is without end."""

PAYMENT_LATE = "The payment was not completed in time."
APPROVAL_WITHDRAWN = "Your bank took its approval back before the card was charged."


class OrderState(Model, frozen=True, omit_defaults=True, kw_only=True):
    """Where an order is. `due` is when the sweeper looks at it, `until` when its time to pay is over; both instants.

    `token` stands for the card to be charged and is forgotten with the last attempt. `event` leaves with the write of this life;
    `correlation_id` is what the event before it goes back to, for a sweeper that nobody asked.
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
    due: str | None = None
    until: str | None = None
    version: int = 1
    event: Event | None = None
    correlation_id: str = ""

    @property
    def state(self) -> State:
        return self.steps[-1].state


def later(at: str, by: timedelta) -> str:
    """The instant that much after another."""
    return clock.later(at, by.total_seconds())


def transition(
    order: OrderState, state: State, at: str, event: Event | None, note: str = "", by: str = "", **changes: object
) -> OrderState | None:
    """The life after one move; None where no edge leads there."""
    if state not in EDGES[order.state]:
        return None
    timeout = STATE_TIMEOUTS.get(state)
    dates = {"due": later(at, FIRST_REMINDER) if state in STATE_TIMEOUTS else None, "until": later(at, timeout) if timeout else None}
    return replace(order, steps=(*order.steps, Step(state=state, at=at, note=note, by=by)), event=event, **dates, **changes)


def on_stock_held(order: OrderState, event_in: StockHeld, at: str) -> OrderState | None:
    """From PLACED alone: a declined order may become HELD too, but not by hearing of its stock again."""
    return transition(order, State.HELD, at, payment_request(order, at)) if order.state is State.PLACED else None


def on_stock_refused(order: OrderState, event_in: StockRefused, at: str) -> OrderState | None:
    if order.state is not State.PLACED:
        return None
    return refuse(order, "Somebody else was quicker: not everything is left.", at, event_in.missing)


def refuse(order: OrderState, reason: str, at: str, missing: tuple[str, ...] = ()) -> OrderState | None:
    event = OrderRefused(order_id=order.order_id, owner=order.owner, at=at, reason=reason, missing=missing)
    return transition(order, State.REFUSED, at, event, reason, token="", action_url=None, missing=missing)


def payment_request(order: OrderState, at: str) -> PaymentRequested:
    """What the payment service is asked for."""
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
    if event_in.attempt != order.attempt:
        return None
    pay_by = later(at, CONFIRMATION_TIMEOUT)
    event = OrderActionRequired(order_id=order.order_id, owner=order.owner, attempt=order.attempt, at=at, pay_by=pay_by)
    return transition(order, State.ACTION_REQUIRED, at, event, action_url=event_in.url)


def on_authorized(order: OrderState, event_in: PaymentAuthorized, at: str) -> OrderState | None:
    if event_in.attempt != order.attempt:
        return None
    return transition(order, State.PAID, at, order_paid_event(order, at), token="", action_url=None)


def order_paid_event(order: OrderState, at: str) -> OrderPaid:
    """What has the payment captured."""
    return OrderPaid(order_id=order.order_id, owner=order.owner, attempt=order.attempt, at=at)


def on_declined(order: OrderState, event_in: PaymentDeclined, at: str) -> OrderState | None:
    if event_in.attempt != order.attempt:
        return None
    event = OrderPaymentDeclined(
        order_id=order.order_id,
        owner=order.owner,
        attempt=order.attempt,
        at=at,
        reason=event_in.reason,
        pay_by=later(at, RETRY_PAYMENT_TIMEOUT),
    )
    return transition(order, State.DECLINED, at, event, event_in.reason, token="", action_url=None)


def on_captured(order: OrderState, event_in: PaymentCaptured, at: str) -> OrderState | None:
    event = OrderConfirmed(order_id=order.order_id, owner=order.owner, at=at)
    return transition(order, State.CONFIRMED, at, event) if event_in.attempt == order.attempt else None


def on_payment_returned(order: OrderState, event_in: PaymentReturned, at: str) -> OrderState | None:
    """Note the refund, in every state: whoever reads a cancelled or returned order sees what went back, and when.

    An order whose money went back before it was taken (the bank ends what it holds too long) can only be given up, and one that has not
    even heard of the approval waits for it in vain.
    """
    recorded = _record_refund(order, event_in)
    if event_in.attempt == order.attempt and order.state is State.HELD:
        return refuse(recorded or order, APPROVAL_WITHDRAWN, at)
    if event_in.attempt == order.attempt and order.state is State.PAID:
        return cancel(recorded or order, at, APPROVAL_WITHDRAWN)
    return recorded


def _record_refund(order: OrderState, event_in: PaymentReturned) -> OrderState | None:
    """The life with this refund; None where it is known, or tells nothing: a former card's hold that was released.

    A request given up as never sent may turn out to have taken money, which then goes back after all: that is told in place of nothing.
    """
    same = [each for each in order.refunds if (each.attempt, each.number) == (event_in.attempt, event_in.number)]
    if (same and not (event_in.refunded and not same[0].amount)) or (not event_in.refunded and event_in.attempt != order.attempt):
        return None
    refund = Refund(at=event_in.at, amount=event_in.refunded, attempt=event_in.attempt, number=event_in.number)
    return replace(order, refunds=(*(each for each in order.refunds if each not in same), refund), event=None)


def retry_payment(order: OrderState, token: str, attempt: int, at: str) -> OrderState | None:
    """Another card for a declined order. Only the next attempt counts, so that a double click asks once."""
    if order.state is not State.DECLINED or attempt != order.attempt + 1:
        return None
    retried = replace(order, attempt=attempt, token=token)
    return transition(retried, State.HELD, at, payment_request(retried, at))


def cancel(order: OrderState, at: str, reason: str = "") -> OrderState | None:
    """As the shopper asked, or for this reason."""
    paid = any(step.state is State.PAID for step in order.steps) and not reason
    event = OrderCancelled(order_id=order.order_id, owner=order.owner, at=at, reason=reason, paid=paid)
    return transition(order, State.CANCELLED, at, event, reason, token="", action_url=None)


def request_return(order: OrderState, requested: OrderReturn, at: str) -> OrderState | None:
    """From a state in which something is with the shopper. Another order of an earlier reading is not added to: see `MOST_RETURNS`."""
    if requested.number != len(order.returns) + 1 or requested.number > MOST_RETURNS:
        return None
    event = OrderReturnRequested(
        order_id=order.order_id,
        owner=order.owner,
        at=at,
        reason=requested.reason,
        number=requested.number,
        lines=requested.lines,
        refund=requested.refund,
    )
    return transition(order, State.RETURN_REQUESTED, at, event, requested.reason, returns=(*order.returns, requested))
