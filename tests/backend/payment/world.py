"""A small world around the payment service's real handlers: virtual time, seeded chance, and a fault possible at every
call.

Each delivery of a message, each webhook and each sweep runs as a task that stops at every call to the store or the
provider; the world then goes on with any other task, delivers something else, lets time pass, or kills it. One seed
gives one story, replayed exactly.
"""

import json
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from heapq import heappop, heappush
from random import Random
from types import SimpleNamespace
from typing import Any

import greenlet  # type: ignore[import-untyped]
import msgspec
import pytest

from backend.contracts.event import Event
from backend.contracts.payment.operations import PAYMENT_WEBHOOK
from backend.contracts.payment.states import PaymentState
from backend.payment import consumer, handler, payment_gateway, repository, sweeper
from backend.payment.gateways import connection, sandbox, stripe, stripe_api
from backend.payment.state_machine import Payment
from backend.shared import clock
from tests.backend.events import http, sqs
from tests.backend.payment.gateway import Gateway
from tests.backend.payment.order import Order
from tests.backend.payment.signing import signed

SECRET = "secret"
LIFE = 300  # seconds a function may live
"""What Lambda kills a payment function after, at the most."""


class Killed(BaseException):
    """The process is gone: no handler of the code under test sees this."""


class AnswerLost(Exception):
    """The table did it, but its answer did not come."""


@dataclass
class Task:
    """One invocation of a function, and what to do again when it fails."""

    run: greenlet.greenlet
    born: float
    again: Callable[[], None]
    wakes: float = 0.0


class World:
    """One story.

    `zombies`: a process may sleep for hours and then go on, as no Lambda does; webhooks are then never lost.
    """

    def __init__(
        self, seed: int, patch: pytest.MonkeyPatch, zombies: bool = False, at: type[Gateway] = Gateway
    ) -> None:
        self.random = Random(seed)
        self.zombies = zombies
        self.time = 0.0
        self.faulty = True
        self.agenda: list[tuple[float, int, Callable[[], None]]] = []
        self.tasks: list[Task] = []
        self.table: dict[str, Payment] = {}
        self.cards: dict[str, str] = {}
        self.moves: set[tuple[PaymentState, PaymentState]] = set()
        self.kills = self.random.choice((0, 0.01, 0.05))
        self.losses = self.random.choice((0, 0, 0.3))
        self.gateway = at(self)
        self.orders = [Order(self, f"{number:028x}") for number in range(3)]
        self.running: Task | None = None
        self._number = 0
        self._hub = greenlet.getcurrent()
        self._take_hold(patch)

    def _take_hold(self, patch: pytest.MonkeyPatch) -> None:
        patch.setenv("AWS_LAMBDA_LOG_LEVEL", "FATAL")
        patch.setenv("PROVIDER_URL", "https://provider.test")
        patch.setenv("RETURN_URL", "https://shop.test/orders/{order_id}/")
        patch.setattr(payment_gateway, "provider", self.gateway.PROVIDER)
        for module in (sandbox, stripe):
            patch.setattr(module, "get_secret", lambda variable: SECRET)
        patch.setattr(stripe_api, "get_secret", lambda variable: f"sk_test_{SECRET}")
        patch.setattr(connection, "send", self.gateway.send)
        patch.setattr(clock, "now", lambda: clock.later("2026-11-21T10:00:00.000Z", self.time))
        patch.setattr(clock, "epoch", lambda: int(self.time))
        patch.setattr(repository, "load", self.load)
        patch.setattr(repository, "save", self.save)
        patch.setattr(repository, "due", self.due)
        patch.setattr(repository, "postpone", self.postpone)

    def chance(self, likely: float) -> bool:
        return self.random.random() < likely

    def later(self, seconds: float, action: Callable[[], None]) -> None:
        """Puts an action on the agenda."""
        self._number += 1
        heappush(self.agenda, (self.time + seconds, self._number, action))

    def pause(self, sleepy: float = 0) -> None:
        """Where a task may be left for others, or killed. A process that can sleep does so this likely."""
        if self.zombies and self.faulty and self.running and self.chance(sleepy):
            self.running.wakes = self.time + self.random.uniform(0, 7200)
        if greenlet.getcurrent() is not self._hub:
            self._hub.switch()

    def load(self, order_id: str) -> Payment | None:
        self.pause()
        return self.table.get(order_id)

    def save(self, payment: Payment) -> Payment:
        self.pause()
        kept = self.table.get(payment.order_id)
        if payment.version != (kept.version if kept else 0):
            raise repository.VersionConflict(payment.order_id)
        written = self.write(payment)
        if self.faulty and self.chance(0.02):
            raise self.random.choice((AnswerLost, repository.VersionConflict))(payment.order_id)
        self.pause()
        return written

    def write(self, payment: Payment) -> Payment:
        """The write itself, and what the relay makes of it."""
        event = payment.event
        self.moves |= _moves(self.table.get(payment.order_id), payment)
        written = msgspec.structs.replace(payment, version=payment.version + 1, event=None)
        self.table[payment.order_id] = written
        if event:
            self.publish(event, self._heard, losable=True)
        return written

    def due(self, now: str, limit: int) -> list[tuple[str, str]]:
        self.pause()
        return sorted(
            (payment.order_id, payment.due) for payment in self.table.values() if payment.due and payment.due <= now
        )

    def postpone(self, order_id: str, due: str, later: str) -> None:
        self.pause()
        if self.table[order_id].due == due:
            self.table[order_id] = msgspec.structs.replace(self.table[order_id], due=later)

    def publish(self, event: Event, consumer: Callable[[Event], None], losable: bool) -> None:
        """At least once, in any order, at any time. What is said again while nothing comes of it may even be lost."""
        if losable and self.faulty and self.chance(self.losses):
            return
        for _ in range(self.random.choice((1, 1, 1, 2)) if self.faulty else 1):
            delays = (0, 0, 0.1, 5, self.random.uniform(0, 180), 600) if self.faulty else (0.1,)
            self.later(self.random.choice(delays), lambda: consumer(event))

    def to_payment(self, event: Event) -> None:
        """One message of the payment queue: it comes again until it is taken."""

        def message() -> bool:
            return not consumer.handler(sqs(event), None)["batchItemFailures"]

        self._start(message, lambda: self.later(30, lambda: self.to_payment(event)))

    def webhook(self, event: dict[str, Any]) -> None:
        """One call back of the gateway: it comes again until it is answered."""
        body = json.dumps(event)
        call = http(
            PAYMENT_WEBHOOK, body=body, headers={self.gateway.PROVIDER.SIGNATURE: signed(body, int(self.time), SECRET)}
        )
        self._start(
            lambda: handler.handler(call, None)["statusCode"] == 204,
            lambda: self.later(60, lambda: self.webhook(event)),
        )

    def sweep(self) -> None:
        """The payment service's sweeper, and then again a minute later."""
        self._start(
            lambda: bool(sweeper.handler({}, SimpleNamespace(get_remaining_time_in_millis=lambda: 60_000))),
            lambda: None,
        )
        self.later(60, self.sweep)

    def _heard(self, event: Any) -> None:
        next(order for order in self.orders if order.id == event.order_id).hears(event)

    def _start(self, work: Callable[[], bool], again: Callable[[], None]) -> None:
        def run() -> None:
            if not work():
                again()

        self.tasks.append(Task(greenlet.greenlet(run, self._hub), self.time, again))

    def _go_on(self, task: Task) -> None:
        self.running = task
        task.run.switch()
        self.running = None
        if task.run.dead:
            self.tasks.remove(task)

    def kill(self, task: Task) -> None:
        self.tasks.remove(task)
        if task.run:
            with suppress(Killed):
                task.run.throw(Killed)
        task.again()

    def play(self, trouble: float = 3 * 3600, peace: float = 4 * 3600) -> None:
        """The whole story: hours of trouble, then quiet until everything is settled."""
        for order in self.orders:
            order.begins()
        self.later(0, self.sweep)
        calm = self.time + trouble
        end = calm + peace
        while self.time < end and not self._settled():
            self.faulty = self.time < calm
            self._step()

    def _settled(self) -> bool:
        """Nothing left but sweeps that find nothing."""
        return not self.tasks and len(self.agenda) == 1 and not any(payment.due for payment in self.table.values())

    def _step(self) -> None:
        awake = [task for task in self.tasks if task.wakes <= self.time]
        if not awake or (self.agenda[0][0] <= self.time and self.chance(0.3)) or (self.faulty and self.chance(0.05)):
            return self._let_pass()
        task = self.random.choice(awake)
        if self.faulty and self.chance(self.kills):
            return self.kill(task)
        return self._go_on(task)

    def _let_pass(self) -> None:
        when, _, action = heappop(self.agenda)
        self.time = max(self.time, when)
        if not (self.zombies and self.faulty):
            for task in [task for task in self.tasks if self.time - task.born > LIFE]:
                self.kill(task)
        action()


def _moves(before: Payment | None, after: Payment) -> set[tuple[PaymentState, PaymentState]]:
    """The states that the attempts left, with those they went to."""
    states = {attempt.number: attempt.state for attempt in before.attempts} if before else {}
    pairs = {(states[attempt.number], attempt.state) for attempt in after.attempts if attempt.number in states}
    return {(old, new) for old, new in pairs if old is not new}
