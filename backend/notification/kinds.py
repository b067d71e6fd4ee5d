"""The mails about orders, each sent once: by the event that causes it, and some also by the card, the return or the
moment they are about."""

from collections.abc import Callable
from typing import Generic, NamedTuple, Never, TypeVar, cast

from backend.contracts.event import Event, OrderEvent
from backend.contracts.order.events import (
    OrderActionRequired,
    OrderCancelled,
    OrderConfirmed,
    OrderDelivered,
    OrderPaymentAwaited,
    OrderPaymentDeclined,
    OrderRefused,
    OrderReturnAccepted,
    OrderReturnDenied,
    OrderReturnReceived,
    OrderReturnRequested,
    OrderSent,
    OrderTrackingChanged,
)
from backend.contracts.order.parcel_events import OrderParcelDelivered, OrderParcelSent
from backend.contracts.payment.events import PaymentReturned
from backend.contracts.review.events import ReviewRefused
from backend.contracts.voucher.events import VoucherRefunded
from backend.notification import parcel_texts, return_texts, texts
from backend.notification.content import MailContent
from backend.notification.domain import Recipient

E = TypeVar("E", bound=Event)


class Kind(NamedTuple, Generic[E]):
    """A kind of mail: its name among the mails of its order (letters, digits and hyphens), and its text."""

    name: Callable[[E], str]
    content: Callable[[E, Recipient], MailContent]


def _moment(event: OrderEvent) -> str:
    """Return the digits of the event's time."""
    return "".join(filter(str.isdigit, event.at))


KINDS: dict[type[Event], Kind[Never]] = {
    OrderConfirmed: Kind(lambda event: "confirmed", texts.confirmed_mail),
    OrderPaymentDeclined: Kind(lambda event: f"declined-{event.attempt}", texts.declined_mail),
    OrderPaymentAwaited: Kind(lambda event: "payment-awaited", texts.payment_awaited_mail),
    OrderActionRequired: Kind(lambda event: f"bank-{event.attempt}", texts.confirmation_required_mail),
    OrderRefused: Kind(lambda event: "refused", texts.refused_mail),
    OrderCancelled: Kind(lambda event: "cancelled", texts.cancelled_mail),
    OrderParcelSent: Kind(lambda event: f"parcel-{event.parcel}", parcel_texts.parcel_mail),
    OrderSent: Kind(lambda event: "sent", parcel_texts.sent_mail),
    OrderTrackingChanged: Kind(lambda event: f"tracking-{_moment(event)}", parcel_texts.tracking_mail),
    OrderParcelDelivered: Kind(lambda event: f"arrived-{event.parcel}", parcel_texts.parcel_arrived_mail),
    OrderDelivered: Kind(lambda event: "delivered", parcel_texts.delivered_mail),
    OrderReturnRequested: Kind(lambda event: f"return-asked-{event.number}", return_texts.return_requested_mail),
    OrderReturnAccepted: Kind(lambda event: f"return-accepted-{event.number}", return_texts.return_accepted_mail),
    OrderReturnReceived: Kind(lambda event: f"return-received-{event.number}", return_texts.return_received_mail),
    OrderReturnDenied: Kind(lambda event: f"return-denied-{event.number}", return_texts.return_denied_mail),
    PaymentReturned: Kind(lambda event: f"refunded-{event.attempt}-{event.number}", texts.refunded_mail),
    ReviewRefused: Kind(lambda event: f"review-{_moment(event)}", texts.review_refused_mail),
    VoucherRefunded: Kind(lambda event: f"refunded-{event.attempt}-{event.number}", texts.voucher_refunded_mail),
}


def kind_of(event: E) -> Kind[E]:
    """Return the kind of the event's mail."""
    return cast("Kind[E]", KINDS[type(event)])
