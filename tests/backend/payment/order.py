"""An order and its shopper as the payment service meets them: a model of the order service that keeps to the contract's
edges."""

from functools import partial
from typing import TYPE_CHECKING, Any

from backend.contracts.event import Event
from backend.contracts.order.events import (
    OrderCancelled,
    OrderPaid,
    OrderRefused,
    OrderReturned,
    OrderReturnReceived,
    PaymentRequested,
)
from backend.contracts.order.models import ReturnLine
from backend.contracts.order.states import CANCELLABLE, TRANSITIONS, State
from backend.contracts.payment.events import (
    PaymentActionRequired,
    PaymentAuthorized,
    PaymentCaptured,
    PaymentDeclined,
    PaymentReturned,
)
from backend.shared import clock

if TYPE_CHECKING:
    from tests.backend.payment.story import Story

OWNER = "shopper#5e5b"
DEADLINE, NUDGE = 15 * 60, 2 * 60  # sooner than the real one, so that whatever comes late meets it
_AFTER: dict[type[Event], State] = {
    PaymentActionRequired: State.ACTION_REQUIRED,
    PaymentAuthorized: State.PAID,
    PaymentDeclined: State.DECLINED,
}


class Order:
    """One order from the moment its stock is held."""

    def __init__(self, story: "Story", id: str) -> None:
        self.story, self.world = story, story.world
        self.id = id
        self.amount = self.world.random.randint(1, 99_999)
        self.attempt = 0
        self.state = State.PLACED
        self.patience = self.world.random.choice((0, 1, 3))
        self.back: list[int] = []
        self.refunds: dict[int, int] = {}

    @property
    def paid_for(self) -> bool:
        return self.state in (State.CONFIRMED, State.PACKED)

    def begins(self) -> None:
        """The first card, and a shopper who may cancel at any moment."""
        self.world.later(self.world.random.uniform(0, 60), self._pay)
        if self.world.chance(0.4):
            self.world.later(
                self.world.random.choice((0, 1, 30, 61, 62, 300, 2000)) * self.world.random.random(), self._cancel
            )

    def hears(self, event: Any) -> None:
        """An event of the payment service; late and doubled ones change nothing."""
        if getattr(event, "attempt", self.attempt) != self.attempt:
            return
        if isinstance(event, PaymentCaptured):
            assert event.amount == self.amount
            self._on_capture()
        elif isinstance(event, PaymentReturned):
            assert self.refunds.get(event.number, 0) in (0, event.refunded) or not event.refunded
            self.refunds[event.number] = max(self.refunds.get(event.number, 0), event.refunded)
            if self.state is State.PAID:
                self._cancel()
        elif self._moves(_AFTER[type(event)]):
            self._reacts()

    def _pay(self) -> None:
        if self.state is not State.PLACED and self.state is not State.DECLINED:
            return
        self._moves(State.HELD)
        self.attempt += 1
        token = f"tok_{self.id[-4:]}{self.attempt:012}"
        self.story.cards[token] = self.world.random.choice(("authorized", "authorized", "declined", "action-required"))
        self._asks(token, self.attempt)
        self.world.later(DEADLINE, partial(self._expires, self.attempt))

    def _asks(self, token: str, attempt: int) -> None:
        """Asks for the money, and again while nothing comes of it."""
        if self.state is State.HELD and self.attempt == attempt:
            self._tell(
                PaymentRequested(
                    **self._common_fields(), attempt=attempt, amount=self.amount, currency="EUR", token=token
                ),
                losable=True,
            )
            self.world.later(NUDGE, lambda: self._asks(token, attempt))

    def _reacts(self) -> None:
        """What the order and its shopper do about its new state."""
        if self.state is State.PAID:
            self._pays_out()
            if self.world.chance(0.3):
                self.world.later(self.world.random.choice((0, 1, 60)) * self.world.random.random(), self._cancel)
        elif self.state is State.DECLINED and self.attempt <= self.patience:
            self.world.later(self.world.random.uniform(0, 600), self._pay)
        elif self.state is State.ACTION_REQUIRED and self.world.chance(0.8):
            self.world.later(self.world.random.uniform(0, 1200), self._confirms)

    def _pays_out(self) -> None:
        """Asks for the capture, and again while nothing comes of it."""
        if self.state is State.PAID:
            self._tell(OrderPaid(**self._common_fields(), attempt=self.attempt), losable=True)
            self.world.later(NUDGE, self._pays_out)

    def _confirms(self) -> None:
        name = f"{self.id}-{self.attempt}"
        for held in self.story.gateway.held:
            if held.reference == name:
                self.story.gateway.move(held, self.world.random.choice(("confirm", "confirm", "reject")))

    def _on_capture(self) -> None:
        if self._moves(State.CONFIRMED):
            if self.world.chance(0.15):
                self.world.later(self.world.random.uniform(0, 4000), self._cancel)
            elif self.world.chance(0.2):
                self.world.later(self.world.random.uniform(0, 4000), self._returns)

    def _returns(self) -> None:
        """All at once as it was done once, or in parts one after another, each of them told in any order and more than
        once."""
        if self.state is not State.CONFIRMED:
            return
        if self.world.chance(0.3):
            self.state = State.RETURNED
            self._tell(OrderReturned(**self._common_fields()))
            return
        left = self.amount - sum(self.back)
        part = left if self.world.chance(0.3) else self.world.random.randint(1, left)
        self.back.append(part)
        line = ReturnLine(sku="a", quantity=1)
        self._tell(OrderReturnReceived(**self._common_fields(), number=len(self.back), lines=(line,), refund=part))
        if sum(self.back) == self.amount:
            self.state = State.RETURNED
        elif self.world.chance(0.7):
            self.world.later(self.world.random.choice((0, 1, 60, 600)) * self.world.random.random(), self._returns)

    def _cancel(self) -> None:
        if self.state in CANCELLABLE:
            self.state = State.CANCELLED
            self._tell(OrderCancelled(**self._common_fields()))

    def _expires(self, attempt: int) -> None:
        if attempt == self.attempt and self._moves(State.REFUSED):
            self._tell(OrderRefused(**self._common_fields(), reason="The payment took too long."))

    def _moves(self, state: State) -> bool:
        if state not in TRANSITIONS[self.state]:
            return False
        self.state = state
        return True

    def _common_fields(self) -> dict[str, Any]:
        return {"order_id": self.id, "owner": OWNER, "at": clock.now()}

    def _tell(self, event: Any, losable: bool = False) -> None:
        self.story.publish(event, self.story.to_payment, losable)
