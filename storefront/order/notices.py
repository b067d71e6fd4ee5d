"""What the order page says first: the state of the order, as a heading and a sentence."""

from django.utils.translation import gettext_lazy

from backend.contracts.order.states import State

HEADINGS = {
    State.PLACED: (gettext_lazy("Thank you. We’re on it."), gettext_lazy("We are setting everything aside for you.")),
    State.HELD: (
        gettext_lazy("Thank you. We’re on it."),
        gettext_lazy("Everything is set aside for you. Now your bank is asked."),
    ),
    State.ACTION_REQUIRED: (
        gettext_lazy("Your bank wants to hear from you."),
        gettext_lazy("Everything is set aside. Confirm the payment, and the order goes on."),
    ),
    State.AWAITING_PAYMENT: (
        gettext_lazy("Your order is ready to be paid."),
        gettext_lazy("Everything is set aside for you for a day. Once it is paid, the order goes on."),
    ),
    State.DECLINED: (
        gettext_lazy("Your card was declined."),
        gettext_lazy("Everything stays set aside for half an hour, so you can try another card."),
    ),
    State.PAID: (gettext_lazy("Thank you. We’re on it."), gettext_lazy("Your bank has approved the payment.")),
    State.CONFIRMED: (
        gettext_lazy("Thank you. It is yours."),
        gettext_lazy("Paid and confirmed. We are getting it ready."),
    ),
    State.PACKED: (
        gettext_lazy("It is packed."),
        gettext_lazy("Printed, checked and wrapped; the carrier takes it next."),
    ),
    State.SENT: (gettext_lazy("It is on its way."), ""),
    State.DELIVERED: (gettext_lazy("It has arrived."), gettext_lazy("We hope you like it.")),
    State.REFUSED: (
        gettext_lazy("We cannot fulfil this order."),
        gettext_lazy("Nothing is charged. What your bank may have set aside is released."),
    ),
    State.CANCELLED: (
        gettext_lazy("This order is cancelled."),
        gettext_lazy("What was paid or set aside goes back to %(payer)s."),
    ),
    State.RETURN_REQUESTED: (
        gettext_lazy("You asked to send something back."),
        gettext_lazy("We look at it, and answer by e-mail and here."),
    ),
    State.RETURN_ACCEPTED: (
        gettext_lazy("You can send it back."),
        gettext_lazy("Post it to the address below. Once it is here, the money goes back to %(payer)s."),
    ),
    State.RETURNED: (
        gettext_lazy("Your parcel is back with us."),
        gettext_lazy("Thank you. The money is on its way back to %(payer)s."),
    ),
    State.RETURN_DENIED: (gettext_lazy("Your return was not accepted."), ""),
}
SETTLED = (
    gettext_lazy("Thank you. It is yours."),
    gettext_lazy(
        "Paid and confirmed. The code of each gift voucher is mailed to you. What is left on one goes back within 30 "
        "days, if you write to us."
    ),
)
"""Of an order of gift vouchers, once it is confirmed: there is nothing to pack."""
PART_SENT = (
    gettext_lazy("A part of it is on its way."),
    gettext_lazy("The rest follows in another parcel. We write to you when it leaves."),
)
"""Of an order in several parcels, until the last one is sent."""
SPENT = gettext_lazy(
    "No more cards can be tried for this order, and nothing is charged. "
    "Cancel it, and order once more with another card."
)
ARRIVING = (State.PLACED, State.HELD, State.PAID, State.CONFIRMED, State.PACKED, State.SENT)
"""States in which the promised day is named."""
