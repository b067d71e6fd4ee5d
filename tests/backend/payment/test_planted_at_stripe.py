"""Bugs planted into the Stripe module: the stories must tell each of them from a right one."""

from collections.abc import Callable
from typing import Any

import msgspec
import pytest

from backend.payment.gateways import connection, stripe
from backend.payment.gateways.stripe_api import Intent
from tests.backend.payment.books import faults
from tests.backend.payment.stripe_gateway import StripeGateway
from tests.backend.payment.world import World

_STORIES = 400
Plant = Callable[[World, pytest.MonkeyPatch], None]


def has_a_new_key_for_each_call(world: World, patch: pytest.MonkeyPatch) -> None:
    send = connection.send

    def keyless(method: str, url: str, headers: dict[str, str], body: bytes | None) -> tuple[int, bytes]:
        return send(method, url, headers | {"idempotency-key": str(world.random.random())}, body)

    patch.setattr(connection, "send", keyless)


def shares_a_key_between_returns(world: World, patch: pytest.MonkeyPatch) -> None:
    ask = stripe.ask

    def shared(method: str, path: str, shape: Any, params: Any, key: str = "") -> Any:
        return ask(method, path, shape, params, key.partition(".")[0])

    patch.setattr(stripe, "ask", shared)


def takes_an_intent_for_an_authorization(world: World, patch: pytest.MonkeyPatch) -> None:
    patch.setattr(Intent, "was_tried", True)
    patch.setitem(stripe._STATES, "requires_confirmation", stripe.PaymentState.AUTHORIZED)


def takes_a_released_hold_for_a_capture(world: World, patch: pytest.MonkeyPatch) -> None:
    patch.setitem(stripe._STATES, "canceled", stripe.PaymentState.CAPTURED)


def believes_that_a_late_capture_was_done(world: World, patch: pytest.MonkeyPatch) -> None:
    change = stripe._change

    def believing(order_id: str, attempt: Any, verb: str) -> Any:
        status = change(order_id, attempt, verb)
        return msgspec.structs.replace(status, state=stripe.PaymentState.VOIDED) if verb == "cancel" else status

    patch.setattr(stripe, "_change", believing)


BUGS: tuple[Plant, ...] = (
    has_a_new_key_for_each_call,
    shares_a_key_between_returns,
    takes_an_intent_for_an_authorization,
    takes_a_released_hold_for_a_capture,
    believes_that_a_late_capture_was_done,
)


@pytest.mark.parametrize("plant", BUGS, ids=[plant.__name__ for plant in BUGS])
def test_a_stripe_module_that(plant: Plant) -> None:
    assert any(_condemned(plant, seed) for seed in range(_STORIES)), f"{plant.__name__} survived"


def _condemned(plant: Plant, seed: int) -> bool:
    with pytest.MonkeyPatch.context() as patch:
        world = World(seed, patch, at=StripeGateway)
        plant(world, patch)
        try:
            world.play()
        except (AssertionError, KeyError, StopIteration, msgspec.MsgspecError):
            return True
        return bool(faults(world))
