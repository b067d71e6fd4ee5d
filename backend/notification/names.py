"""The mails there are, each sent once: by the event that asks for it, and for some by the card, the return or the moment it is about."""

from collections.abc import Callable
from typing import Any

from backend.contracts.event import Event
from backend.contracts.order import (
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
from backend.contracts.payment import PaymentReturned

NAMES: dict[type[Event], Callable[[Any], str]] = {
    OrderConfirmed: lambda event: "confirmed",
    OrderPaymentDeclined: lambda event: f"declined-{event.attempt}",
    OrderActionRequired: lambda event: f"bank-{event.attempt}",
    OrderRefused: lambda event: "refused",
    OrderCancelled: lambda event: "cancelled",
    OrderSent: lambda event: "sent",
    OrderTrackingChanged: lambda event: "tracking-" + "".join(filter(str.isdigit, event.at)),
    OrderDelivered: lambda event: "delivered",
    OrderReturnRequested: lambda event: f"return-asked-{event.number}",
    OrderReturnAccepted: lambda event: f"return-accepted-{event.number}",
    OrderReturnDenied: lambda event: f"return-denied-{event.number}",
    PaymentReturned: lambda event: f"refunded-{event.attempt}-{event.number}",
}


def name(event: Event) -> str:
    """Return the name of the event's mail among those of its order: letters, digits and hyphens."""
    return NAMES[type(event)](event)
