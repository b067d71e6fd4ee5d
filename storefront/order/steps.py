"""An order's time line in words: what has happened and when, and what comes next."""

import msgspec

from backend.contracts.order.models import Order, Step
from backend.contracts.order.states import PAYABLE, State
from storefront.order.refunds import describe_refund

STATE_LABELS = {
    State.PLACED: "Order placed",
    State.HELD: "Set aside for you",
    State.ACTION_REQUIRED: "Your bank asked for a confirmation",
    State.AWAITING_PAYMENT: "Waiting for your payment",
    State.DECLINED: "Card declined",
    State.PAID: "Payment approved",
    State.CONFIRMED: "Order confirmed",
    State.PACKED: "Packed",
    State.SENT: "On its way",
    State.DELIVERED: "Delivered",
    State.REFUSED: "Order not possible",
    State.CANCELLED: "Cancelled",
    State.RETURN_REQUESTED: "Return asked for",
    State.RETURN_ACCEPTED: "Return accepted",
    State.RETURNED: "Return received",
    State.RETURN_DENIED: "Return not accepted",
}
WAY = (State.PLACED, State.HELD, State.PAID, State.CONFIRMED, State.PACKED, State.SENT, State.DELIVERED)
"""The straight way; the states beside it that wait for the shopper stand where `HELD` does."""
PAYING = (State.ACTION_REQUIRED, *PAYABLE)


class Stage(msgspec.Struct, frozen=True):
    """A line of the time line: `at` is a `Timestamp`, or empty for a state to come; `note` says more."""

    title: str
    state: str
    at: str = ""
    note: str = ""


UNPAID = "Nothing is charged. What your bank may have set aside is released."
REPAID = "What you paid goes back to your card."


def stages(order: Order, arrival: str) -> list[Stage]:
    """Return the states the order reached, the last one marked as the current, and those to come.

    `arrival` is a day in words, may be empty.
    """
    last = len(order.time_line) - 1
    reached = [Stage(_title(order, index), "current" if index == last else "done", step.at, _note(order, step))
               for index, step in enumerate(order.time_line)]  # fmt: skip
    return reached + [Stage(_promise(state, arrival), "") for state in _to_come(order)]


def _title(order: Order, index: int) -> str:
    step = order.time_line[index]
    again = step.state is State.HELD and any(each.state is State.HELD for each in order.time_line[:index])
    return "Trying the other card" if again else STATE_LABELS[step.state]


def _note(order: Order, step: Step) -> str:
    if step.state is State.CANCELLED:
        paid = any(each.state is State.PAID for each in order.time_line)
        money = UNPAID if step.note or not paid else REPAID
        return f"{step.note} {describe_refund(order) or money}".strip()
    if step.state is State.SENT and order.tracking:
        return f"Tracking number {order.tracking}"  # the present one: it may have been corrected since
    return step.note


def _to_come(order: Order) -> tuple[State, ...]:
    standing = State.HELD if order.state in PAYING else order.state
    way = WAY[: WAY.index(State.CONFIRMED) + 1] if order.is_of_vouchers else WAY
    return way[way.index(standing) + 1 :] if standing in way else ()


def _promise(state: State, arrival: str) -> str:
    return f"With you by {arrival}" if state is State.DELIVERED and arrival else STATE_LABELS[state]
