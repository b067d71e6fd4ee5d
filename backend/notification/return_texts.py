"""What the mails about returns say."""

from collections.abc import Iterable

from msgspec import UNSET

from backend.contracts.order.events import (
    OrderReturnAccepted,
    OrderReturnDenied,
    OrderReturnReceived,
    OrderReturnRequested,
)
from backend.contracts.order.models import ReturnLine, number
from backend.contracts.seller_address import in_words
from backend.contracts.shop import return_label, seller
from backend.contracts.voucher.payments import total_of
from backend.notification.content import MailContent, sentences, title_of
from backend.notification.domain import Payer, Recipient
from backend.notification.languages import phrasebook
from backend.notification.phrasebook import Phrasebook


def return_requested_mail(event: OrderReturnRequested, recipient: Recipient) -> MailContent:
    book = phrasebook(recipient.language)
    return MailContent(
        subject=book.say("Your return from order {}"),
        heading=book.say("We have your wish to send something back."),
        paragraphs=(
            book.say("Please wait for our answer before you post the parcel."),
            _refund_sentence(event.refund, recipient, book),
        ),
        listed=_pieces(recipient, event.lines),
    )


def return_accepted_mail(event: OrderReturnAccepted, recipient: Recipient) -> MailContent:
    book = phrasebook(recipient.language)
    return MailContent(
        subject=book.say("You can send it back: order {}"),
        heading=book.say("You can send it back."),
        paragraphs=sentences(
            event.note,
            book.say("Write these lines on the parcel, and post it: by the last one we know whose it is."),
            _refund_sentence(event.refund, recipient, book),
        ),
        listed=_pieces(recipient, event.lines),
        block=return_label(
            in_words(seller(), recipient.language), number(event.order_id), event.number, recipient.language
        ),
    )


def return_received_mail(event: OrderReturnReceived, recipient: Recipient) -> MailContent:
    """Return the mail about a parcel in which not quite what was announced came; `refunded_mail` follows a refund."""
    book = phrasebook(recipient.language)
    refund = _back_for_it(_payer_of(event, recipient), book.money(event.refund, recipient.currency), book)
    return MailContent(
        subject=book.say("What came back of order {}"),
        heading=book.say("We have your parcel."),
        paragraphs=sentences(
            book.say("What came is not quite what you announced. This is what we accepted:"),
            refund if event.refund else "",
            _objection(book),
        ),
        listed=_pieces(recipient, event.lines),
    )


def return_denied_mail(event: OrderReturnDenied, recipient: Recipient) -> MailContent:
    book = phrasebook(recipient.language)
    return MailContent(
        subject=book.say("Your return from order {} was not accepted"),
        heading=book.say("Your return was not accepted."),
        paragraphs=sentences(event.reason, _objection(book)),
    )


def _objection(book: Phrasebook) -> str:
    return book.say("Is that not right? Answer this mail, and a person reads it: {email}.", email=seller().email)


def _refund_sentence(refund: int, recipient: Recipient, book: Phrasebook) -> str:
    amount = book.money(refund, recipient.currency)
    if not refund:
        return ""
    if recipient.payer is Payer.CARD:
        return book.say("{amount} comes back to your card once the parcel is here.", amount=amount)
    if recipient.payer is Payer.VOUCHER:
        return book.say("{amount} comes back to your gift voucher once the parcel is here.", amount=amount)
    return book.say(
        "Once the parcel is here, {amount} comes back: to your gift voucher what it paid, the rest to your card.",
        amount=amount,
    )


def _back_for_it(payer: Payer, amount: str, book: Phrasebook) -> str:
    if payer is Payer.CARD:
        return book.say("{amount} goes back to your card for it; we write again once it has.", amount=amount)
    if payer is Payer.VOUCHER:
        return book.say("{amount} goes back to your gift voucher for it; we write again once it has.", amount=amount)
    return book.say(
        "{amount} goes back to your gift voucher and your card for it; we write again once it has.", amount=amount
    )


def _payer_of(event: OrderReturnReceived, recipient: Recipient) -> Payer:
    """Return what the money of a return goes back to; events of earlier releases say nothing of vouchers."""
    if event.vouchers is UNSET:
        return recipient.payer
    to_vouchers = total_of(event.vouchers)
    return Payer.CARD if not to_vouchers else Payer.VOUCHER if to_vouchers == event.refund else Payer.BOTH


def _pieces(recipient: Recipient, lines: Iterable[ReturnLine]) -> tuple[str, ...]:
    """Return what goes back, as `2 × Cup, blue`."""
    return tuple(f"{line.quantity} × {title_of(recipient, line.sku)}" for line in lines)
