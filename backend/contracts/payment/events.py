"""The events that the payment service publishes."""

from backend.contracts.event import OrderEvent
from backend.contracts.payment.models import Attempt
from backend.contracts.types import Currency, ShortText, TotalAmount


class PaymentActionRequired(OrderEvent, frozen=True, kw_only=True, tag="PaymentActionRequired.v1"):
    """The shopper's bank wants a confirmation at `url`."""

    attempt: Attempt
    url: str


class PaymentAuthorized(OrderEvent, frozen=True, kw_only=True, tag="PaymentAuthorized.v1"):
    """The amount is held on the card."""

    attempt: Attempt


class PaymentDeclined(OrderEvent, frozen=True, kw_only=True, tag="PaymentDeclined.v1"):
    """The card was refused; `reason` is in plain words, for the shopper."""

    attempt: Attempt
    reason: ShortText


class PaymentCaptured(OrderEvent, frozen=True, kw_only=True, tag="PaymentCaptured.v1"):
    """The amount was taken, once."""

    attempt: Attempt
    amount: TotalAmount
    currency: Currency


class PaymentReturned(OrderEvent, frozen=True, kw_only=True, tag="PaymentReturned.v1"):
    """What was held or taken went back: a hold was voided, or a capture refunded, all of it or for one return.

    `number` is the return that the money was for, 0 where the whole payment (or all that was left of it) went back.
    """

    attempt: Attempt
    refunded: TotalAmount
    currency: Currency
    number: int = 0


EVENTS = (PaymentActionRequired, PaymentAuthorized, PaymentDeclined, PaymentCaptured, PaymentReturned)
