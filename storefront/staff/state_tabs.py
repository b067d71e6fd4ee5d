"""What staff call the states of an order, in the order of their work."""

from msgspec import Struct

from backend.contracts.order.states import State

STATE_TABS = {
    State.CONFIRMED: "To pack",
    State.PACKED: "To send",
    State.SENT: "On the way",
    State.RETURN_REQUESTED: "Returns to decide",
    State.RETURN_ACCEPTED: "Returns on the way",
    State.DELIVERED: "Delivered",
    State.PLACED: "Placed",
    State.HELD: "Paying",
    State.ACTION_REQUIRED: "At the bank",
    State.AWAITING_PAYMENT: "To be paid",
    State.DECLINED: "Declined",
    State.PAID: "Paid",
    State.REFUSED: "Refused",
    State.CANCELLED: "Cancelled",
    State.RETURNED: "Returned",
    State.RETURN_DENIED: "Returns denied",
}

EARLY_TABS = {
    State.RETURN_REQUESTED: "Early returns to decide",
    State.RETURN_ACCEPTED: "Early returns on the way",
}
"""Orders with a return beside their state, which a part of the order is still to come of, by the return's."""

EARLY_DECISIONS = (State.RETURN_ACCEPTED, State.RETURN_DENIED)
"""Moves by which a return beside the order's state is decided."""


class Tab(Struct, frozen=True):
    """A list of orders: those in a state, or with a return in it `beside` theirs."""

    state: State
    beside: bool = False

    @property
    def title(self) -> str:
        return (EARLY_TABS if self.beside else STATE_TABS)[self.state]

    @property
    def query(self) -> dict[str, str]:
        """The fields of an address or a form that lead to the list."""
        return {"state": self.state.value} | ({"beside": "1"} if self.beside else {})


TABS = tuple(
    tab
    for state in STATE_TABS
    for tab in ((Tab(state), Tab(state, beside=True)) if state in EARLY_TABS else (Tab(state),))
)


def read_tab(state_text: str, beside_text: str) -> Tab:
    """Return the list that an address or a form names: what is to pack where it names none."""
    state = State(state_text) if state_text in State._value2member_map_ else State.CONFIRMED
    return Tab(state, beside=bool(beside_text) and state in EARLY_TABS)
