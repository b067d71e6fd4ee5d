"""What the promotion service's operations and events carry."""

import enum
from typing import Annotated

from msgspec import Meta

from backend.contracts.promotion.codes import Code
from backend.contracts.shop import CURRENCY
from backend.contracts.types import (
    MAX_QUANTITY,
    Amount,
    CategoryPath,
    Currency,
    Cursor,
    Day,
    Model,
    OptionalShortText,
    RequestModel,
    ShortText,
    Slug,
    Timestamp,
    TotalAmount,
    Version,
)

MAX_CODES = 5
"""Codes that one basket may hold."""

MAX_SCOPE = 50
"""Categories, and products, that one promotion may be limited to."""

MAX_AUTOMATIC = 20
"""Automatic promotions that may be in force at once: every basket is priced with all of them."""

MAX_USES = 1_000_000


class Kind(enum.StrEnum):
    """What a promotion gives."""

    PERCENTAGE = "percentage"
    AMOUNT = "amount"
    FREE_DELIVERY = "free-delivery"
    BUY_X_GET_Y = "buy-x-get-y"


class Terms(Model, frozen=True, omit_defaults=True, kw_only=True):
    """What a promotion gives, for which articles, when, and how often. Only its end may change later.

    `percent` belongs to the kind `PERCENTAGE`, `amount` in minor units to `AMOUNT`, `buy` and `free` to `BUY_X_GET_Y`:
    of so many pieces together, the cheapest `free` cost nothing. `categories` and `products` name the articles it is
    for; with neither it is for all. It begins and ends with those days of the shop's calendar. `minimum` is what its
    articles must cost together. `max_uses` counts orders; None is any number. A promotion that is not `combinable` is
    given alone, if it saves more than the others together.
    """

    title: ShortText
    kind: Kind
    starts_on: Day
    ends_on: Day | None = None
    automatic: bool = False
    percent: Annotated[int, Meta(ge=0, le=100)] = 0
    amount: Amount = 0
    buy: Annotated[int, Meta(ge=0, le=MAX_QUANTITY)] = 0
    free: Annotated[int, Meta(ge=0, le=MAX_QUANTITY)] = 0
    categories: Annotated[tuple[CategoryPath, ...], Meta(max_length=MAX_SCOPE)] = ()
    products: Annotated[tuple[Slug, ...], Meta(max_length=MAX_SCOPE)] = ()
    minimum: Amount = 0
    once_per_shopper: bool = False
    max_uses: Annotated[int, Meta(ge=1, le=MAX_USES)] | None = None
    combinable: bool = False


class NewPromotion(Terms, frozen=True, omit_defaults=True, kw_only=True, forbid_unknown_fields=True):
    """A promotion to make. `by` is who makes it, as colleagues know them."""

    by: OptionalShortText = ""


class Promotion(Terms, frozen=True, omit_defaults=True, kw_only=True):
    """A promotion as the services that give it know it. Its code is its key, also where nobody has to type it.

    `currency` is what its sums are in; those of before there was a choice are in the shop's only one.
    """

    code: Code
    version: Version
    ended: bool = False
    used_up: bool = False
    currency: Currency = CURRENCY

    @property
    def has_sums(self) -> bool:
        """Whether it is of use in its own currency only."""
        return bool(self.amount or self.minimum)

    @property
    def is_limited(self) -> bool:
        """Whether its uses are counted: an order that has it must hold one."""
        return self.once_per_shopper or self.max_uses is not None


class StaffPromotion(Promotion, frozen=True, omit_defaults=True, kw_only=True):
    """A promotion as staff see it. `uses` counts the orders that hold or have taken a use, if it is limited."""

    uses: Annotated[int, Meta(ge=0)] = 0
    created_at: Timestamp
    by: OptionalShortText = ""


class PromotionPage(Model, frozen=True):
    items: tuple[StaffPromotion, ...]
    next: Cursor | None


class PromotionPath(Model, frozen=True, kw_only=True):
    code: Code


class UseState(enum.StrEnum):
    """What became of the uses that an order asked for. Refused ones were never held."""

    REFUSED = "refused"
    HELD = "held"
    RELEASED = "released"


class Use(Model, frozen=True, omit_defaults=True, kw_only=True):
    """The uses of an order: one of each of these codes."""

    order_id: str
    state: UseState
    at: Timestamp
    codes: tuple[Code, ...] = ()


class UsePage(Model, frozen=True):
    items: tuple[Use, ...]
    next: Cursor | None


class AppliedPromotion(Model, frozen=True, omit_defaults=True, kw_only=True):
    """A promotion that a basket or an order has, and what it saves in minor units.

    `saved` is off the articles and part of their lines' `discount`, `delivery` is off the delivery charge. The order
    holds a use of it if it is `limited`.
    """

    code: Code
    title: ShortText
    saved: TotalAmount = 0
    delivery: TotalAmount = 0
    automatic: bool = False
    limited: bool = False


class Reason(enum.StrEnum):
    """Why a promotion gives nothing."""

    NOT_YET = "not-yet"
    EXPIRED = "expired"
    USED_UP = "used-up"
    OTHER_ARTICLES = "other-articles"
    MINIMUM = "minimum"
    TOO_FEW = "too-few"
    BETTER = "better"
    NOTHING = "nothing"


class EnteredCode(Model, frozen=True, omit_defaults=True, kw_only=True):
    """A code in a basket. `reason` tells why it saves nothing now; `missing` is what lacks to the minimum."""

    code: Code
    title: ShortText
    reason: Reason | None = None
    missing: TotalAmount = 0


class EndPromotion(RequestModel, frozen=True, kw_only=True):
    """End a promotion now, for good. Orders that have it keep it."""

    by: OptionalShortText = ""
