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

NUDGE, SELDOM = timedelta(minutes=2), timedelta(minutes=30)
"""How long an order waits for another service before it says again what it waits for: at first, and after hours."""

TO_CONFIRM, TO_PAY_AGAIN = timedelta(minutes=15), timedelta(minutes=30)
"""How long pieces stay held for a shopper who shall confirm a payment, and for one whose card was declined."""

TO_ANSWER = timedelta(days=1)
"""How long they stay held while the provider does not say how the payment stands: no shopper can do anything about that."""

WAITS = {
    State.PLACED: None,
    State.HELD: TO_ANSWER,
    State.ACTION_REQUIRED: TO_CONFIRM,
    State.DECLINED: TO_PAY_AGAIN,
    State.PAID: None,
}
"""The states that somebody must get the order out of, and how long it may stay there before it is refused; None is without end."""

LATE = "The payment was not completed in time."
TAKEN_BACK = "Your bank took its approval back before the card was charged."


class Life(Model, frozen=True, omit_defaults=True, kw_only=True):
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


def moved(life: Life, state: State, at: str, event: Event | None, note: str = "", by: str = "", **changes: object) -> Life | None:
    """The life after one move; None where no edge leads there."""
    if state not in EDGES[life.state]:
        return None
    waits = WAITS.get(state)
    dates = {"due": later(at, NUDGE) if state in WAITS else None, "until": later(at, waits) if waits else None}
    return replace(life, steps=(*life.steps, Step(state=state, at=at, note=note, by=by)), event=event, **dates, **changes)


def held(life: Life, news: StockHeld, at: str) -> Life | None:
    """From PLACED alone: a declined order may become HELD too, but not by hearing of its stock again."""
    return moved(life, State.HELD, at, request(life, at)) if life.state is State.PLACED else None


def short(life: Life, news: StockRefused, at: str) -> Life | None:
    if life.state is not State.PLACED:
        return None
    return refused(life, "Somebody else was quicker: not everything is left.", at, news.missing)


def refused(life: Life, reason: str, at: str, missing: tuple[str, ...] = ()) -> Life | None:
    event = OrderRefused(order_id=life.order_id, owner=life.owner, at=at, reason=reason, missing=missing)
    return moved(life, State.REFUSED, at, event, reason, token="", action_url=None, missing=missing)


def request(life: Life, at: str) -> PaymentRequested:
    """What the payment service is asked for."""
    return PaymentRequested(
        order_id=life.order_id,
        owner=life.owner,
        attempt=life.attempt,
        at=at,
        amount=life.amount,
        currency=life.currency,
        token=life.token,
    )


def action_required(life: Life, news: PaymentActionRequired, at: str) -> Life | None:
    if news.attempt != life.attempt:
        return None
    pay_by = later(at, TO_CONFIRM)
    event = OrderActionRequired(order_id=life.order_id, owner=life.owner, attempt=life.attempt, at=at, pay_by=pay_by)
    return moved(life, State.ACTION_REQUIRED, at, event, action_url=news.url)


def authorized(life: Life, news: PaymentAuthorized, at: str) -> Life | None:
    if news.attempt != life.attempt:
        return None
    return moved(life, State.PAID, at, paid(life, at), token="", action_url=None)


def paid(life: Life, at: str) -> OrderPaid:
    """What has the payment captured."""
    return OrderPaid(order_id=life.order_id, owner=life.owner, attempt=life.attempt, at=at)


def declined(life: Life, news: PaymentDeclined, at: str) -> Life | None:
    if news.attempt != life.attempt:
        return None
    event = OrderPaymentDeclined(
        order_id=life.order_id,
        owner=life.owner,
        attempt=life.attempt,
        at=at,
        reason=news.reason,
        pay_by=later(at, TO_PAY_AGAIN),
    )
    return moved(life, State.DECLINED, at, event, news.reason, token="", action_url=None)


def captured(life: Life, news: PaymentCaptured, at: str) -> Life | None:
    event = OrderConfirmed(order_id=life.order_id, owner=life.owner, at=at)
    return moved(life, State.CONFIRMED, at, event) if news.attempt == life.attempt else None


def returned(life: Life, news: PaymentReturned, at: str) -> Life | None:
    """Note the refund, in every state: whoever reads a cancelled or returned order sees what went back, and when.

    An order whose money went back before it was taken (the bank ends what it holds too long) can only be given up, and one that has not
    even heard of the approval waits for it in vain.
    """
    noted = _noted(life, news)
    if news.attempt == life.attempt and life.state is State.HELD:
        return refused(noted or life, TAKEN_BACK, at)
    if news.attempt == life.attempt and life.state is State.PAID:
        return cancelled(noted or life, at, TAKEN_BACK)
    return noted


def _noted(life: Life, news: PaymentReturned) -> Life | None:
    """The life with this refund; None where it is known, or tells nothing: a former card's hold that was released.

    A request given up as never sent may turn out to have taken money, which then goes back after all: that is told in place of nothing.
    """
    same = [each for each in life.refunds if (each.attempt, each.number) == (news.attempt, news.number)]
    if (same and not (news.refunded and not same[0].amount)) or (not news.refunded and news.attempt != life.attempt):
        return None
    refund = Refund(at=news.at, amount=news.refunded, attempt=news.attempt, number=news.number)
    return replace(life, refunds=(*(each for each in life.refunds if each not in same), refund), event=None)


def paid_again(life: Life, token: str, attempt: int, at: str) -> Life | None:
    """Another card for a declined order. Only the next attempt counts, so that a double click asks once."""
    if life.state is not State.DECLINED or attempt != life.attempt + 1:
        return None
    again = replace(life, attempt=attempt, token=token)
    return moved(again, State.HELD, at, request(again, at))


def cancelled(life: Life, at: str, reason: str = "") -> Life | None:
    """As the shopper asked, or for this reason."""
    paid = any(step.state is State.PAID for step in life.steps) and not reason
    event = OrderCancelled(order_id=life.order_id, owner=life.owner, at=at, reason=reason, paid=paid)
    return moved(life, State.CANCELLED, at, event, reason, token="", action_url=None)


def return_requested(life: Life, asked: OrderReturn, at: str) -> Life | None:
    """From a state in which something is with the shopper. Another order of an earlier reading is not added to: see `MOST_RETURNS`."""
    if asked.number != len(life.returns) + 1 or asked.number > MOST_RETURNS:
        return None
    event = OrderReturnRequested(
        order_id=life.order_id,
        owner=life.owner,
        at=at,
        reason=asked.reason,
        number=asked.number,
        lines=asked.lines,
        refund=asked.refund,
    )
    return moved(life, State.RETURN_REQUESTED, at, event, asked.reason, returns=(*life.returns, asked))
