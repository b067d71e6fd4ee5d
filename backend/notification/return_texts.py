"""What the mails about returns say."""

from collections.abc import Iterable

from backend.contracts.formats import money
from backend.contracts.order.events import (
    OrderReturnAccepted,
    OrderReturnDenied,
    OrderReturnReceived,
    OrderReturnRequested,
)
from backend.contracts.order.models import ReturnLine, number
from backend.contracts.shop import return_label, seller
from backend.notification.domain import Recipient
from backend.notification.texts import MailContent, sentences, title_of


def return_requested_mail(event: OrderReturnRequested, recipient: Recipient) -> MailContent:
    return MailContent(
        subject="Your return from order {}",
        heading="We have your wish to send something back.",
        paragraphs=(
            "Please wait for our answer before you post the parcel.",
            _refund_sentence(event.refund, recipient),
        ),
        listed=_pieces(recipient, event.lines),
    )


def return_accepted_mail(event: OrderReturnAccepted, recipient: Recipient) -> MailContent:
    return MailContent(
        subject="You can send it back: order {}",
        heading="You can send it back.",
        paragraphs=sentences(
            event.note,
            "Write these lines on the parcel, and post it: by the last one we know whose it is.",
            _refund_sentence(event.refund, recipient),
        ),
        listed=_pieces(recipient, event.lines),
        block=return_label(seller(), number(event.order_id), event.number),
    )


def return_received_mail(event: OrderReturnReceived, recipient: Recipient) -> MailContent:
    """Return the mail about a parcel in which not quite what was announced came; `refunded_mail` follows a refund."""
    refund = f"{money(event.refund, recipient.currency)} goes back to your card for it; we write again once it has."
    return MailContent(
        subject="What came back of order {}",
        heading="We have your parcel.",
        paragraphs=sentences(
            "What came is not quite what you announced. This is what we accepted:",
            refund if event.refund else "",
            f"Is that not right? Answer this mail, and a person reads it: {seller().email}.",
        ),
        listed=_pieces(recipient, event.lines),
    )


def return_denied_mail(event: OrderReturnDenied, recipient: Recipient) -> MailContent:
    return MailContent(
        subject="Your return from order {} was not accepted",
        heading="Your return was not accepted.",
        paragraphs=sentences(
            event.reason, f"Is that not right? Answer this mail, and a person reads it: {seller().email}."
        ),
    )


def _refund_sentence(refund: int, recipient: Recipient) -> str:
    return f"{money(refund, recipient.currency)} comes back to your card once the parcel is here." if refund else ""


def _pieces(recipient: Recipient, lines: Iterable[ReturnLine]) -> tuple[str, ...]:
    """Return what goes back, as `2 × Cup, blue`."""
    return tuple(f"{line.quantity} × {title_of(recipient, line.sku)}" for line in lines)
