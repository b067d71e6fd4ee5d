"""Stripe at its worst, with the same ledger and the same faults as the sandbox's stand-in, and its own habits.

It repeats the first answer to a repeated key, be it a fault of its own; its search is behind its deeds while a look at
one object never is; a key may be in use; and it sends events that nobody here asked for.
"""

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl, urlsplit

from backend.payment.gateways import stripe
from tests.backend.payment.gateway import Gateway, Held

if TYPE_CHECKING:
    from tests.backend.payment.story import Story

STATUS = {
    "authorized": "requires_capture", "action-required": "requires_action", "declined": "requires_payment_method",
    "captured": "succeeded", "refunded": "succeeded", "voided": "canceled",
}  # fmt: skip
EVENTS = {
    "authorized": "payment_intent.amount_capturable_updated", "action-required": "payment_intent.requires_action",
    "declined": "payment_intent.payment_failed", "captured": "payment_intent.succeeded",
    "refunded": "charge.refunded", "voided": "payment_intent.canceled",
}  # fmt: skip
LATE = 400, {"error": {"type": "invalid_request_error", "code": "payment_intent_unexpected_state"}}
Answer = tuple[int, dict[str, Any]]


@dataclass
class Slip:
    """An intent; `held` is what a bank made of it."""

    id: str
    asked: dict[str, str]
    created: float
    held: Held | None = None


class StripeGateway(Gateway):
    """All intents. The ledger holds those that a bank was asked for."""

    PROVIDER = stripe

    def __init__(self, story: "Story") -> None:
        super().__init__(story)
        self.slips: list[Slip] = []
        self.first: dict[str, Answer] = {}

    def _does(self, method: str, url: str, headers: dict[str, str], body: bytes | None) -> tuple[int, bytes]:
        assert headers["authorization"] == "Bearer sk_test_secret"
        assert headers["stripe-version"] == "2024-10-28.acacia"
        path = urlsplit(url).path.removeprefix("/v1")
        if method == "GET":
            answer = self._look(path, dict(parse_qsl(urlsplit(url).query)))
        elif self.world.faulty and self.world.chance(0.02):
            answer = 409, {"error": {"type": "invalid_request_error", "code": "idempotency_key_in_use"}}
        else:
            answer = self._once(path, headers["idempotency-key"], dict(parse_qsl((body or b"").decode())))
        return answer[0], json.dumps(answer[1]).encode()

    def _once(self, path: str, key: str, asked: dict[str, str]) -> Answer:
        """The first answer to this key. It may be a fault although all was done."""
        if key not in self.first:
            self.first[key] = self._do(path, asked)
            if path != "/payment_intents" and self.world.faulty and self.world.chance(0.02):
                self.first[key] = 500, {"error": {"type": "api_error"}}
        return self.first[key]

    def _look(self, path: str, query: dict[str, str]) -> Answer:
        if not path.endswith("/search"):
            return 200, self._show(self._slip(path.rpartition("/")[2]))
        behind = self.world.random.uniform(0, 60) if self.finds_late and self.world.faulty else 0
        name = query["query"].removeprefix("metadata['reference']:'").removesuffix("'")
        known = [slip for slip in self.slips if slip.asked["metadata[reference]"] == name]
        return 200, {"data": [self._show(slip) for slip in known if slip.created + behind <= self.world.now]}

    def _do(self, path: str, asked: dict[str, str]) -> Answer:
        if path == "/payment_intents":
            assert asked["capture_method"] == "manual"
            self.slips.append(Slip(f"pi_{len(self.slips)}", asked, self.world.now))
            return 200, self._show(self.slips[-1])
        if path == "/refunds":
            return self._give_back(self._slip(asked["payment_intent"]), asked)
        _, _, id, verb = path.split("/")
        slip = self._slip(id)
        if verb == "confirm":
            return self._confirm(slip)
        before = slip.held.state if slip.held else ""
        if before not in ({"authorized", "action-required"} if verb == "cancel" else {"authorized"}):
            return LATE
        assert slip.held
        self.move(slip.held, {"cancel": "void"}.get(verb, verb))
        return 200, self._show(slip)

    def _confirm(self, slip: Slip) -> Answer:
        if slip.held:
            return LATE
        state = self.story.cards[slip.asked["payment_method"]]
        history = [(self.world.now, state)]
        slip.held = Held(slip.id, slip.asked["metadata[reference]"], state, int(slip.asked["amount"]), history)
        self.held.append(slip.held)
        self._announce(slip.held)
        shown = self._show(slip)
        return (
            (402, {"error": {"type": "card_error", "code": "card_declined"}}) if state == "declined" else (200, shown)
        )

    def _give_back(self, slip: Slip, asked: dict[str, str]) -> Answer:
        if slip.held is None or slip.held.state != "captured":
            return 400, {"error": {"type": "invalid_request_error", "code": "charge_already_refunded"}}
        self._refund(slip.held, int(asked["amount"]) if "amount" in asked else None)
        return 200, {"id": "re_1", "object": "refund"}

    def _slip(self, id: str) -> Slip:
        return next(slip for slip in self.slips if slip.id == id)

    def _show(self, slip: Slip) -> dict[str, Any]:
        """The intent as it is now, which is all that Stripe ever shows of one."""
        state = slip.held.state if slip.held else ""
        back = slip.held.refunded(self.world.now) if slip.held else 0
        return {
            "id": slip.id, "object": "payment_intent", "status": STATUS.get(state, "requires_confirmation"),
            "amount": int(slip.asked["amount"]), "currency": slip.asked["currency"],
            "metadata": {"reference": slip.asked["metadata[reference]"]},
            "next_action": {"redirect_to_url": {"url": "https://hooks.stripe.com/1"}} if state == "action-required" else None,
            "last_payment_error": {"code": "card_declined", "decline_code": "expired_card"} if state == "declined" else None,
            "latest_charge": {"id": "ch_1", "amount_refunded": back} if slip.held else None,
        }  # fmt: skip

    def _announce(self, held: Held) -> None:
        """The event of this state, and one that is of no interest."""
        if self.world.chance(self.loses_webhooks):
            return
        about = {"object": {"id": held.id, "metadata": {"reference": held.reference}}}
        for type in (EVENTS[held.state], "payment_intent.created"):
            event = {"id": "evt_1", "object": "event", "type": type, "data": about}
            for _ in range(self.world.random.choice((1, 1, 2))):
                delay = self.world.random.choice((0, 0, 1, 60, 4000))
                self.world.later(delay, lambda event=event: self.story.webhook(event))  # type: ignore[misc]
