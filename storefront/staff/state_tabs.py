"""What staff call the states of an order, in the order of their work."""

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
