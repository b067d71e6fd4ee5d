"""A provider at its worst, behind `connection.send`, with a ledger of what it really did.

It loses answers before and after the effect, lets a request arrive after its sender gave up, answers 5xx after charging
or with rubbish, repeats the first answer to a repeated key or tells the present one, finds new authorizations late, and
sends webhooks late, twice, out of order or never.
"""

import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs, urlsplit

from backend.payment.gateways import sandbox
from backend.payment.payment_gateway import OutcomeUnknown, PaymentGateway
from tests.simulation.faulty_calls import Call

if TYPE_CHECKING:
    from tests.backend.payment.story import Story

_AFTER = {
    "capture": {"authorized": "captured"},
    "void": {"authorized": "voided", "action-required": "voided"},
    "refund": {"captured": "refunded"},
    "confirm": {"action-required": "authorized"},
    "reject": {"action-required": "declined"},
}


@dataclass
class Held:
    """An authorization as the gateway has it."""

    id: str
    reference: str
    state: str
    amount: int
    history: list[tuple[float, str]] = field(default_factory=list)
    back: list[tuple[float, int]] = field(default_factory=list)

    @property
    def past(self) -> set[str]:
        """Every state it ever was in."""
        return {state for _, state in self.history}

    def refunded(self, by: float) -> int:
        """What had gone back by then."""
        return sum(amount for at, amount in self.back if at <= by)


def _no_answer(*_: object) -> OutcomeUnknown:
    return OutcomeUnknown("timeout")


class Gateway:
    """All authorizations by reference; two under one reference are a doubled charge, so they are all kept."""

    PROVIDER: PaymentGateway = sandbox

    def __init__(self, story: "Story") -> None:
        self.story, self.world = story, story.world
        self.held: list[Held] = []
        self.answers: dict[str, tuple[str, str]] = {}
        self.repeats_first_answer = self.world.chance(0.5)
        self.finds_late = self.world.chance(0.3)
        # Without a webhook, only the sender of a request that slept for hours can tell of it: then it must live.
        self.loses_webhooks = (
            0.0 if self.world.zombies and story.calls.may_kill else self.world.random.choice((0, 0.2, 1))
        )
        self.delays = self.world.random.choice((0, 0.1, 0.3))
        self.trouble = self.world.random.choice((0, 0.1, 0.3))

    def send(self, method: str, url: str, headers: dict[str, str], body: bytes | None) -> tuple[int, bytes]:
        """What stands in for `connection.send`: one call of the shop's, with all that may go wrong on its way."""
        answer: tuple[int, bytes] = self.story.calls.make(
            Call(
                "send", lambda: self._receive(method, url, headers, body), _no_answer, _no_answer, OutcomeUnknown, True
            )
        )
        return answer

    def _receive(self, *call: Any) -> tuple[int, bytes]:
        self._take_time()
        if self._fails():
            if self.world.chance(0.5):  # the request itself is on its way still
                self.world.later(self.world.random.uniform(0, 300), lambda: self._arrives(*call))
            return self._fault()
        answer = self._does(*call)
        self._take_time()
        return self._fault() if self._fails() else answer

    def _take_time(self) -> None:
        """Let the process be slow, with a request to send or an answer to read; hours, where there are zombies."""
        world = self.world
        if world.faulty and world.chance(self.delays):
            world.sleep(world.random.uniform(0, 7200) if world.zombies else world.random.choice((1, 30, 60, 200)))
        else:
            world.pause()

    def _arrives(self, *call: Any) -> None:
        self._does(*call)

    def _fails(self) -> bool:
        return self.world.faulty and self.world.chance(self.trouble)

    def _fault(self) -> tuple[int, bytes]:
        kind = self.world.random.choice(("timeout", "rubbish", 500, 503, 429, 408, 302))
        if kind == "timeout":
            raise OutcomeUnknown("timeout")
        return (200, b"<html>") if kind == "rubbish" else (int(kind), b'{"message":"no"}')

    def _does(self, method: str, url: str, headers: dict[str, str], body: bytes | None) -> tuple[int, bytes]:
        assert headers["authorization"] == "Bearer secret"
        address = urlsplit(url)
        if method == "GET":
            return 200, json.dumps({"items": self._find(parse_qs(address.query)["reference"][0])}).encode()
        key = headers["idempotency-key"]
        if key not in self.answers:
            held = self._change(address.path, json.loads(body or b"{}"))
            self.answers[key] = (held.id, json.dumps(self._show(held)))
        known, first = self.answers[key]
        present = json.dumps(self._show(next(each for each in self.held if each.id == known)))
        return 200, (first if self.repeats_first_answer else present).encode()

    def _find(self, reference: str) -> list[dict[str, Any]]:
        """As it stood a while ago, where the gateway's search is behind its own deeds."""
        behind = self.world.random.uniform(0, 60) if self.finds_late and self.world.faulty else 0
        found = [
            held for held in self.held if held.reference == reference and held.history[0][0] + behind <= self.world.now
        ]
        then = self.world.now - behind
        return [self._show(held, [state for at, state in held.history if at <= then][-1], then) for held in found[-1:]]

    def _change(self, path: str, asked: dict[str, Any]) -> Held:
        if path == "/authorizations":
            return self._authorize(asked)
        _, _, id, verb = path.split("/")
        held = next(each for each in self.held if each.id == id)
        if verb == "refund" and held.state == "captured":
            self._refund(held, asked.get("amount"))
        else:
            self.move(held, verb)
        return held

    def _refund(self, held: Held, amount: int | None) -> None:
        """A part, or all that is left; the last part ends it. What is too much would be noticed by the books."""
        held.back.append((self.world.now, amount or held.amount - held.refunded(self.world.now)))
        if held.refunded(self.world.now) >= held.amount:
            self.move(held, "refund")

    def _authorize(self, asked: dict[str, Any]) -> Held:
        state = self.story.cards[asked["token"]]
        held = Held(f"a{len(self.held)}", asked["reference"], state, asked["amount"], [(self.world.now, state)])
        self.held.append(held)
        self._announce(held)
        return held

    def move(self, held: Held, verb: str) -> None:
        """What the shop or the shopper wants of it, as far as it is not too late."""
        if after := _AFTER[verb].get(held.state):
            held.state = after
            held.history.append((self.world.now, after))
            self._announce(held)

    def _announce(self, held: Held) -> None:
        if self.world.chance(self.loses_webhooks):
            return
        event = {
            "id": "e",
            "type": f"authorization.{held.state}",
            "authorization": held.id,
            "reference": held.reference,
        }
        for _ in range(self.world.random.choice((1, 1, 2))):
            self.world.later(self.world.random.choice((0, 0, 1, 60, 4000)), lambda: self.story.webhook(event))

    def _show(self, held: Held, then: str = "", at: float | None = None) -> dict[str, Any]:
        state, back = then or held.state, held.refunded(self.world.now if at is None else at)
        shown = {
            "id": held.id,
            "reference": held.reference,
            "state": state,
            "amount": held.amount,
            "currency": "EUR",
            "refunded": back,
        }
        return shown | {
            "url": "confirm/x" if state == "action-required" else "",
            "reason": "expired_card" if state == "declined" else "",
        }
