"""An order's time line in words: what has happened and when, and what comes next."""

import msgspec
from django.utils.translation import gettext, gettext_lazy

from backend.contracts.order.models import Order, Step
from backend.contracts.order.states import PAYABLE, State
from storefront.order.refunds import describe_refund
from storefront.order.service_notes import translate_note

STATE_LABELS = {
    State.PLACED: gettext_lazy("Order placed"),
    State.HELD: gettext_lazy("Set aside for you"),
    State.ACTION_REQUIRED: gettext_lazy("Your bank asked for a confirmation"),
    State.AWAITING_PAYMENT: gettext_lazy("Waiting for your payment"),
    State.DECLINED: gettext_lazy("Card declined"),
    State.PAID: gettext_lazy("Payment approved"),
    State.CONFIRMED: gettext_lazy("Order confirmed"),
    State.PACKED: gettext_lazy("Packed"),
    State.SENT: gettext_lazy("On its way"),
    State.DELIVERED: gettext_lazy("Delivered"),
    State.REFUSED: gettext_lazy("Order not possible"),
    State.CANCELLED: gettext_lazy("Cancelled"),
    State.RETURN_REQUESTED: gettext_lazy("Return asked for"),
    State.RETURN_ACCEPTED: gettext_lazy("Return accepted"),
    State.RETURNED: gettext_lazy("Return received"),
    State.RETURN_DENIED: gettext_lazy("Return not accepted"),
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


UNPAID = gettext_lazy("Nothing is charged. What your bank may have set aside is released.")
REPAID = gettext_lazy("What you paid goes back to your card.")


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
    return gettext("Trying the other card") if again else str(STATE_LABELS[step.state])


def _note(order: Order, step: Step) -> str:
    if step.state is State.CANCELLED:
        paid = any(each.state is State.PAID for each in order.time_line)
        money = UNPAID if step.note or not paid else REPAID
        return f"{translate_note(step.note)} {describe_refund(order) or money}".strip()
    if step.state is State.SENT and order.tracking and len(order.parcels) < 2:
        # the present one: it may have been corrected since
        return gettext("Tracking number %(tracking)s") % {"tracking": order.tracking}
    return "" if step.state is State.SENT else translate_note(step.note)


def _to_come(order: Order) -> tuple[State, ...]:
    standing = State.HELD if order.state in PAYING else order.state
    way = WAY[: WAY.index(State.CONFIRMED) + 1] if order.is_of_vouchers else WAY
    return way[way.index(standing) + 1 :] if standing in way else ()


def _promise(state: State, arrival: str) -> str:
    if state is State.DELIVERED and arrival:
        return gettext("With you by %(day)s") % {"day": arrival}
    return str(STATE_LABELS[state])
