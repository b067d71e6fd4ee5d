"""Stories of the payment service on the simulation's scheduler: its real handlers, a table in memory, a provider at its
worst, and orders whose shoppers change their minds.

Each message, each webhook and each sweep is an activity that may be left, killed or fail at every call to the table or
the provider. One seed gives one story, replayed exactly.
"""

import contextlib
import json
import os
from collections.abc import Callable, Iterator
from types import SimpleNamespace
from typing import Any
from unittest import mock

import msgspec

from backend.contracts.event import Event
from backend.contracts.payment.operations import PAYMENT_WEBHOOK
from backend.contracts.payment.states import PaymentState
from backend.payment import consumer, handler, payment_gateway, repository, sweeper
from backend.payment.gateways import connection, sandbox, stripe, stripe_api
from backend.payment.state_machine import Payment
from tests.backend.events import http, sqs
from tests.backend.payment.gateway import Gateway
from tests.backend.payment.order import Order
from tests.backend.payment.signing import sign
from tests.simulation.faults import Chance
from tests.simulation.faulty_calls import Call, FaultyCalls
from tests.simulation.scheduler import BEGIN, World

SECRET = "secret"
LIFETIME = 300  # seconds after which Lambda kills a payment function, at the most
TROUBLE, PEACE = 3 * 3600, 4 * 3600
"""Seconds until the faults end, and then until everything must be settled."""
ENVIRONMENT = {
    "AWS_LAMBDA_LOG_LEVEL": "FATAL", "PROVIDER_URL": "https://provider.test", "SERVICE": "payment", "TABLE": "payment",
    "RETURN_URL": "https://shop.test/orders/{order_id}/",
}  # fmt: skip


class Unreachable(Exception):
    """The table did not answer. It may have done what was asked."""


class Story:
    """The payment service and whom it meets.

    `losses` is how likely a message is lost that is said again; `moves` are the states that attempts left and went to.
    """

    def __init__(self, world: World, at: type[Gateway]) -> None:
        self.world, self.calls = world, FaultyCalls(world, Chance(world.random))
        self.table: dict[str, Payment] = {}
        self.cards: dict[str, str] = {}
        self.moves: set[tuple[PaymentState, PaymentState]] = set()
        self.losses = world.random.choice((0, 0, 0.3))
        self.gateway = at(self)
        self.orders = [Order(self, f"{number:028x}") for number in range(3)]

    # the table

    def load(self, order_id: str) -> Payment | None:
        payment: Payment | None = self._call("load", lambda: self.table.get(order_id))
        return payment

    def save(self, payment: Payment) -> Payment:
        written: Payment = self._call("save", lambda: self._write_if_same(payment))
        return written

    def overwrite(self, payment: Payment) -> Payment:
        """Save it whatever its version is, as only a planted bug does."""
        written: Payment = self._call("save", lambda: self._write(payment))
        return written

    def due(self, now: str, limit: int) -> list[tuple[str, str]]:
        found: list[tuple[str, str]] = self._call(
            "due",
            lambda: sorted((each.order_id, each.due) for each in self.table.values() if each.due and each.due <= now),
        )
        return found

    def postpone(self, order_id: str, due: str, later: str) -> None:
        self._call("postpone", lambda: self._postpone(order_id, due, later))

    def _call(self, name: str, effect: Callable[[], Any]) -> Any:
        conflicts = (Unreachable, repository.VersionConflict) if name == "save" else (Unreachable,)
        return self.calls.make(
            Call(
                name,
                effect,
                lambda fault: conflicts[-1 if fault == "conflict" else 0](name),
                lambda: self.world.random.choice(conflicts)(name),
                repository.VersionConflict,
            )
        )

    def _write_if_same(self, payment: Payment) -> Payment:
        present = self.table.get(payment.order_id)
        if payment.version != (present.version if present else 0):
            raise repository.VersionConflict(payment.order_id)
        return self._write(payment)

    def _write(self, payment: Payment) -> Payment:
        """Write it, and publish its event as the relay does."""
        self.moves |= _moves(self.table.get(payment.order_id), payment)
        written = msgspec.structs.replace(payment, version=payment.version + 1, event=None)
        self.table[payment.order_id] = written
        if payment.event:
            self.publish(payment.event, self._to_order, losable=True)
        return written

    def _postpone(self, order_id: str, due: str, later: str) -> None:
        if self.table[order_id].due == due:
            self.table[order_id] = msgspec.structs.replace(self.table[order_id], due=later)

    # messages

    def publish(self, event: Event, consumer: Callable[[Event], None], losable: bool) -> None:
        """Deliver it at least once, in any order, at any time. What is said again while nothing comes of it may be
        lost."""
        world = self.world
        if losable and world.faulty and world.chance(self.losses):
            return
        for _ in range(world.random.choice((1, 1, 1, 2)) if world.faulty else 1):
            delays = (0, 0, 0.1, 5, world.random.uniform(0, 180), 600) if world.faulty else (0.1,)
            world.later(world.random.choice(delays), lambda: consumer(event))

    def to_payment(self, event: Event) -> None:
        """One message of the payment queue: it comes again until it is taken."""
        self._run_until(lambda: not consumer.handler(sqs(event), None)["batchItemFailures"], 30)

    def webhook(self, event: dict[str, Any]) -> None:
        """One call back of the provider: it comes again until it is answered."""
        body = json.dumps(event)
        signature = sign(body, int(self.world.now), SECRET)
        call = http(PAYMENT_WEBHOOK, body=body, headers={self.gateway.PROVIDER.SIGNATURE: signature})
        self._run_until(lambda: handler.handler(call, None)["statusCode"] == 204, 60)

    def _to_order(self, event: Any) -> None:
        next(order for order in self.orders if order.id == event.order_id).hears(event)

    def _run_until(self, work: Callable[[], bool], wait: float) -> None:
        """Run it, and again so many seconds after it failed or was killed, until it succeeds."""

        def finish(succeeded: bool | None) -> None:
            if not succeeded:
                self.world.later(wait, lambda: self._run_until(work, wait))

        self.world.start("message", "payment", work, LIFETIME, finish)

    # the whole story

    def play(self) -> None:
        """Hours of trouble, then quiet until everything is settled."""
        world = self.world
        for order in self.orders:
            order.begins()
        world.later(0, self._sweep)
        while world.now < BEGIN + TROUBLE + PEACE and not self._is_settled():
            world.faulty = world.now < BEGIN + TROUBLE
            world.step()

    def _sweep(self) -> None:
        """The payment service's sweeper, each minute."""
        context = SimpleNamespace(get_remaining_time_in_millis=lambda: 60_000)
        self.world.start("sweeper", "payment", lambda: sweeper.handler({}, context), LIFETIME, lambda _: None)
        self.world.later(60, self._sweep)

    def _is_settled(self) -> bool:
        """Return whether nothing is left but sweeps that find nothing."""
        nothing_due = not any(payment.due for payment in self.table.values())
        return not self.world.tasks and len(self.world.agenda) == 1 and nothing_due


@contextlib.contextmanager
def telling(seed: int, zombies: bool = False, at: type[Gateway] = Gateway) -> Iterator[Story]:
    """Put a story in the place of table, provider and time until the block ends.

    `zombies`: a process may sleep for hours and then go on, as no Lambda does; webhooks are then never lost.
    """
    world = World(seed)
    world.zombies = zombies
    story = Story(world, at)
    with contextlib.ExitStack() as stack:
        world.hold(stack)
        stack.enter_context(mock.patch.object(os, "environ", dict(ENVIRONMENT)))
        stack.enter_context(mock.patch.object(payment_gateway, "provider", at.PROVIDER))
        for module, secret in ((sandbox, SECRET), (stripe, SECRET), (stripe_api, f"sk_test_{SECRET}")):
            stack.enter_context(mock.patch.object(module, "get_secret", lambda _, secret=secret: secret))
        stack.enter_context(mock.patch.object(connection, "send", story.gateway.send))
        for name in ("load", "save", "due", "postpone"):
            stack.enter_context(mock.patch.object(repository, name, getattr(story, name)))
        try:
            yield story
        finally:
            world.abandon()


def _moves(before: Payment | None, after: Payment) -> set[tuple[PaymentState, PaymentState]]:
    """The states that the attempts left, with those they went to."""
    states = {attempt.number: attempt.state for attempt in before.attempts} if before else {}
    pairs = {(states[attempt.number], attempt.state) for attempt in after.attempts if attempt.number in states}
    return {(old, new) for old, new in pairs if old is not new}
