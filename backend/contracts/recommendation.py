"""The recommendation service's contract: what was bought together, counted in real orders."""

from typing import Annotated

from msgspec import Meta

from backend.contracts.operation import Caller, Operation
from backend.contracts.product import FRESH, Card, ProductPath
from backend.contracts.types import Model

ORDERS, COMPANIONS, LEAST = 100, 4, 2
"""How many of a product's newest orders are looked at, how many companions are named, and in how many orders one must be at least."""

Count = Annotated[int, Meta(ge=0, le=ORDERS)]


class Companion(Model, frozen=True, kw_only=True):
    """A product that was in `together` of the orders."""

    card: Card
    together: Count


class BoughtTogether(Model, frozen=True, kw_only=True):
    """What was bought together with a product, most often first. `orders` is how many orders of it were looked at: the newest."""

    items: tuple[Companion, ...]
    orders: Count


LIST_BOUGHT_TOGETHER = Operation(
    name="list_bought_together",
    service="recommendation",
    route="GET /products/{product_id}/bought-together",
    caller=Caller.PUBLIC,
    summary="What was bought together with a product, and in how many orders",
    path=ProductPath,
    reply=BoughtTogether,
    fresh=FRESH,  # it shows cards: what staff change of these is seen as soon as in a list
)

OPERATIONS = (LIST_BOUGHT_TOGETHER,)
EVENTS = ()
