"""What each mail says. Only what is known is said: a mail about money names the amount, and never begins with “if”."""

from collections.abc import Iterable

from backend.contracts.basket.models import Address
from backend.contracts.country_names import NAMES
from backend.contracts.formats import day, money, time, weekday
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
from backend.contracts.order.models import ReturnLine, number
from backend.contracts.payment.events import PaymentReturned
from backend.contracts.payment.models import MAX_ATTEMPTS
from backend.contracts.shop import SELLER, return_label
from backend.contracts.types import Model
from backend.notification.domain import Recipient

INVOICE = "Your invoice is on the order’s page, as PDF."
CREDIT_NOTE = "The credit note is on the order’s page, as PDF."
NOTHING_CHARGED = "Nothing is charged. What your bank may have set aside is released."


class MailContent(Model, frozen=True, kw_only=True):
    """A mail before it is text and HTML. `subject` has a place for the order's number.

    `button` leads on under these words, to the order's page for most; without words there is none. `listed` are things
    one under another, `place` is an address to send to.
    """

    subject: str
    heading: str
    paragraphs: tuple[str, ...]
    button: str = "Look at your order"
    listed: tuple[str, ...] = ()
    place: tuple[str, ...] = ()


def confirmed_mail(event: OrderConfirmed, who: Recipient) -> MailContent:
    return MailContent(
        subject="Your order {} is confirmed",
        heading="Thank you. It is yours.",
        paragraphs=_sentences(
            f"Your payment of {money(who.total, who.currency)} is taken, and we are getting it ready.",
            _arrival(who),
            INVOICE,
        ),
    )


def declined_mail(event: OrderPaymentDeclined, who: Recipient) -> MailContent:
    spent = event.attempt >= MAX_ATTEMPTS
    on = (
        f"Everything stays set aside for you until {time(event.pay_by)}. Pay with another card by then, "
        "and the order goes on."
    )
    return MailContent(
        subject="Your card was declined for order {}",
        heading="Your card was declined.",
        paragraphs=_sentences(
            event.reason, "Nothing was charged.", "No more cards can be tried for this order." if spent else on
        ),
        button="Look at your order" if spent else "Pay with another card",
    )


def confirmation_required_mail(event: OrderActionRequired, who: Recipient) -> MailContent:
    total = money(who.total, who.currency)
    return MailContent(
        subject="Your bank asks you to confirm order {}",
        heading="Your bank wants to hear from you.",
        paragraphs=(
            (
                f"Confirm the payment of {total} by {time(event.pay_by)}, and the order goes on. "
                "Until then everything is set aside."
            ),
        ),
        button="Confirm the payment",
    )


def refused_mail(event: OrderRefused, who: Recipient) -> MailContent:
    return MailContent(
        subject="We could not fulfil order {}",
        heading="We cannot fulfil this order.",
        paragraphs=(f"We are sorry: {event.reason}", NOTHING_CHARGED),
        listed=_titles(who, event.missing),
    )


def cancelled_mail(event: OrderCancelled, who: Recipient) -> MailContent:
    total = money(who.total, who.currency)
    goes_back = f"{total} goes back to your card; we write again once it has."
    money_sentence = {
        True: goes_back,
        False: NOTHING_CHARGED,
        None: "What was paid or set aside goes back to your card.",
    }[event.paid]
    why = (
        f"We are sorry: we had to cancel your order. {event.reason}"
        if event.reason
        else "As you asked, we cancelled your order."
    )
    return MailContent(
        subject="Order {} is cancelled", heading="Your order is cancelled.", paragraphs=(why, money_sentence)
    )


def sent_mail(event: OrderSent, who: Recipient) -> MailContent:
    return MailContent(
        subject="Order {} is on its way",
        heading="It is on its way.",
        paragraphs=_sentences(_arrival(who), _tracking(event.tracking)),
        button="Follow your order",
    )


def tracking_mail(event: OrderTrackingChanged, who: Recipient) -> MailContent:
    return MailContent(
        subject="A new tracking number for order {}",
        heading="The tracking number is another one.",
        paragraphs=("We gave you a wrong number for your parcel. Please use this one.", _tracking(event.tracking)),
        button="Follow your order",
    )


def delivered_mail(event: OrderDelivered, who: Recipient) -> MailContent:
    return MailContent(
        subject="Order {} has arrived",
        heading="It has arrived.",
        paragraphs=("We hope you like it. Whatever you do not want to keep can be sent back from the order’s page.",),
    )


def return_requested_mail(event: OrderReturnRequested, who: Recipient) -> MailContent:
    return MailContent(
        subject="Your return from order {}",
        heading="We have your wish to send something back.",
        paragraphs=("Please wait for our answer before you post the parcel.", _refund_sentence(event.refund, who)),
        listed=_pieces(who, event.lines),
    )


def return_accepted_mail(event: OrderReturnAccepted, who: Recipient) -> MailContent:
    return MailContent(
        subject="You can send it back: order {}",
        heading="You can send it back.",
        paragraphs=_sentences(
            event.note,
            "Write these lines on the parcel, and post it: by the last one we know whose it is.",
            _refund_sentence(event.refund, who),
        ),
        listed=_pieces(who, event.lines),
        place=return_label(number(event.order_id), event.number),
    )


def return_denied_mail(event: OrderReturnDenied, who: Recipient) -> MailContent:
    return MailContent(
        subject="Your return from order {} was not accepted",
        heading="Your return was not accepted.",
        paragraphs=_sentences(
            event.reason, f"Is that not right? Answer this mail, and a person reads it: {SELLER.email}."
        ),
    )


def refunded_mail(event: PaymentReturned, who: Recipient) -> MailContent:
    amount = money(event.refunded, event.currency)
    return MailContent(
        subject=f"{amount.replace(chr(160), ' ')} back to your card for order {{}}",
        heading=f"{amount} is back on its way to you.",
        paragraphs=(
            f"We gave it back to your card on {day(event.at)}. Your bank may need a few days to show it.",
            CREDIT_NOTE,
        ),
    )


def _sentences(*sentences: str) -> tuple[str, ...]:
    return tuple(filter(None, sentences))


def _arrival(who: Recipient) -> str:
    promised = who.bought.promised_on if who.bought else None
    return f"It should be with you by {weekday(promised)}." if promised else ""


def _tracking(number: str) -> str:
    return f"Tracking number: {number}" if number else ""


def _refund_sentence(refund: int, who: Recipient) -> str:
    return f"{money(refund, who.currency)} comes back to your card once the parcel is here." if refund else ""


def _pieces(who: Recipient, lines: Iterable[ReturnLine]) -> tuple[str, ...]:
    """What goes back, as `2 × Cup, blue`."""
    return tuple(f"{line.quantity} × {_title(who, line.sku)}" for line in lines)


def _titles(who: Recipient, skus: Iterable[str]) -> tuple[str, ...]:
    return tuple(_title(who, sku) for sku in skus)


def _title(who: Recipient, sku: str) -> str:
    lines = who.bought.lines if who.bought else ()
    return next((", ".join((line.title, *line.values)) for line in lines if line.sku == sku), sku)


def address(address: Address) -> tuple[str, ...]:
    """Return an address line by line."""
    return _sentences(
        address.name,
        address.extra,
        address.street,
        f"{address.postal_code} {address.town}",
        NAMES.get(address.country, address.country),
    )
