"""What the inventory service's operations and events carry."""

import enum
from typing import Annotated

from msgspec import Meta

from backend.contracts.inventory.states import HoldState
from backend.contracts.types import (
    MAX_QUANTITY,
    MAX_SAFE_INTEGER,
    Cursor,
    Model,
    OrderId,
    PageQuery,
    RequestModel,
    Sku,
    Timestamp,
    Version,
)

LOW_STOCK_THRESHOLD = 5
Prefix = Annotated[
    str, Meta(pattern=r"^([A-Za-z0-9][A-Za-z0-9._-]*)?$(?!\n)", max_length=64, description="how a SKU begins")
]
MAX_PIECES = 1_000_000
"""Of one SKU in stock."""

PieceCount = Annotated[int, Meta(ge=0, le=MAX_PIECES, description="pieces of a SKU")]


class Level(enum.StrEnum):
    """Stock in words; `LOW` is told with the number left."""

    IN_STOCK = "in-stock"
    LOW = "low"
    SOLD_OUT = "sold-out"


class StockLevel(Model, frozen=True, omit_defaults=True, kw_only=True):
    """What a shopper may know. `left` is told only when it is low."""

    sku: Sku
    level: Level
    left: int | None = None


class StockLevels(Model, frozen=True):
    """Levels of the SKUs asked for; one the service has never heard of is left out."""

    items: tuple[StockLevel, ...]


class StockQuery(RequestModel, frozen=True):
    """`skus` are joined by commas, 100 at most."""

    skus: Annotated[str, Meta(pattern=r"^[A-Za-z0-9._-]+(,[A-Za-z0-9._-]+){0,99}$(?!\n)", max_length=6500)]


class Stock(Model, frozen=True, kw_only=True):
    """A SKU's stock for staff. `available` can be bought, `held` waits for its order's payment, `sold` is gone.

    available + held + sold = everything that was ever put in stock.
    """

    sku: Sku
    available: PieceCount
    held: PieceCount
    sold: Annotated[int, Meta(ge=0)]
    version: Version


class StockPage(Model, frozen=True):
    items: tuple[Stock, ...]
    next: Cursor | None


class StockPageQuery(PageQuery, frozen=True):
    """Only SKUs that begin with `prefix`, as it is spelled."""

    prefix: Prefix = ""


class SkuPath(Model, frozen=True):
    sku: Sku


class SetStock(RequestModel, frozen=True):
    """The pieces that can be bought from now on. `version` is the one the staff saw, 0 for a SKU that had no stock yet:
    another is a 409 that names it, so that no sale is undone unseen."""

    available: PieceCount
    version: Annotated[int, Meta(ge=0, le=MAX_SAFE_INTEGER)]


class HeldLine(Model, frozen=True):
    sku: Sku
    quantity: Annotated[int, Meta(ge=1, le=MAX_QUANTITY)]


class Hold(Model, frozen=True, kw_only=True):
    """An order's pieces: `HELD` until it is confirmed, refused or cancelled. `lines` is empty where it never had any.

    `back` are those of sold pieces that returns have put in stock again.
    """

    order_id: OrderId
    state: HoldState
    at: Timestamp
    lines: tuple[HeldLine, ...]
    back: tuple[HeldLine, ...] = ()


class HoldPage(Model, frozen=True):
    items: tuple[Hold, ...]
    next: Cursor | None
