"""T-10: random stories of shop, shopper, provider and faults, with the books checked at the end; and proof that the
check can fail.

`PAYMENT_TRACES` asks for more of them than a normal run makes.
"""

import os

import pytest

from backend.contracts.order.states import State
from backend.contracts.payment.states import PaymentState
from tests.backend.payment.books import faults
from tests.backend.payment.gateway import Gateway
from tests.backend.payment.story import telling
from tests.backend.payment.stripe_gateway import StripeGateway

TRACES = int(os.environ.get("PAYMENT_TRACES", "400"))
_GROUPS = 6


def faults_of(seed: int, zombies: bool = False, at: type[Gateway] = Gateway) -> list[str]:
    with telling(seed, zombies, at) as story:
        story.play()
        return faults(story)


@pytest.mark.parametrize("group", range(_GROUPS))
def test_the_books_balance_after_every_story(group: int) -> None:
    for seed in range(group, TRACES, _GROUPS):
        assert faults_of(seed) == [], f"seed {seed}"


def test_the_books_balance_though_processes_sleep_for_hours() -> None:
    for seed in range(TRACES // 4):
        assert faults_of(seed, zombies=True) == [], f"seed {seed}"


@pytest.mark.parametrize("group", range(_GROUPS))
def test_the_books_balance_after_every_story_at_stripe(group: int) -> None:
    for seed in range(group, TRACES // 2, _GROUPS):
        assert faults_of(seed, at=StripeGateway) == [], f"seed {seed}"


def test_the_books_balance_at_stripe_though_processes_sleep_for_hours() -> None:
    for seed in range(TRACES // 8):
        assert faults_of(seed, zombies=True, at=StripeGateway) == [], f"seed {seed}"


def test_a_seed_tells_the_same_story_again() -> None:
    histories = []
    for _ in range(2):
        with telling(7) as story:
            story.play()
            histories.append(
                [(each.reference, each.history) for each in story.gateway.held]
                + [order.state for order in story.orders]
            )
    assert histories[0] == histories[1]


def test_the_stories_reach_every_ending() -> None:
    endings: set[str] = set()
    for seed in range(60):
        with telling(seed) as story:
            story.play()
            endings |= {order.state for order in story.orders}
            endings |= {attempt.state for payment in story.table.values() for attempt in payment.attempts}
    final = {PaymentState.DECLINED, PaymentState.CAPTURED, PaymentState.VOIDED, PaymentState.REFUNDED}
    assert endings >= final | {State.CONFIRMED, State.REFUSED, State.CANCELLED, State.RETURNED}
