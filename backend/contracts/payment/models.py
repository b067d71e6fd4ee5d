"""The models of the payment service's operations and events."""

from typing import Annotated

from msgspec import Meta

from backend.contracts.payment.states import PaymentState
from backend.contracts.types import Currency, Cursor, Language, Model, OrderId, RequestModel, TotalAmount

_CARD = r"(tok_[A-Za-z0-9]{16,64}|pm_card_visa|pm_[A-Za-z0-9]{8,64}(\.cus_[A-Za-z0-9]{8,64})?)"
Token = Annotated[
    str,
    Meta(
        pattern=rf"^{_CARD}$(?!\n)", description="stands for a card at the provider; Stripe's names its customer, too"
    ),
]
OptionalToken = Annotated[str, Meta(pattern=rf"^{_CARD}?$(?!\n)", description="a card's token, or empty")]
MAX_ATTEMPTS = 20
"""Cards that may be tried for one order."""
BACK_FROM_BANK = "back"
"""The query parameter by which the order's page knows that a bank's page led there, which knows no language of ours."""
Attempt = Annotated[int, Meta(ge=1, le=MAX_ATTEMPTS, description="counts the cards tried for one order")]


class CardEntryRequest(RequestModel, frozen=True, kw_only=True):
    """Where a card is to be entered, and for how much.

    The provider's page is in `language`, and returns to `return_url` with `state` in its query, by which the caller
    recognizes the visit.
    """

    return_url: Annotated[str, Meta(pattern=r"^https?://[!-\[\]-~]{1,1000}$(?!\n)", description="on the storefront")]
    state: Annotated[str, Meta(pattern=r"^[A-Za-z0-9_-]{16,64}$(?!\n)", description="unguessable, for one visit")]
    amount: TotalAmount
    currency: Currency
    language: Language = "en"


class CardEntryPage(Model, frozen=True, kw_only=True):
    """A page of the provider's that asks for a card.

    `session` identifies the visit for `get_entered_card`; it is empty if the page passes the card's token on when it
    returns.
    """

    url: str
    session: str = ""


class CardEntrySession(RequestModel, frozen=True):
    session: Annotated[str, Meta(pattern=r"^cs_[A-Za-z0-9_]{10,200}$(?!\n)", description="as `open_card_page` gave it")]


class EnteredCard(Model, frozen=True, kw_only=True):
    """A card as a receipt may show it, and the token that stands for it at the provider."""

    token: Token
    brand: Annotated[str, Meta(pattern=r"^[A-Za-z ]{1,30}$(?!\n)")]
    last4: Annotated[str, Meta(pattern=r"^[0-9]{4}$(?!\n)")]


class WebhookObject(Model, frozen=True):
    """What a Stripe event is about; its metadata holds our own reference of the attempt."""

    metadata: dict[str, str | None] | None = None


class WebhookData(Model, frozen=True):
    """A Stripe event's part that differs by its type."""

    object: WebhookObject = WebhookObject()


class Webhook(Model, frozen=True):
    """The provider's call back.

    The raw body is verified by its signature before it is read; see `backend.payment.payment_gateway`.

    The sandbox's `type` is `authorization.<state>`, and `reference` is our own name of the attempt,
    `<order_id>-<attempt>`. Stripe's types are `payment_intent.…`, and the reference is below `data`.
    """

    id: str
    type: str
    authorization: str = ""
    reference: str = ""
    data: WebhookData | None = None


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


class PaymentPath(Model, frozen=True, kw_only=True):
    order_id: OrderId


class PaymentPage(Model, frozen=True):
    items: tuple[OrderPayment, ...]
    next: Cursor | None
