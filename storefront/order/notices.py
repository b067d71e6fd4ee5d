"""What the order page says first: where the order stands, in a heading and a sentence."""

from backend.contracts.order.states import State

HEADINGS = {
    State.PLACED: ("Thank you. We’re on it.", "We are setting everything aside for you."),
    State.HELD: ("Thank you. We’re on it.", "Everything is set aside for you. Now your bank is asked."),
    State.ACTION_REQUIRED: ("Your bank wants to hear from you.",
                            "Everything is set aside. Confirm the payment, and the order goes on."),
    State.AWAITING_PAYMENT: ("Your order is ready to be paid.",
                             "Everything is set aside for you for a day. Once it is paid, the order goes on."),
    State.DECLINED: ("Your card was declined.",
                     "Everything stays set aside for half an hour, so you can try another card."),
    State.PAID: ("Thank you. We’re on it.", "Your bank has approved the payment."),
    State.CONFIRMED: ("Thank you. It is yours.", "Paid and confirmed. We are getting it ready."),
    State.PACKED: ("It is packed.", "Printed, checked and wrapped; the carrier takes it next."),
    State.SENT: ("It is on its way.", ""),
    State.DELIVERED: ("It has arrived.", "We hope you like it."),
    State.REFUSED: ("We cannot fulfil this order.",
                    "Nothing is charged. What your bank may have set aside is released."),
    State.CANCELLED: ("This order is cancelled.", "What was paid or set aside goes back to your card."),
    State.RETURN_REQUESTED: ("You asked to send something back.", "We look at it, and answer by e-mail and here."),
    State.RETURN_ACCEPTED: ("You can send it back.",
                            "Post it to the address below. Once it is here, the money goes back to your card."),
    State.RETURNED: ("Your parcel is back with us.", "Thank you. The money is on its way back to your card."),
    State.RETURN_DENIED: ("Your return was not accepted.", ""),
}  # fmt: skip
SETTLED = (
    "Thank you. It is yours.",
    "Paid and confirmed. The code of each gift voucher is mailed to you. What is left on one goes back within 30 days, "
    "if you write to us.",
)
"""Of an order of gift vouchers, once it is confirmed: there is nothing to pack."""
SPENT = (
    "No more cards can be tried for this order, and nothing is charged. "
    "Cancel it, and order once more with another card."
)
ARRIVING = (State.PLACED, State.HELD, State.PAID, State.CONFIRMED, State.PACKED, State.SENT)
"""States in which the promised day is named."""
