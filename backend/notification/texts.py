"""What each mail says. Only what is known is said: a mail about money names the amount, and never begins with “if”."""

from backend.contracts.basket.models import Delivery
from backend.contracts.order.events import (
    OrderActionRequired,
    OrderCancelled,
    OrderConfirmed,
    OrderPaymentAwaited,
    OrderPaymentDeclined,
    OrderRefused,
)
from backend.contracts.payment.events import PaymentReturned
from backend.contracts.payment.models import MAX_ATTEMPTS
from backend.contracts.review.events import ReviewRefused
from backend.contracts.voucher.events import VoucherRefunded
from backend.notification.content import MailContent, sentences, title_of
from backend.notification.domain import Payer, Recipient
from backend.notification.languages import phrasebook
from backend.notification.phrasebook import Phrasebook

CREDIT_NOTE = "The credit note is on the order’s page, as PDF."
DOCUMENTS = "Invoice and credit notes (PDF)"
NOTHING_CHARGED = "Nothing is charged. What your bank may have set aside is released."


def confirmed_mail(event: OrderConfirmed, recipient: Recipient) -> MailContent:
    book = phrasebook(recipient.language)
    total = book.money(recipient.total, recipient.currency)
    mailed = recipient.bought is not None and recipient.bought.delivery is Delivery.EMAIL
    return MailContent(
        subject=book.say("Your order {} is confirmed"),
        heading=book.say("Thank you. It is yours."),
        paragraphs=sentences(
            book.say(
                "Your payment of {total} is taken, and the code of each gift voucher comes in a mail of its own."
                if mailed
                else "Your payment of {total} is taken, and we are getting it ready.",
                total=total,
            ),
            arrival(recipient, book),
            book.say("Your invoice is on the order’s page, as PDF."),
        ),
        documents=book.say("Invoice (PDF)"),
    )


def declined_mail(event: OrderPaymentDeclined, recipient: Recipient) -> MailContent:
    book, spent = phrasebook(recipient.language), event.attempt >= MAX_ATTEMPTS
    on = book.say(
        "Everything stays set aside for you until {time}. Pay with another card by then, and the order goes on.",
        time=book.time(event.pay_by),
    )
    return MailContent(
        subject=book.say("Your card was declined for order {}"),
        heading=book.say("Your card was declined."),
        paragraphs=sentences(
            book.note(event.reason),
            book.say("Nothing was charged."),
            book.say("No more cards can be tried for this order.") if spent else on,
        ),
        button=None if spent else book.say("Pay with another card"),
    )


def payment_awaited_mail(event: OrderPaymentAwaited, recipient: Recipient) -> MailContent:
    book = phrasebook(recipient.language)
    return MailContent(
        subject=book.say("Please pay your order {}"),
        heading=book.say("Your order is ready to be paid."),
        paragraphs=sentences(
            book.say("We put it together for you, as you asked."),
            book.say(
                "Everything is set aside for you until {day}, {time}. Pay {total} by then, and the order goes on.",
                day=book.day(event.pay_by),
                time=book.time(event.pay_by),
                total=book.money(recipient.total, recipient.currency),
            ),
            arrival(recipient, book),
        ),
        button=book.say("Look at it and pay"),
    )


def confirmation_required_mail(event: OrderActionRequired, recipient: Recipient) -> MailContent:
    book = phrasebook(recipient.language)
    sentence = book.say(
        "Confirm the payment of {total} by {time}, and the order goes on. Until then everything is set aside.",
        total=book.money(recipient.by_card, recipient.currency),
        time=book.time(event.pay_by),
    )
    return MailContent(
        subject=book.say("Your bank asks you to confirm order {}"),
        heading=book.say("Your bank wants to hear from you."),
        paragraphs=(sentence,),
        button=book.say("Confirm the payment"),
    )


def refused_mail(event: OrderRefused, recipient: Recipient) -> MailContent:
    book = phrasebook(recipient.language)
    return MailContent(
        subject=book.say("We could not fulfil order {}"),
        heading=book.say("We cannot fulfil this order."),
        paragraphs=sentences(
            book.say("We are sorry: {reason}", reason=book.note(event.reason)),
            *_nothing_charged(recipient, book),
        ),
        listed=tuple(title_of(recipient, sku) for sku in event.missing),
    )


def cancelled_mail(event: OrderCancelled, recipient: Recipient) -> MailContent:
    book = phrasebook(recipient.language)
    why = (
        book.say("We are sorry: we had to cancel your order. {reason}", reason=book.note(event.reason))
        if event.reason
        else book.say("As you asked, we cancelled your order.")
    )
    return MailContent(
        subject=book.say("Order {} is cancelled"),
        heading=book.say("Your order is cancelled."),
        paragraphs=(why, *_money_of_cancelled(event.paid, recipient, book)),
    )


def _money_of_cancelled(paid: bool | None, recipient: Recipient, book: Phrasebook) -> tuple[str, ...]:
    if paid is None:
        return (book.say("What was paid or set aside goes back to your card."),)
    if not paid:
        return _nothing_charged(recipient, book)
    goes_back = book.say(
        "{total} goes back to your card; we write again once it has."
        if recipient.payer is Payer.CARD
        else "{total} goes back to where it came from, gift voucher or card; we write again once it has.",
        total=book.money(recipient.total, recipient.currency),
    )
    return (goes_back,)


def _nothing_charged(recipient: Recipient, book: Phrasebook) -> tuple[str, ...]:
    """Return that nothing was taken: no bank is spoken of where vouchers pay all, and no voucher where a card does."""
    return sentences(
        "" if recipient.payer is Payer.VOUCHER else book.say(NOTHING_CHARGED),
        "" if recipient.payer is Payer.CARD else book.say("What your gift voucher had paid is on it again."),
    )


def refunded_mail(event: PaymentReturned, recipient: Recipient) -> MailContent:
    book = phrasebook(recipient.language)
    amount = book.money(event.refunded, event.currency)
    return MailContent(
        subject=book.say("{amount} back to your card for order {}", amount=_without_no_break(amount)),
        heading=book.say("{amount} is back on its way to you.", amount=amount),
        paragraphs=(
            book.say(
                "We gave it back to your card on {day}. Your bank may need a few days to show it.",
                day=book.day(event.at),
            ),
            book.say(CREDIT_NOTE),
        ),
        documents=book.say(DOCUMENTS),
    )


def review_refused_mail(event: ReviewRefused, recipient: Recipient) -> MailContent:
    say = phrasebook(recipient.language).say
    return MailContent(
        subject=say("We could not publish your review, order {}"),
        heading=say("We could not publish your review."),
        paragraphs=(
            say(
                "Thank you for what you wrote about “{title}”. We cannot show it: {reason}",
                title=event.title,
                reason=event.reason,
            ),
            say("You can change it on the order’s page, and we look at it again."),
        ),
    )


def voucher_refunded_mail(event: VoucherRefunded, recipient: Recipient) -> MailContent:
    book = phrasebook(recipient.language)
    amount = book.money(event.refunded, event.currency)
    return MailContent(
        subject=book.say("{amount} back to your gift voucher for order {}", amount=_without_no_break(amount)),
        heading=book.say("{amount} is back on your gift voucher.", amount=amount),
        paragraphs=(book.say("You can use it again at once, with the same code."), book.say(CREDIT_NOTE)),
        documents=book.say(DOCUMENTS),
    )


def _without_no_break(amount: str) -> str:
    """Return an amount for a subject, which is printable in every list of mails."""
    return amount.replace("\u00a0", " ").replace("\u202f", " ")


def arrival(recipient: Recipient, book: Phrasebook) -> str:
    """Return when all of it should have arrived; nothing where no day was promised."""
    promised = recipient.bought.promised_on if recipient.bought else None
    return book.say("It should be with you by {day}.", day=book.weekday(promised)) if promised else ""
