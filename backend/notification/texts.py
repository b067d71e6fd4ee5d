"""What each mail says. Only what is known is said: a mail about money names the amount, and never begins with “if”."""

from collections.abc import Iterable

from backend.contracts.basket.models import Address
from backend.contracts.order.events import (
    OrderActionRequired,
    OrderCancelled,
    OrderConfirmed,
    OrderDelivered,
    OrderPaymentDeclined,
    OrderRefused,
    OrderReturnAccepted,
    OrderReturnDenied,
    OrderReturnRequested,
    OrderSent,
    OrderTrackingChanged,
)
from backend.contracts.order.models import ReturnLine
from backend.contracts.payment.events import PaymentReturned
from backend.contracts.payment.models import ATTEMPTS
from backend.contracts.shop import SELLER
from backend.contracts.types import Model
from backend.notification.countries import NAMES
from backend.notification.domain import Recipient
from backend.notification.formats import day, money, time, weekday

NOTHING_CHARGED = "Nothing is charged. What your bank may have set aside is released."


class Letter(Model, frozen=True, kw_only=True):
    """A mail before it is text and HTML. `subject` has a place for the order's number.

    `button` leads on under these words, to the order's page for most; without words there is none. `listed` are things one under
    another, `place` is an address to send to.
    """

    subject: str
    heading: str
    paragraphs: tuple[str, ...]
    button: str = "Look at your order"
    listed: tuple[str, ...] = ()
    place: tuple[str, ...] = ()


def confirmed(event: OrderConfirmed, who: Recipient) -> Letter:
    return Letter(
        subject="Your order {} is confirmed",
        heading="Thank you. It is yours.",
        paragraphs=_sentences(f"Your payment of {money(who.total, who.currency)} is taken, and we are getting it ready.", _arrival(who)),
    )


def declined(event: OrderPaymentDeclined, who: Recipient) -> Letter:
    spent = event.attempt >= ATTEMPTS
    on = f"Everything stays set aside for you until {time(event.pay_by)}. Pay with another card by then, and the order goes on."
    return Letter(
        subject="Your card was declined for order {}",
        heading="Your card was declined.",
        paragraphs=_sentences(event.reason, "Nothing was charged.", "No more cards can be tried for this order." if spent else on),
        button="Look at your order" if spent else "Pay with another card",
    )


def bank(event: OrderActionRequired, who: Recipient) -> Letter:
    total = money(who.total, who.currency)
    return Letter(
        subject="Your bank asks you to confirm order {}",
        heading="Your bank wants to hear from you.",
        paragraphs=(f"Confirm the payment of {total} by {time(event.pay_by)}, and the order goes on. Until then everything is set aside.",),
        button="Confirm the payment",
    )


def refused(event: OrderRefused, who: Recipient) -> Letter:
    return Letter(
        subject="We could not fulfil order {}",
        heading="We cannot fulfil this order.",
        paragraphs=(f"We are sorry: {event.reason}", NOTHING_CHARGED),
        listed=_titles(who, event.missing),
    )


def cancelled(event: OrderCancelled, who: Recipient) -> Letter:
    total = money(who.total, who.currency)
    goes_back = f"{total} goes back to your card; we write again once it has."
    said = {True: goes_back, False: NOTHING_CHARGED, None: "What was paid or set aside goes back to your card."}[event.paid]
    why = f"We are sorry: we had to cancel your order. {event.reason}" if event.reason else "As you asked, we cancelled your order."
    return Letter(subject="Order {} is cancelled", heading="Your order is cancelled.", paragraphs=(why, said))


def sent(event: OrderSent, who: Recipient) -> Letter:
    return Letter(
        subject="Order {} is on its way",
        heading="It is on its way.",
        paragraphs=_sentences(_arrival(who), _tracking(event.tracking)),
        button="Follow your order",
    )


def tracking_changed(event: OrderTrackingChanged, who: Recipient) -> Letter:
    return Letter(
        subject="A new tracking number for order {}",
        heading="The tracking number is another one.",
        paragraphs=("We gave you a wrong number for your parcel. Please use this one.", _tracking(event.tracking)),
        button="Follow your order",
    )


def delivered(event: OrderDelivered, who: Recipient) -> Letter:
    return Letter(
        subject="Order {} has arrived",
        heading="It has arrived.",
        paragraphs=("We hope you like it. Whatever you do not want to keep can be sent back from the order’s page.",),
    )


def return_asked(event: OrderReturnRequested, who: Recipient) -> Letter:
    return Letter(
        subject="Your return from order {}",
        heading="We have your wish to send something back.",
        paragraphs=("Please wait for our answer before you post the parcel.", _comes_back(event.refund, who)),
        listed=_pieces(who, event.lines),
    )


def return_accepted(event: OrderReturnAccepted, who: Recipient) -> Letter:
    return Letter(
        subject="You can send it back: order {}",
        heading="You can send it back.",
        paragraphs=_sentences(
            event.note, "Post the parcel to the address below, with the order’s number in it.", _comes_back(event.refund, who)
        ),
        listed=_pieces(who, event.lines),
        place=(SELLER.name, *SELLER.address),
    )


def return_denied(event: OrderReturnDenied, who: Recipient) -> Letter:
    return Letter(
        subject="Your return from order {} was not accepted",
        heading="Your return was not accepted.",
        paragraphs=_sentences(event.reason, f"Is that not right? Answer this mail, and a person reads it: {SELLER.email}."),
    )


def refunded(event: PaymentReturned, who: Recipient) -> Letter:
    amount = money(event.refunded, event.currency)
    return Letter(
        subject=f"{amount.replace(chr(160), ' ')} back to your card for order {{}}",
        heading=f"{amount} is back on its way to you.",
        paragraphs=(f"We gave it back to your card on {day(event.at)}. Your bank may need a few days to show it.",),
    )


def _sentences(*said: str) -> tuple[str, ...]:
    return tuple(filter(None, said))


def _arrival(who: Recipient) -> str:
    promised = who.bought.promised_on if who.bought else None
    return f"It should be with you by {weekday(promised)}." if promised else ""


def _tracking(number: str) -> str:
    return f"Tracking number: {number}" if number else ""


def _comes_back(refund: int, who: Recipient) -> str:
    return f"{money(refund, who.currency)} comes back to your card once the parcel is here." if refund else ""


def _pieces(who: Recipient, lines: Iterable[ReturnLine]) -> tuple[str, ...]:
    """What goes back, as `2 × Cup, blue`."""
    return tuple(f"{line.quantity} × {_title(who, line.sku)}" for line in lines)


def _titles(who: Recipient, skus: Iterable[str]) -> tuple[str, ...]:
    return tuple(_title(who, sku) for sku in skus)


def _title(who: Recipient, sku: str) -> str:
    lines = who.bought.lines if who.bought else ()
    return next((", ".join((line.title, *line.values)) for line in lines if line.sku == sku), sku)


def address(found: Address) -> tuple[str, ...]:
    """Return an address line by line."""
    return _sentences(found.name, found.extra, found.street, f"{found.postal_code} {found.town}", NAMES.get(found.country, found.country))
