"""The payment service's contract: money asked for, held, taken and given back. Card data never comes here; a token does."""

import enum
from typing import Annotated

from msgspec import Meta

from backend.contracts.event import Event
from backend.contracts.operation import Caller, Empty, Operation
from backend.contracts.types import Currency, Cursor, Model, OrderId, PageQuery, ShortText, Timestamp, TotalAmount

Token = Annotated[str, Meta(pattern=r"^tok_[A-Za-z0-9]{16,64}$(?!\n)", description="stands for a card at the provider")]
ATTEMPTS = 20
"""Cards that may be tried for one order."""
Attempt = Annotated[int, Meta(ge=1, le=ATTEMPTS, description="counts the cards tried for one order")]


class PaymentState(enum.StrEnum):
    """The states of one attempt. `UNKNOWN`: the provider did not answer; only asking it again leaves this state."""

    REQUESTED = "requested"
    UNKNOWN = "unknown"
    ACTION_REQUIRED = "action-required"
    AUTHORIZED = "authorized"
    DECLINED = "declined"
    CAPTURED = "captured"
    VOIDED = "voided"
    REFUNDED = "refunded"


class PaymentActionRequired(Event, frozen=True, kw_only=True, tag="PaymentActionRequired.v1"):
    """The shopper's bank wants a confirmation at `url`."""

    order_id: OrderId
    owner: str
    attempt: Attempt
    at: Timestamp
    url: str


class PaymentAuthorized(Event, frozen=True, kw_only=True, tag="PaymentAuthorized.v1"):
    """The amount is held on the card."""

    order_id: OrderId
    owner: str
    attempt: Attempt
    at: Timestamp


class PaymentDeclined(Event, frozen=True, kw_only=True, tag="PaymentDeclined.v1"):
    """The card was refused; `reason` is in plain words, for the shopper."""

    order_id: OrderId
    owner: str
    attempt: Attempt
    at: Timestamp
    reason: ShortText


class PaymentCaptured(Event, frozen=True, kw_only=True, tag="PaymentCaptured.v1"):
    """The amount was taken, once."""

    order_id: OrderId
    owner: str
    attempt: Attempt
    at: Timestamp
    amount: TotalAmount
    currency: Currency


class PaymentReturned(Event, frozen=True, kw_only=True, tag="PaymentReturned.v1"):
    """What was held or taken went back: a hold was voided, or a capture refunded, all of it or for one return.

    `number` is the return that the money was for, 0 where the whole payment (or all that was left of it) went back.
    """

    order_id: OrderId
    owner: str
    attempt: Attempt
    at: Timestamp
    refunded: TotalAmount
    currency: Currency
    number: int = 0


class Webhook(Model, frozen=True):
    """The provider's call back. The raw body is verified by its signature before it is read; see `backend.payment.payment_gateway`.

    `type` is `authorization.<state>`; `reference` is our own name of the attempt, `<order_id>-<attempt>`.
    """

    id: str
    type: str
    authorization: str
    reference: str


class Tried(Model, frozen=True, kw_only=True):
    """One card tried for an order, as staff may know it: how it stands, never what card it was.

    `refunded` is the part of a captured amount that went back for returns.
    """

    number: Attempt
    state: PaymentState
    amount: TotalAmount
    currency: Currency
    refunded: TotalAmount = 0


class OrderPayment(Model, frozen=True, kw_only=True):
    """All that was tried for an order, first to last."""

    order_id: OrderId
    attempts: tuple[Tried, ...]


class PaymentPage(Model, frozen=True):
    items: tuple[OrderPayment, ...]
    next: Cursor | None


LIST_PAYMENTS = Operation(
    name="list_payments",
    service="payment",
    route="GET /payments",
    caller=Caller.STAFF,
    summary="How every order's payment stands, in no order; a page may be empty and not the last",
    query=PageQuery,
    reply=PaymentPage,
)
PAYMENT_WEBHOOK = Operation(
    name="payment_webhook",
    service="payment",
    route="POST /payments/webhook",
    caller=Caller.PUBLIC,
    summary="The provider's signed call back",
    body=Webhook,
    reply=Empty,
    status=204,
    problems=(401,),
)

OPERATIONS = (LIST_PAYMENTS, PAYMENT_WEBHOOK)
EVENTS = (PaymentActionRequired, PaymentAuthorized, PaymentDeclined, PaymentCaptured, PaymentReturned)
