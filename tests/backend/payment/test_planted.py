"""A check that never fails proves nothing: bugs planted one by one into the real code, each condemned by the stories of
`test_traces`.

Most are taken from shops that had them: see the table of reported bugs B6 to B15 in the design.
"""

from collections.abc import Callable
from typing import Any

import msgspec
import pytest
from msgspec.structs import replace

from backend.contracts.payment.states import PaymentState
from backend.payment import domain, process, repository
from backend.payment.gateways import connection, sandbox
from backend.payment.payment_gateway import OutcomeUnknown
from backend.payment.state_machine import ACTIONS, TRANSITIONS, Action, Attempt, Goal, Payment, ProviderStatus
from tests.backend.payment.books import faults
from tests.backend.payment.world import World

_STORIES = 400
Plant = Callable[[World, pytest.MonkeyPatch], None]


def never_voids(world: World, patch: pytest.MonkeyPatch) -> None:
    patch.setitem(ACTIONS[PaymentState.AUTHORIZED], Goal.RELEASE, Action.REST)


def never_refunds(world: World, patch: pytest.MonkeyPatch) -> None:
    patch.setitem(ACTIONS[PaymentState.CAPTURED], Goal.RELEASE, Action.REST)


def forgets_confirmations(world: World, patch: pytest.MonkeyPatch) -> None:
    patch.setitem(ACTIONS[PaymentState.ACTION_REQUIRED], Goal.RELEASE, Action.REST)


def lets_go_of_the_unknown(world: World, patch: pytest.MonkeyPatch) -> None:
    patch.setitem(ACTIONS[PaymentState.UNKNOWN], Goal.RELEASE, Action.DROP)


def has_no_grace(world: World, patch: pytest.MonkeyPatch) -> None:
    patch.setattr(domain, "GRACE_SECONDS", 0)


def asks_before_writing_it_down(world: World, patch: pytest.MonkeyPatch) -> None:
    patch.setattr(domain, "mark_sent", lambda payment, attempt, now: replace(payment, event=None))
    patch.setitem(TRANSITIONS, PaymentState.REQUESTED, TRANSITIONS[PaymentState.UNKNOWN])


def writes_over_others(world: World, patch: pytest.MonkeyPatch) -> None:
    def save(payment: Payment) -> Payment:
        world.pause()
        return world.write(payment)

    patch.setattr(repository, "save", save)


def takes_silence_for_a_refusal(world: World, patch: pytest.MonkeyPatch) -> None:
    def authorize(order_id: str, attempt: Attempt, authorize: Any = sandbox.authorize) -> ProviderStatus:
        try:
            seen: ProviderStatus = authorize(order_id, attempt)
        except OutcomeUnknown:
            return ProviderStatus(authorization="", state=PaymentState.DECLINED)
        return seen

    patch.setattr(sandbox, "authorize", authorize)


def takes_silence_for_a_capture(world: World, patch: pytest.MonkeyPatch) -> None:
    def capture(order_id: str, attempt: Attempt, capture: Any = sandbox.capture) -> ProviderStatus:
        try:
            seen: ProviderStatus = capture(order_id, attempt)
        except OutcomeUnknown:
            return ProviderStatus(authorization=attempt.authorization, state=PaymentState.CAPTURED)
        return seen

    patch.setattr(sandbox, "capture", capture)


def has_no_idempotency_keys(world: World, patch: pytest.MonkeyPatch) -> None:
    send = connection.send

    def keyless(method: str, url: str, headers: dict[str, str], body: bytes | None) -> tuple[int, bytes]:
        return send(method, url, headers | {"idempotency-key": str(world.random.random())}, body)

    patch.setattr(connection, "send", keyless)


def captures_what_was_cancelled(world: World, patch: pytest.MonkeyPatch) -> None:
    def want(payment: Payment, goal: Goal, now: str, chosen: int | None = None) -> Payment:
        return domain._schedule(replace(payment, goal=goal, chosen=payment.chosen or chosen, tries=0), now)

    patch.setattr(domain, "raise_goal", want)


def forgets_a_cancellation_that_came_first(world: World, patch: pytest.MonkeyPatch) -> None:
    real = domain.raise_goal
    patch.setattr(domain, "raise_goal", lambda payment, *more: real(payment, *more) if payment.attempts else payment)


def trusts_late_reports(world: World, patch: pytest.MonkeyPatch) -> None:
    for state in (PaymentState.VOIDED, PaymentState.REFUNDED, PaymentState.CAPTURED):
        patch.setitem(TRANSITIONS, state, tuple(PaymentState))


def has_no_sweeper(world: World, patch: pytest.MonkeyPatch) -> None:
    patch.setattr(repository, "due", lambda now, limit: [])


def is_never_due(world: World, patch: pytest.MonkeyPatch) -> None:
    patch.setattr(domain, "_schedule", lambda payment, now: replace(payment, due=None, event=None))


def tells_only_once(world: World, patch: pytest.MonkeyPatch) -> None:
    patch.setattr(domain, "republish_if_missed", lambda payment, *more: payment)


def forgets_the_loser_of_a_race(world: World, patch: pytest.MonkeyPatch) -> None:
    """Who could not write an answer down gives up, and the sweeper trusts what is written."""
    real = process._step

    def step(*taken: Any) -> bool:
        try:
            return real(*taken)
        except repository.VersionConflict:
            return False

    patch.setattr(process, "_step", step)


def never_hears_of_what_it_dropped(world: World, patch: pytest.MonkeyPatch) -> None:
    patch.setattr(domain, "is_abandoned", lambda payment, attempt: False)


def mixes_up_attempts(world: World, patch: pytest.MonkeyPatch) -> None:
    """A second card under the first one's name at the provider."""
    patch.setattr(sandbox, "reference", lambda order_id, number: f"{order_id}-1")


BUGS: tuple[tuple[Plant, bool], ...] = (
    (never_voids, False),
    (never_refunds, False),
    (forgets_confirmations, False),
    (lets_go_of_the_unknown, False),
    (has_no_grace, False),
    (asks_before_writing_it_down, False),
    (writes_over_others, False),
    (takes_silence_for_a_refusal, False),
    (takes_silence_for_a_capture, False),
    (has_no_idempotency_keys, False),
    (captures_what_was_cancelled, False),
    (forgets_a_cancellation_that_came_first, False),
    (trusts_late_reports, False),
    (has_no_sweeper, False),
    (is_never_due, False),
    (tells_only_once, False),
    (forgets_the_loser_of_a_race, True),
    (never_hears_of_what_it_dropped, True),
    (mixes_up_attempts, False),
)


@pytest.mark.parametrize(("plant", "zombies"), BUGS, ids=[plant.__name__ for plant, _ in BUGS])
def test_a_payment_service_that(plant: Plant, zombies: bool) -> None:
    assert any(_condemned(plant, seed, zombies) for seed in range(_STORIES)), f"{plant.__name__} survived"


def _condemned(plant: Plant, seed: int, zombies: bool) -> bool:
    with pytest.MonkeyPatch.context() as patch:
        world = World(seed, patch, zombies=zombies)
        plant(world, patch)
        try:
            world.play()
        except (AssertionError, KeyError, StopIteration, msgspec.MsgspecError):
            return True
        return bool(faults(world))
