"""The models of the inventory service's operations and events."""

import enum
from typing import Annotated

from msgspec import UNSET, Meta, UnsetType

from backend.contracts.inventory.states import HoldState
from backend.contracts.types import (
    MAX_QUANTITY,
    MAX_SAFE_INTEGER,
    Cursor,
    Day,
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

LAST_DAY = "2999-12-31"
"""The last day that a back order may leave from: no parcel's day can be counted from the last one of all calendars."""

PieceCount = Annotated[int, Meta(ge=0, le=MAX_PIECES, description="pieces of a SKU")]
Available = Annotated[
    int, Meta(ge=-MAX_PIECES, le=MAX_PIECES, description="pieces that are there; below 0 those that are owed")
]


LeavingDay = Annotated[Day, Meta(description="the day that it leaves from, where it is on back order")]


class Level(enum.StrEnum):
    """Stock in words. `LOW` is told with the number left, `BACK_ORDER` with the day that it leaves from: none is there,
    and it can be ordered."""

    IN_STOCK = "in-stock"
    LOW = "low"
    BACK_ORDER = "back-order"
    SOLD_OUT = "sold-out"


GONE = (Level.BACK_ORDER, Level.SOLD_OUT)
"""Where none is there."""


class BackOrder(Model, frozen=True, kw_only=True):
    """How many pieces may be ordered beyond those in stock, and the day on which they leave."""

    on: Day
    pieces: Annotated[int, Meta(ge=1, le=MAX_PIECES)]


class StockLevel(Model, frozen=True, omit_defaults=True, kw_only=True):
    """What a shopper may know. `left` is how many can be ordered, set only if that is few; `back_on` only for a back
    order."""

    sku: Sku
    level: Level
    left: int | None = None
    back_on: Day | None = None

    def as_of(self, today: Day) -> "StockLevel":
        """Return the level on a day: a back order whose day has come promises nothing any more."""
        is_over = self.level is Level.BACK_ORDER and self.back_on is not None and self.back_on <= today
        return StockLevel(sku=self.sku, level=Level.SOLD_OUT) if is_over else self


class StockLevels(Model, frozen=True):
    """Levels of the requested SKUs; unknown ones are left out."""

    items: tuple[StockLevel, ...]


class StockQuery(RequestModel, frozen=True):
    """`skus` are joined by commas, 100 at most."""

    skus: Annotated[str, Meta(pattern=r"^[A-Za-z0-9._-]+(,[A-Za-z0-9._-]+){0,99}$(?!\n)", max_length=6500)]


class Stock(Model, frozen=True, omit_defaults=True, kw_only=True):
    """A SKU's stock for staff. `available` can be bought, `held` waits for its order's payment, `sold` is gone. With a
    back order `available` may fall below 0, by as many pieces as that allows.

    available + held + sold = everything that was ever put in stock. The answer to SET_STOCK counts what is held as
    `sold`. With `held_at_least` so many orders wait for their payment that not all were counted: `held` is this much
    or more, `sold` this much or less.
    """

    sku: Sku
    available: Available
    held: PieceCount
    sold: Annotated[int, Meta(ge=0)]
    version: Version
    back_order: BackOrder | None = None
    held_at_least: bool = False

    @property
    def owed(self) -> int:
        """Return how many pieces were ordered but are not in stock."""
        return max(-self.available, 0)


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
    another is a 409 that names it, so that no sale is undone unseen. A `back_order` of None ends it; one that is not
    told stays. Fewer pieces than 0 need one that allows as many."""

    available: Available
    version: Annotated[int, Meta(ge=0, le=MAX_SAFE_INTEGER)]
    back_order: BackOrder | UnsetType | None = UNSET


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


class HoldPath(Model, frozen=True, kw_only=True):
    order_id: OrderId


class HoldPage(Model, frozen=True):
    items: tuple[Hold, ...]
    next: Cursor | None
