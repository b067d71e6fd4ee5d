"""The buttons that move an order on, by the state that each leads to."""

import msgspec

from backend.contracts.order.states import State
from storefront.staff.forms import NOTED

RETURN_MOVES = (State.RETURN_ACCEPTED, State.RETURNED, State.RETURN_DENIED)


class Button(msgspec.Struct, frozen=True):
    """A move as a form of its own, so that Enter does what the button below the field says.

    `note` labels what is asked for with it.
    """

    to: State
    verb: str
    note: str = ""
    spoilt: bool = False

    @property
    def optional(self) -> bool:
        return self.to not in NOTED

    @property
    def of_return(self) -> bool:
        """Whether it decides a return, which the form names: another one may be open by then."""
        return self.to in RETURN_MOVES


BUTTONS = {
    State.PACKED: (Button(State.PACKED, "Mark packed"),),
    State.SENT: (Button(State.SENT, "Mark sent", "Tracking number"),),
    State.DELIVERED: (Button(State.DELIVERED, "Mark delivered"),),
    State.RETURN_ACCEPTED: (Button(State.RETURN_ACCEPTED, "Accept the return", "Note to the shopper"),),
    State.RETURNED: (
        Button(State.RETURNED, "Received: refund and restock"),
        Button(State.RETURNED, "Received damaged: refund only", spoilt=True),
    ),
    State.RETURN_DENIED: (Button(State.RETURN_DENIED, "Deny it", "Reason for the refusal"),),
}
"""What staff may do, by the state that it leads to."""

REST_BUTTON = Button(State.SENT, "Send all that is left", "Tracking number")
"""The move of an order of which a part is sent."""
