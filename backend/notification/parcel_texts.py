"""The texts of mails about parcels: the whole order's, one of several, and the last of several, when they leave and
when they arrive."""

from collections.abc import Iterable

from msgspec.structs import replace

from backend.contracts.event import OrderEvent
from backend.contracts.order.events import OrderDelivered, OrderSent, OrderTrackingChanged
from backend.contracts.order.parcel import ParcelLine
from backend.contracts.order.parcel_events import OrderParcelDelivered, OrderParcelSent
from backend.contracts.tracking import tracking_page
from backend.contracts.working_days import day_of
from backend.notification.content import Group, MailContent, sentences, title_of
from backend.notification.domain import Recipient
from backend.notification.languages import phrasebook
from backend.notification.phrasebook import Phrasebook
from backend.notification.texts import arrival


def sent_mail(event: OrderSent, recipient: Recipient) -> MailContent:
    book = phrasebook(recipient.language)
    lines = event.lines or ()
    content = MailContent(
        subject=book.say("The rest of order {} is on its way" if lines else "Order {} is on its way"),
        heading=book.say("The rest is on its way." if lines else "It is on its way."),
        paragraphs=sentences(_arrival(event, recipient, book), _tracking(event.tracking, book)),
        groups=(Group(book.say("In this parcel"), _pieces(recipient, lines)),) if lines else (),
    )
    return _followable(content, event.tracking, book)


def parcel_mail(event: OrderParcelSent, recipient: Recipient) -> MailContent:
    book = phrasebook(recipient.language)
    content = MailContent(
        subject=book.say("A part of order {} is on its way"),
        heading=book.say("A part of your order is on its way."),
        paragraphs=sentences(
            book.say("We write again when the rest leaves. You pay nothing more for its delivery."),
            _tracking(event.tracking, book),
        ),
        groups=(
            Group(book.say("In this parcel"), _pieces(recipient, event.lines)),
            Group(book.say("Still to come"), tuple(_to_come(event, recipient, line, book) for line in event.unsent)),
        ),
    )
    return _followable(content, event.tracking, book)


def parcel_arrived_mail(event: OrderParcelDelivered, recipient: Recipient) -> MailContent:
    book = phrasebook(recipient.language)
    to_come = tuple(_to_come(event, recipient, line, book) for line in event.awaited)
    return MailContent(
        subject=book.say("A part of order {} has arrived"),
        heading=book.say("A part of your order has arrived."),
        paragraphs=(
            book.say("We write again when more of it arrives."),
            book.say(
                "Whatever of it you do not want to keep can be sent back from the order’s page, "
                "while the rest is still to come."
            ),
        ),
        groups=(
            *((Group(book.say("In this parcel"), _pieces(recipient, event.lines)),) if event.lines else ()),
            *((Group(book.say("Still to come"), to_come),) if to_come else ()),
        ),
    )


def delivered_mail(event: OrderDelivered, recipient: Recipient) -> MailContent:
    book = phrasebook(recipient.language)
    lines = event.lines or ()
    return MailContent(
        subject=book.say("The rest of order {} has arrived" if lines else "Order {} has arrived"),
        heading=book.say("The rest has arrived." if lines else "It has arrived."),
        paragraphs=(
            book.say("We hope you like it. Whatever you do not want to keep can be sent back from the order’s page."),
            book.say("There you can also review what you bought: it helps others to choose."),
        ),
        groups=(Group(book.say("In this parcel"), _pieces(recipient, lines)),) if lines else (),
    )


def tracking_mail(event: OrderTrackingChanged, recipient: Recipient) -> MailContent:
    book = phrasebook(recipient.language)
    wrong = (
        book.say("We gave you a wrong number for parcel {parcel}. Please use this one.", parcel=str(event.parcel))
        if event.parcel
        else book.say("We gave you a wrong number for your parcel. Please use this one.")
    )
    content = MailContent(
        subject=book.say("A new tracking number for order {}"),
        heading=book.say("The tracking number is another one."),
        paragraphs=(wrong, _tracking(event.tracking, book)),
    )
    return _followable(content, event.tracking, book)


def _pieces(recipient: Recipient, lines: Iterable[ParcelLine]) -> tuple[str, ...]:
    return tuple(f"{line.quantity} × {title_of(recipient, line.sku)}" for line in lines)


def _arrival(event: OrderSent, recipient: Recipient, book: Phrasebook) -> str:
    """Return when all of it should have arrived; nothing once that day has passed."""
    promised_on = recipient.bought.promised_on if recipient.bought else None
    return arrival(recipient, book) if promised_on and promised_on >= _day(event) else ""


def _day(event: OrderEvent) -> str:
    """Return the day of the event by the shop's calendar, in ISO format."""
    return day_of(event.at).isoformat()


def _to_come(event: OrderEvent, recipient: Recipient, line: ParcelLine, book: Phrasebook) -> str:
    """Return the pieces that follow, with the day from which they leave, if that is known and has not passed."""
    pieces = f"{line.quantity} × {title_of(recipient, line.sku)}"
    lines = recipient.bought.lines if recipient.bought else ()
    back_on = next((each.back_on for each in lines if each.sku == line.sku), None)
    if not back_on or back_on <= _day(event):
        return pieces
    return book.say("{pieces}, leaves from {day}", pieces=pieces, day=book.weekday(back_on))


def _tracking(number: str, book: Phrasebook) -> str:
    return book.say("Tracking number: {number}", number=number) if number else ""


def _followable(content: MailContent, number: str, book: Phrasebook) -> MailContent:
    """Return the mail with a button to the carrier's page where that is known, else to the order's."""
    page = tracking_page(number)
    button = book.say("Follow the parcel" if page else "Follow your order")
    return replace(content, button=button, link=page or "")
