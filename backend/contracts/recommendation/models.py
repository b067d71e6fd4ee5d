"""What the recommendation service's operations and events carry."""

import enum
from typing import Annotated

from msgspec import Meta

from backend.contracts.product.models import Card
from backend.contracts.product.translations import LocalTitle
from backend.contracts.types import Model, ShortText, Slug

MAX_ORDERS, MAX_COMPANIONS, MIN_ORDERS = 100, 4, 2
"""How many of a product's newest orders are looked at, how many companions are named, and in how many orders one must
be at least."""
MAX_SEEDS, MAX_RECOMMENDATIONS = 8, 10
"""How many products the recommendations for a visitor start from, and how many are recommended."""
Count = Annotated[int, Meta(ge=0, le=MAX_ORDERS)]


class Companion(Model, frozen=True, kw_only=True):
    """A product that was in `together` of the orders."""

    card: Card
    together: Count


class BoughtTogether(Model, frozen=True, kw_only=True):
    """What was bought together with a product, most often first.

    `orders` is how many orders of it were looked at: the newest.
    """

    items: tuple[Companion, ...]
    orders: Count


class Reason(enum.StrEnum):
    """What the visitor did with the product that a recommendation starts from; the strongest first."""

    BASKET = "basket"
    BOUGHT = "bought"
    WISHED = "wished"
    SEEN = "seen"


class Recommendation(Model, frozen=True, omit_defaults=True, kw_only=True):
    """A product, and why: what the visitor did with the product `because`, which is called `because_title`."""

    card: Card
    reason: Reason
    because: Slug
    because_title: ShortText
    because_titles: tuple[LocalTitle, ...] = ()


class Recommendations(Model, frozen=True, kw_only=True):
    """Products that go with what a visitor did lately, the best first; those products themselves are not among them."""

    items: tuple[Recommendation, ...]
