"""What must be true of orders that staff placed for somebody who rang, once all is over."""

from itertools import pairwise

from backend.contracts.order.states import State
from backend.order.item import decode
from backend.order.state_machine import AWAITED_PAYMENT_TIMEOUT, OrderState, later
from tests.simulation.monitor import Watch, must
from tests.simulation.store import Item


def check_phone_orders(orders: dict[str, Item], watch: Watch) -> None:
    """Each waits for its buyer before any card is asked, for a whole day and no longer; no other order waits so."""
    for order_id, item in orders.items():
        life, states = decode(item)[0], [step.state for step in decode(item)[0].steps]
        by_phone, cards = watch.checkouts[order_id].pay_later, states.count(State.HELD)
        asked = states.count(State.AWAITING_PAYMENT)
        must(asked <= by_phone, f"INV-29: {order_id} waits for a link to be opened {asked} times: {states}")
        must(asked or not (by_phone and cards), f"INV-29: a card paid for {order_id} before its buyer was asked")
        attempts = cards if by_phone else max(cards, 1)
        must(life.attempt == attempts, f"INV-29: {order_id} was given {cards} cards and counts {life.attempt}")
        _must_wait(life)


def _must_wait(life: OrderState) -> None:
    """An order that nobody paid ended when its day was over, and not before."""
    for step, after in pairwise(life.steps):
        if (step.state, after.state) == (State.AWAITING_PAYMENT, State.REFUSED):
            ends = later(step.at, AWAITED_PAYMENT_TIMEOUT)
            must(after.at >= ends, f"INV-29: {life.order_id} waited from {step.at} to {after.at} only")
