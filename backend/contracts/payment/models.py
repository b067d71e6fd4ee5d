"""What the payment service's operations and events carry."""

from typing import Annotated

from msgspec import Meta

from backend.contracts.payment.states import PaymentState
from backend.contracts.types import Currency, Cursor, Model, OrderId, TotalAmount

Token = Annotated[str, Meta(pattern=r"^tok_[A-Za-z0-9]{16,64}$(?!\n)", description="stands for a card at the provider")]
MAX_ATTEMPTS = 20
"""Cards that may be tried for one order."""
Attempt = Annotated[int, Meta(ge=1, le=MAX_ATTEMPTS, description="counts the cards tried for one order")]


class Webhook(Model, frozen=True):
    """The provider's call back.

    The raw body is verified by its signature before it is read; see `backend.payment.payment_gateway`.

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
