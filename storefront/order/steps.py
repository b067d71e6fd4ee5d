"""An order's time line in words: what has happened, and what comes next."""

import msgspec

from backend.contracts.order import Order, State

WORDS = {State.PLACED: "Order placed"}


class Stage(msgspec.Struct, frozen=True):
    """A line of the time line: `at` is a contracts Instant, or empty for what is still to come."""

    title: str
    state: str
    at: str = ""


def stages(order: Order, arrival: str) -> list[Stage]:
    """The states the order reached, the last one marked as the current, and the day it arrives."""
    last = len(order.time_line) - 1
    reached = [Stage(WORDS[step.state], "current" if place == last else "done", step.at) for place, step in enumerate(order.time_line)]
    return [*reached, Stage("Printed, checked and packed", ""), Stage(f"With you by {arrival}", "")]
