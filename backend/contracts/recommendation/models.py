"""What the recommendation service's operations and events carry."""

from typing import Annotated

from msgspec import Meta

from backend.contracts.product.models import Card
from backend.contracts.types import Model

MAX_ORDERS, MAX_COMPANIONS, MIN_ORDERS = 100, 4, 2
"""How many of a product's newest orders are looked at, how many companions are named, and in how many orders one must
be at least."""
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
