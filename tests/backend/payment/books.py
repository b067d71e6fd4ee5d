"""What must hold once a story of the payment service is over."""

from backend.contracts.order.states import RETURNABLE, TRANSITIONS
from backend.payment import domain
from tests.backend.payment.story import Story

_OPEN = {"authorized", "action-required"}


# The edges of an attempt, written down a second time. A request let go of becomes unknown again when a sign of it comes
# after all.
_EDGES = {
    "requested": {"unknown", "voided"},
    "unknown": {"action-required", "authorized", "declined", "voided"},
    "action-required": {"authorized", "declined", "voided"},
    "authorized": {"captured", "voided"},
    "captured": {"refunded"},
    "voided": {"unknown"},
}


def faults(story: Story) -> list[str]:
    """What is wrong with the books once a story is over."""
    held = story.gateway.held
    found = [f"dangling {each}" for each in held if each.state in _OPEN]
    found += [f"unsettled {payment}" for payment in story.table.values() if payment.due]
    found += [f"moved {old} → {new}" for old, new in story.moves if new not in _EDGES.get(old, set())]
    for order in story.orders:
        own = [each for each in held if each.reference.startswith(order.id)]
        captured = [each for each in own if "captured" in each.past]
        kept = sum(each.amount - each.refunded(story.world.now) for each in captured)
        found += [
            f"{order.id} got more back than was taken" for each in own if each.refunded(story.world.now) > each.amount
        ]
        if kept != (order.amount - sum(order.back) if order.paid_for else 0):
            found.append(f"{order.state} but {kept} of {order.amount} taken")
        if len(captured) > 1 or len({each.reference for each in own}) < len(own):
            found.append(f"charged twice: {own}")
        if not order.paid_for and TRANSITIONS[order.state] and order.state not in RETURNABLE:
            found.append(f"stuck {order.state}")
        found += _disagreements(story, order.id)
    return found


def _disagreements(story: Story, order_id: str) -> list[str]:
    """Where our own books say something else than the gateway's."""
    payment = story.table.get(order_id)
    states = {each.reference: each.state for each in story.gateway.held}
    ours = {domain.reference(order_id, each.number): each.state for each in payment.attempts} if payment else {}
    found = [
        f"{name}: {state} here, {states.get(name)} there"
        for name, state in ours.items()
        if states.get(name, "voided") != state
    ]
    back = {each.reference: each.refunded(story.world.now) for each in story.gateway.held}
    ours_back = {domain.reference(order_id, each.number): each.refunded for each in payment.attempts} if payment else {}
    order = next(order for order in story.orders if order.id == order_id)
    told, gone = sum(order.refunds.values()), sum(back.get(name, 0) for name in ours_back)
    if told > gone or (told < gone and not story.losses):
        found.append(f"{order_id} was told of {told} that went back, and the gateway has {back}")
    return found + [
        f"{name}: {each} back here, {back[name]} there" for name, each in ours_back.items() if each != back.get(name, 0)
    ]
