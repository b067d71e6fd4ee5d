"""What each mail says. Only what is known is said: a mail about money names the amount, and never begins with “if”."""

from collections.abc import Iterable

from msgspec.structs import replace

from backend.contracts.addresses import address_lines
from backend.contracts.basket.models import Address, Delivery
from backend.contracts.country_names import NAMES
from backend.contracts.formats import day, money, time, weekday
from backend.contracts.order.events import (
    OrderActionRequired,
    OrderCancelled,
    OrderConfirmed,
    OrderDelivered,
    OrderPaymentAwaited,
    OrderPaymentDeclined,
    OrderRefused,
    OrderSent,
    OrderTrackingChanged,
)
from backend.contracts.payment.events import PaymentReturned
from backend.contracts.payment.models import MAX_ATTEMPTS
from backend.contracts.review.events import ReviewRefused
from backend.contracts.tracking import tracking_page
from backend.contracts.types import Model
from backend.contracts.voucher.events import VoucherRefunded
from backend.notification.domain import Recipient

INVOICE = "Your invoice is on the order’s page, as PDF."
CREDIT_NOTE = "The credit note is on the order’s page, as PDF."
VOUCHER_RELEASED = "What your gift voucher had paid is on it again."
NOTHING_CHARGED = "Nothing is charged. What your bank may have set aside is released."


class MailContent(Model, frozen=True, kw_only=True):
    """A mail before it is text and HTML. `subject` has a place for the order's number.

    `preview` is what a list of mails shows after the subject; without one, how the mail begins. `button` leads on under
    these words: to `link`, or without one to the page that the mail is about; without words there is none. `listed` are
    things one under another, `block` are lines that stay together, such as an address; `code` is to be typed.
    """

    subject: str
    heading: str
    paragraphs: tuple[str, ...]
    preview: str = ""
    button: str = "Look at your order"
    link: str = ""
    listed: tuple[str, ...] = ()
    block: tuple[str, ...] = ()
    code: str = ""


def confirmed_mail(event: OrderConfirmed, recipient: Recipient) -> MailContent:
    return MailContent(
        subject="Your order {} is confirmed",
        heading="Thank you. It is yours.",
        paragraphs=sentences(
            f"Your payment of {money(recipient.total, recipient.currency)} is taken, and {_next_step(recipient)}.",
            _arrival(recipient),
            INVOICE,
        ),
    )


def declined_mail(event: OrderPaymentDeclined, recipient: Recipient) -> MailContent:
    spent = event.attempt >= MAX_ATTEMPTS
    on = (
        f"Everything stays set aside for you until {time(event.pay_by)}. Pay with another card by then, "
        "and the order goes on."
    )
    return MailContent(
        subject="Your card was declined for order {}",
        heading="Your card was declined.",
        paragraphs=sentences(
            event.reason, "Nothing was charged.", "No more cards can be tried for this order." if spent else on
        ),
        button="Look at your order" if spent else "Pay with another card",
    )


def payment_awaited_mail(event: OrderPaymentAwaited, recipient: Recipient) -> MailContent:
    return MailContent(
        subject="Please pay your order {}",
        heading="Your order is ready to be paid.",
        paragraphs=sentences(
            "We put it together for you, as you asked.",
            f"Everything is set aside for you until {day(event.pay_by)}, {time(event.pay_by)}. "
            f"Pay {money(recipient.total, recipient.currency)} by then, and the order goes on.",
            _arrival(recipient),
        ),
        button="Look at it and pay",
    )


def confirmation_required_mail(event: OrderActionRequired, recipient: Recipient) -> MailContent:
    total = money(recipient.by_card, recipient.currency)
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


def refused_mail(event: OrderRefused, recipient: Recipient) -> MailContent:
    return MailContent(
        subject="We could not fulfil order {}",
        heading="We cannot fulfil this order.",
        paragraphs=sentences(
            f"We are sorry: {event.reason}",
            NOTHING_CHARGED,
            "" if recipient.by_card == recipient.total else VOUCHER_RELEASED,
        ),
        listed=_titles(recipient, event.missing),
    )


def cancelled_mail(event: OrderCancelled, recipient: Recipient) -> MailContent:
    total = money(recipient.total, recipient.currency)
    goes_back = f"{total} goes back to your card; we write again once it has."
    if recipient.by_card != recipient.total:
        goes_back = f"{total} goes back to where it came from, gift voucher or card; we write again once it has."
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


def sent_mail(event: OrderSent, recipient: Recipient) -> MailContent:
    content = MailContent(
        subject="Order {} is on its way",
        heading="It is on its way.",
        paragraphs=sentences(_arrival(recipient), _tracking(event.tracking)),
    )
    return _followable(content, event.tracking)


def tracking_mail(event: OrderTrackingChanged, recipient: Recipient) -> MailContent:
    content = MailContent(
        subject="A new tracking number for order {}",
        heading="The tracking number is another one.",
        paragraphs=("We gave you a wrong number for your parcel. Please use this one.", _tracking(event.tracking)),
    )
    return _followable(content, event.tracking)


def delivered_mail(event: OrderDelivered, recipient: Recipient) -> MailContent:
    return MailContent(
        subject="Order {} has arrived",
        heading="It has arrived.",
        paragraphs=(
            "We hope you like it. Whatever you do not want to keep can be sent back from the order’s page.",
            "There you can also review what you bought: it helps others to choose.",
        ),
    )


def refunded_mail(event: PaymentReturned, recipient: Recipient) -> MailContent:
    amount = money(event.refunded, event.currency)
    return MailContent(
        subject=f"{amount.replace(chr(160), ' ')} back to your card for order {{}}",
        heading=f"{amount} is back on its way to you.",
        paragraphs=(
            f"We gave it back to your card on {day(event.at)}. Your bank may need a few days to show it.",
            CREDIT_NOTE,
        ),
    )


def review_refused_mail(event: ReviewRefused, recipient: Recipient) -> MailContent:
    return MailContent(
        subject="We could not publish your review, order {}",
        heading="We could not publish your review.",
        paragraphs=(
            f"Thank you for what you wrote about “{event.title}”. We cannot show it: {event.reason}",
            "You can change it on the order’s page, and we look at it again.",
        ),
    )


def voucher_refunded_mail(event: VoucherRefunded, recipient: Recipient) -> MailContent:
    amount = money(event.refunded, event.currency)
    return MailContent(
        subject=f"{amount.replace(chr(160), ' ')} back to your gift voucher for order {{}}",
        heading=f"{amount} is back on your gift voucher.",
        paragraphs=("You can use it again at once, with the same code.", CREDIT_NOTE),
    )


def sentences(*sentences: str) -> tuple[str, ...]:
    return tuple(filter(None, sentences))


def _next_step(recipient: Recipient) -> str:
    mailed = recipient.bought is not None and recipient.bought.delivery is Delivery.EMAIL
    return "the code of each gift voucher comes in a mail of its own" if mailed else "we are getting it ready"


def _arrival(recipient: Recipient) -> str:
    promised = recipient.bought.promised_on if recipient.bought else None
    return f"It should be with you by {weekday(promised)}." if promised else ""


def _tracking(number: str) -> str:
    return f"Tracking number: {number}" if number else ""


def _followable(content: MailContent, number: str) -> MailContent:
    """Return the mail with a button to the carrier's page where that is known, else to the order's."""
    page = tracking_page(number)
    return replace(content, button="Follow the parcel" if page else "Follow your order", link=page or "")


def _titles(recipient: Recipient, skus: Iterable[str]) -> tuple[str, ...]:
    return tuple(title_of(recipient, sku) for sku in skus)


def title_of(recipient: Recipient, sku: str) -> str:
    lines = recipient.bought.lines if recipient.bought else ()
    return next((", ".join((line.title, *line.values)) for line in lines if line.sku == sku), sku)


def address(address: Address) -> tuple[str, ...]:
    """Return an address line by line."""
    return (*address_lines(address), NAMES.get(address.country, address.country))
