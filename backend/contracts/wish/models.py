"""What the wish service takes and returns."""

from typing import Annotated

from msgspec import Meta

from backend.contracts.inventory.models import Level
from backend.contracts.product.content import Content
from backend.contracts.product.models import Picture
from backend.contracts.product.translations import LocalTitle, LocalValues
from backend.contracts.types import Amount, Currency, GuestId, Model, RequestModel, ShortText, Sku, Slug

MAX_WISHES, PAGE_SIZE = 200, 24
GUEST_DAYS = 180
"""Days that a guest's wish is kept for."""

UNDO_SECONDS = 3600
"""How long a removed wish, if it is added again, still has its old place in the list and its old price."""


ShareKey = Annotated[
    str, Meta(pattern=r"^[0-9a-f]{32}$(?!\n)", description="shows one wish list to whoever has it: 128 random bits")
]


class Wish(Model, frozen=True, omit_defaults=True, kw_only=True):
    """A variant in a wish list, with what it costs now.

    `wished_price` is what it cost when it was added. `gone`: it is no longer sold, and `price` was its last.
    `since` is when it was added, in milliseconds since 1970. `level` is None where nothing is known of the stock.
    """

    product_id: Slug
    sku: Sku
    title: ShortText
    currency: Currency
    price: Amount
    wished_price: Amount
    since: int
    values: tuple[ShortText, ...] = ()
    picture: Picture | None = None
    content: Content | None = None
    level: Level | None = None
    left: int | None = None
    gone: bool = False
    titles: tuple[LocalTitle, ...] = ()
    local_values: tuple[LocalValues, ...] = ()


class WishPage(Model, frozen=True, omit_defaults=True, kw_only=True):
    """A page of a wish list, newest first; `count` is of the whole list. `share_key` is for the shopper alone."""

    items: tuple[Wish, ...]
    count: Annotated[int, Meta(ge=0)]
    share_key: ShareKey | None = None


class WishedVariant(Model, frozen=True, kw_only=True):
    product_id: Slug
    sku: Sku


class Wished(Model, frozen=True, kw_only=True):
    """Everything in a wish list, by its keys alone, newest first."""

    items: tuple[WishedVariant, ...]


class AddWish(RequestModel, frozen=True, omit_defaults=True, kw_only=True):
    """The variant to add; without one, the product's cheapest of those not sold out."""

    sku: Sku | None = None


class WishPageQuery(RequestModel, frozen=True, kw_only=True):
    page: Annotated[int, Meta(ge=1, le=-(-MAX_WISHES // PAGE_SIZE))] = 1


class RemoveWishQuery(RequestModel, frozen=True, kw_only=True):
    """The variant to remove; without one, all of the product."""

    sku: Sku | None = None


class MergeWishes(RequestModel, frozen=True, kw_only=True):
    guest_id: GuestId


class MergedWishes(Model, frozen=True, kw_only=True):
    """The shopper's list after a merge. `moved` came from the guest's; `left` had no room and stay there."""

    wished: Wished
    moved: Annotated[int, Meta(ge=0)]
    left: Annotated[int, Meta(ge=0)]
