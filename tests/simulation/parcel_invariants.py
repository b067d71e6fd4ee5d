"""What must be true of parcels once all is over: INV-32 and INV-33."""

from collections import Counter

from backend.contracts.dispatch import unsent_pieces
from backend.contracts.order.actions import ActionKind
from backend.contracts.order.states import State
from backend.contracts.returns import ordered_pieces
from backend.order import domain
from backend.order.item import decode
from backend.order.state_machine import OrderState
from tests.simulation.monitor import must
from tests.simulation.store import Item


def check_parcels(orders: dict[str, Item], has_true_clocks: bool) -> None:
    """Each piece goes in one parcel at most, and none that was not paid; the order has arrived when each parcel has.

    Which refund came before which parcel is told by their times, so only where clocks are true.
    """
    for order_id, item in orders.items():
        life, bought = decode(item)
        view, states = domain.order(life, bought), {step.state for step in life.steps}
        numbers = [each.number for each in view.parcels]
        must(numbers == [*range(1, len(numbers) + 1)], f"INV-32: {order_id} has the parcels {numbers}")
        sent, ordered = Counter[str](), ordered_pieces(bought)
        for parcel in view.parcels:
            sent.update({line.sku: line.quantity for line in parcel.lines})
            unpaid = Counter[str]()
            for each in life.returns if has_true_clocks else ():
                if each.by_shop and each.at < parcel.at:
                    unpaid.update({line.sku: line.quantity for line in each.lines})
            over = {sku: quantity for sku, quantity in sent.items() if quantity > max(ordered[sku] - unpaid[sku], 0)}
            must(not over, f"INV-32: {over} of {order_id} went, {ordered} were ordered, {unpaid} paid back")
        if not life.parcels:
            continue
        must(State.SENT not in states or not unsent_pieces(view), f"INV-32: {order_id} is sent, and not all of it")
        arrived = State.SENT in states and all(each.delivered_at for each in life.parcels)
        must((State.DELIVERED in states) == arrived, f"INV-33: {order_id} has {life.steps}, parcels {life.parcels}")


def mails_of_parcels(life: OrderState) -> set[str]:
    """The names of the mails that tell of parcels, of corrected numbers and of arrivals before the last one: the last
    parcel is told of as the order, unless it was no longer the last when what was to follow was paid back."""
    corrected = [each.at for each in life.actions if each.kind is ActionKind.CORRECT_TRACKING]
    names = {f"tracking-{''.join(filter(str.isdigit, at))}" for at in corrected}
    sent_at = {step.at for step in life.steps if step.state is State.SENT}
    ended_at = {None} | {step.at for step in life.steps if step.state is State.DELIVERED}
    names |= {f"arrived-{each.number}" for each in life.parcels if each.delivered_at not in ended_at}
    if not life.parcels:
        return names | {"sent" for _ in sent_at}
    is_whole = life.parcels[-1].at in sent_at
    parts = life.parcels[:-1] if is_whole else life.parcels
    return names | {f"parcel-{each.number}" for each in parts} | ({"sent"} if is_whole else set())


def numbers_of(life: OrderState) -> tuple[str, set[str]]:
    """The tracking numbers as the desk must know them: of the whole order, and of its parcels."""
    if not life.parcels:
        return life.tracking, set()
    return "", {each.tracking for each in life.parcels}
