"""T-10: random stories of shop, shopper, provider and faults, with the books checked at the end; and proof that the check can fail.

`PAYMENT_TRACES` asks for more of them than a normal run makes.
"""

import os

import pytest

from backend.contracts.order import EDGES, RETURNABLE, State
from backend.contracts.payment import PaymentState
from backend.payment import domain
from tests.backend.payment.world import World

TRACES = int(os.environ.get("PAYMENT_TRACES", "600"))
_GROUPS = 6
_OPEN = {"authorized", "action-required"}
# The edges of an attempt, written down a second time. A request let go of becomes unknown again when a sign of it comes after all.
_EDGES = {
    "requested": {"unknown", "voided"},
    "unknown": {"action-required", "authorized", "declined", "voided"},
    "action-required": {"authorized", "declined", "voided"},
    "authorized": {"captured", "voided"},
    "captured": {"refunded"},
    "voided": {"unknown"},
}


def faults(world: World) -> list[str]:
    """What is wrong with the books once a story is over."""
    held = world.gateway.held
    found = [f"dangling {each}" for each in held if each.state in _OPEN]
    found += [f"unsettled {payment}" for payment in world.table.values() if payment.due]
    found += [f"moved {old} → {new}" for old, new in world.moves if new not in _EDGES.get(old, set())]
    for order in world.orders:
        own = [each for each in held if each.reference.startswith(order.id)]
        captured = [each for each in own if "captured" in each.past]
        kept = sum(each.amount - each.refunded(world.time) for each in captured)
        found += [f"{order.id} got more back than was taken" for each in own if each.refunded(world.time) > each.amount]
        if kept != (order.amount - sum(order.back) if order.paid_for else 0):
            found.append(f"{order.state} but {kept} of {order.amount} taken")
        if len(captured) > 1 or len({each.reference for each in own}) < len(own):
            found.append(f"charged twice: {own}")
        if not order.paid_for and EDGES[order.state] and order.state not in RETURNABLE:
            found.append(f"stuck {order.state}")
        found += _disagreements(world, order.id)
    return found


def _disagreements(world: World, order_id: str) -> list[str]:
    """Where our own books say something else than the gateway's."""
    payment = world.table.get(order_id)
    states = {each.reference: each.state for each in world.gateway.held}
    ours = {domain.reference(order_id, each.number): each.state for each in payment.attempts} if payment else {}
    found = [f"{name}: {state} here, {states.get(name)} there" for name, state in ours.items() if states.get(name, "voided") != state]
    back = {each.reference: each.refunded(world.time) for each in world.gateway.held}
    ours_back = {domain.reference(order_id, each.number): each.refunded for each in payment.attempts} if payment else {}
    order = next(order for order in world.orders if order.id == order_id)
    told, gone = sum(order.refunds.values()), sum(back.get(name, 0) for name in ours_back)
    if told > gone or (told < gone and not world.losses):
        found.append(f"{order_id} was told of {told} that went back, and the gateway has {back}")
    return found + [f"{name}: {each} back here, {back[name]} there" for name, each in ours_back.items() if each != back.get(name, 0)]


def story(seed: int, zombies: bool = False) -> list[str]:
    with pytest.MonkeyPatch.context() as patch:
        world = World(seed, patch, zombies=zombies)
        world.play()
        return faults(world)


@pytest.mark.parametrize("group", range(_GROUPS))
def test_the_books_balance_after_every_story(group: int) -> None:
    for seed in range(group, TRACES, _GROUPS):
        assert story(seed) == [], f"seed {seed}"


def test_the_books_balance_though_processes_sleep_for_hours() -> None:
    for seed in range(TRACES // 4):
        assert story(seed, zombies=True) == [], f"seed {seed}"


def test_a_seed_tells_the_same_story_again() -> None:
    histories = []
    for _ in range(2):
        with pytest.MonkeyPatch.context() as patch:
            world = World(7, patch)
            world.play()
            histories.append([(each.reference, each.history) for each in world.gateway.held] + [order.state for order in world.orders])
    assert histories[0] == histories[1]


def test_the_stories_reach_every_ending() -> None:
    endings: set[str] = set()
    for seed in range(60):
        with pytest.MonkeyPatch.context() as patch:
            world = World(seed, patch)
            world.play()
            endings |= {order.state for order in world.orders}
            endings |= {attempt.state for payment in world.table.values() for attempt in payment.attempts}
    final = {PaymentState.DECLINED, PaymentState.CAPTURED, PaymentState.VOIDED, PaymentState.REFUNDED}
    assert endings >= final | {State.CONFIRMED, State.REFUSED, State.CANCELLED, State.RETURNED}
