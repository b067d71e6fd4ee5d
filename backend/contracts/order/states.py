"""The states of an order and of its returns, and which of them follow each other."""

import enum


class State(enum.StrEnum):
    """The states of an order. Those it cannot leave are final."""

    PLACED = "placed"
    HELD = "held"
    AWAITING_PAYMENT = "awaiting-payment"
    ACTION_REQUIRED = "action-required"
    DECLINED = "declined"
    PAID = "paid"
    CONFIRMED = "confirmed"
    PACKED = "packed"
    SENT = "sent"
    DELIVERED = "delivered"
    REFUSED = "refused"
    CANCELLED = "cancelled"
    RETURN_REQUESTED = "return-requested"
    RETURN_ACCEPTED = "return-accepted"
    RETURNED = "returned"
    RETURN_DENIED = "return-denied"


# The life of an order: from each state, the states that it may go to. Every transition is checked against this
# table.
TRANSITIONS: dict[State, tuple[State, ...]] = {
    State.PLACED: (State.HELD, State.AWAITING_PAYMENT, State.CONFIRMED, State.REFUSED, State.CANCELLED),
    State.AWAITING_PAYMENT: (State.HELD, State.REFUSED, State.CANCELLED),
    State.HELD: (State.ACTION_REQUIRED, State.DECLINED, State.PAID, State.REFUSED, State.CANCELLED),
    State.ACTION_REQUIRED: (State.DECLINED, State.PAID, State.REFUSED, State.CANCELLED),
    State.DECLINED: (State.HELD, State.REFUSED, State.CANCELLED),
    State.PAID: (State.CONFIRMED, State.CANCELLED),
    State.CONFIRMED: (State.PACKED, State.CANCELLED),
    State.PACKED: (State.SENT,),
    State.SENT: (State.DELIVERED,),
    State.DELIVERED: (State.RETURN_REQUESTED,),
    State.RETURN_REQUESTED: (State.RETURN_ACCEPTED, State.RETURN_DENIED),
    State.RETURN_ACCEPTED: (State.RETURNED, State.RETURN_DENIED),
    State.REFUSED: (),
    State.CANCELLED: (),
    State.RETURNED: (State.RETURN_REQUESTED,),
    State.RETURN_DENIED: (State.RETURN_REQUESTED,),
}
BOUGHT = (
    State.CONFIRMED,
    State.PACKED,
    State.SENT,
    State.DELIVERED,
    State.RETURN_REQUESTED,
    State.RETURN_ACCEPTED,
    State.RETURNED,
    State.RETURN_DENIED,
)
"""States of an order whose money was taken: its pieces are the shopper's, or were until they went back."""

PAYABLE = (State.AWAITING_PAYMENT, State.DECLINED)
"""States in which a card is asked for: the first, or another one."""

CANCELLABLE = tuple(state for state, after in TRANSITIONS.items() if State.CANCELLED in after)
RETURNABLE = tuple(state for state, after in TRANSITIONS.items() if State.RETURN_REQUESTED in after)
STAFF_MOVES = (State.PACKED, State.SENT, State.DELIVERED, State.RETURN_ACCEPTED, State.RETURNED, State.RETURN_DENIED)


class ReturnState(enum.StrEnum):
    """The states of one return. `RECEIVED`: the parcel is back, and what was paid for it goes back."""

    REQUESTED = "requested"
    ACCEPTED = "accepted"
    RECEIVED = "received"
    DENIED = "denied"
