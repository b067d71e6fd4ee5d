"""A check that never fails proves nothing: bugs planted one by one into the real code, each condemned by the stories of
`test_traces`.

Most are taken from shops that had them: see the table of reported bugs B6 to B15 in the design.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import msgspec
import pytest
from msgspec.structs import replace

from backend.contracts.payment.states import PaymentState
from backend.payment import domain, process, repository
from backend.payment.gateways import connection, sandbox, stripe
from backend.payment.gateways.stripe_api import Intent
from backend.payment.payment_gateway import OutcomeUnknown
from backend.payment.state_machine import ACTIONS, TRANSITIONS, Action, Attempt, Goal, Payment, ProviderStatus
from tests.backend.payment.books import faults
from tests.backend.payment.gateway import Gateway
from tests.backend.payment.story import Story, telling
from tests.backend.payment.stripe_gateway import StripeGateway

_STORIES = 400


@dataclass(frozen=True)
class Bug:
    """A bug, the provider at which it does harm, and whether processes must sleep for hours for it to show."""

    plant: Callable[[Story, pytest.MonkeyPatch], None]
    at: type[Gateway] = Gateway
    zombies: bool = False

    def __str__(self) -> str:
        return f"{self.plant.__name__}-{self.at.PROVIDER.__name__.rpartition('.')[2]}"


def never_voids(story: Story, patch: pytest.MonkeyPatch) -> None:
    patch.setitem(ACTIONS[PaymentState.AUTHORIZED], Goal.RELEASE, Action.REST)


def never_refunds(story: Story, patch: pytest.MonkeyPatch) -> None:
    patch.setitem(ACTIONS[PaymentState.CAPTURED], Goal.RELEASE, Action.REST)


def forgets_confirmations(story: Story, patch: pytest.MonkeyPatch) -> None:
    patch.setitem(ACTIONS[PaymentState.ACTION_REQUIRED], Goal.RELEASE, Action.REST)


def lets_go_of_the_unknown(story: Story, patch: pytest.MonkeyPatch) -> None:
    patch.setitem(ACTIONS[PaymentState.UNKNOWN], Goal.RELEASE, Action.DROP)


def has_no_grace(story: Story, patch: pytest.MonkeyPatch) -> None:
    patch.setattr(domain, "GRACE_SECONDS", 0)


def asks_before_writing_it_down(story: Story, patch: pytest.MonkeyPatch) -> None:
    patch.setattr(domain, "mark_sent", lambda payment, attempt, now: replace(payment, event=None))
    patch.setitem(TRANSITIONS, PaymentState.REQUESTED, TRANSITIONS[PaymentState.UNKNOWN])


def writes_over_others(story: Story, patch: pytest.MonkeyPatch) -> None:
    patch.setattr(repository, "save", story.overwrite)


def takes_silence_for_a_refusal(story: Story, patch: pytest.MonkeyPatch) -> None:
    def authorize(order_id: str, attempt: Attempt, authorize: Any = sandbox.authorize) -> ProviderStatus:
        try:
            seen: ProviderStatus = authorize(order_id, attempt)
        except OutcomeUnknown:
            return ProviderStatus(authorization="", state=PaymentState.DECLINED)
        return seen

    patch.setattr(sandbox, "authorize", authorize)


def takes_silence_for_a_capture(story: Story, patch: pytest.MonkeyPatch) -> None:
    def capture(order_id: str, attempt: Attempt, capture: Any = sandbox.capture) -> ProviderStatus:
        try:
            seen: ProviderStatus = capture(order_id, attempt)
        except OutcomeUnknown:
            return ProviderStatus(authorization=attempt.authorization, state=PaymentState.CAPTURED)
        return seen

    patch.setattr(sandbox, "capture", capture)


def has_no_idempotency_keys(story: Story, patch: pytest.MonkeyPatch) -> None:
    send = connection.send

    def keyless(method: str, url: str, headers: dict[str, str], body: bytes | None) -> tuple[int, bytes]:
        return send(method, url, headers | {"idempotency-key": str(story.world.random.random())}, body)

    patch.setattr(connection, "send", keyless)


def captures_what_was_cancelled(story: Story, patch: pytest.MonkeyPatch) -> None:
    def want(payment: Payment, goal: Goal, now: str, chosen: int | None = None) -> Payment:
        return domain._schedule(replace(payment, goal=goal, chosen=payment.chosen or chosen, tries=0), now)

    patch.setattr(domain, "raise_goal", want)


def forgets_a_cancellation_that_came_first(story: Story, patch: pytest.MonkeyPatch) -> None:
    real = domain.raise_goal
    patch.setattr(domain, "raise_goal", lambda payment, *more: real(payment, *more) if payment.attempts else payment)


def trusts_late_reports(story: Story, patch: pytest.MonkeyPatch) -> None:
    for state in (PaymentState.VOIDED, PaymentState.REFUNDED, PaymentState.CAPTURED):
        patch.setitem(TRANSITIONS, state, tuple(PaymentState))


def has_no_sweeper(story: Story, patch: pytest.MonkeyPatch) -> None:
    patch.setattr(repository, "due", lambda now, limit: [])


def is_never_due(story: Story, patch: pytest.MonkeyPatch) -> None:
    patch.setattr(domain, "_schedule", lambda payment, now: replace(payment, due=None, event=None))


def tells_only_once(story: Story, patch: pytest.MonkeyPatch) -> None:
    patch.setattr(domain, "republish_if_missed", lambda payment, *more: payment)


def forgets_the_loser_of_a_race(story: Story, patch: pytest.MonkeyPatch) -> None:
    """Who could not write an answer down gives up, and the sweeper trusts what is written."""
    real = process._step

    def step(*taken: Any) -> bool:
        try:
            return real(*taken)
        except repository.VersionConflict:
            return False

    patch.setattr(process, "_step", step)


def never_hears_of_what_it_dropped(story: Story, patch: pytest.MonkeyPatch) -> None:
    patch.setattr(domain, "is_abandoned", lambda payment, attempt: False)


def mixes_up_attempts(story: Story, patch: pytest.MonkeyPatch) -> None:
    """A second card under the first one's name at the provider."""
    patch.setattr(sandbox, "reference", lambda order_id, number: f"{order_id}-1")


def shares_a_key_between_returns(story: Story, patch: pytest.MonkeyPatch) -> None:
    ask = stripe.ask

    def ask_with_shared_key(method: str, path: str, shape: Any, params: Any, key: str = "") -> Any:
        return ask(method, path, shape, params, key.partition(".")[0])

    patch.setattr(stripe, "ask", ask_with_shared_key)


def takes_an_intent_for_an_authorization(story: Story, patch: pytest.MonkeyPatch) -> None:
    patch.setattr(Intent, "was_tried", True)
    patch.setitem(stripe._STATES, "requires_confirmation", stripe.PaymentState.AUTHORIZED)


def takes_a_released_hold_for_a_capture(story: Story, patch: pytest.MonkeyPatch) -> None:
    patch.setitem(stripe._STATES, "canceled", stripe.PaymentState.CAPTURED)


def believes_that_a_late_capture_was_done(story: Story, patch: pytest.MonkeyPatch) -> None:
    change = stripe._change

    def believing(order_id: str, attempt: Any, verb: str) -> Any:
        status = change(order_id, attempt, verb)
        return msgspec.structs.replace(status, state=stripe.PaymentState.VOIDED) if verb == "cancel" else status

    patch.setattr(stripe, "_change", believing)


BUGS = (
    Bug(never_voids),
    Bug(never_refunds),
    Bug(forgets_confirmations),
    Bug(lets_go_of_the_unknown),
    Bug(has_no_grace),
    Bug(asks_before_writing_it_down),
    Bug(writes_over_others),
    Bug(takes_silence_for_a_refusal),
    Bug(takes_silence_for_a_capture),
    Bug(has_no_idempotency_keys),
    Bug(captures_what_was_cancelled),
    Bug(forgets_a_cancellation_that_came_first),
    Bug(trusts_late_reports),
    Bug(has_no_sweeper),
    Bug(is_never_due),
    Bug(tells_only_once),
    Bug(forgets_the_loser_of_a_race, zombies=True),
    Bug(never_hears_of_what_it_dropped, zombies=True),
    Bug(mixes_up_attempts),
    Bug(has_no_idempotency_keys, StripeGateway),
    Bug(shares_a_key_between_returns, StripeGateway),
    Bug(takes_an_intent_for_an_authorization, StripeGateway),
    Bug(takes_a_released_hold_for_a_capture, StripeGateway),
    Bug(believes_that_a_late_capture_was_done, StripeGateway),
)


@pytest.mark.parametrize("bug", BUGS, ids=str)
def test_a_payment_service_that(bug: Bug) -> None:
    assert any(_is_condemned(bug, seed) for seed in range(_STORIES)), f"{bug} survived"


def _is_condemned(bug: Bug, seed: int) -> bool:
    with telling(seed, bug.zombies, bug.at) as story, pytest.MonkeyPatch.context() as patch:
        bug.plant(story, patch)
        try:
            story.play()
        except (AssertionError, KeyError, StopIteration, msgspec.MsgspecError):
            return True
        return bool(faults(story))
