"""The whole catalogue, a module for each part of the shop, and the order in which its products are shown."""

import hashlib

import msgspec

from storefront.demo.catalogue import (
    abstract,
    botanical,
    calendars,
    cards,
    frames,
    gift_vouchers,
    home,
    landscapes,
    notebooks,
    posters,
    puzzles,
    series,
    sky,
    still_life,
    trifles,
    wrapping,
)
from storefront.demo.item import Item

PARTS = (
    landscapes,
    sky,
    botanical,
    abstract,
    still_life,
    posters,
    notebooks,
    cards,
    wrapping,
    calendars,
    puzzles,
    home,
    frames,
    trifles,
    gift_vouchers,
)

# What the shop shows first, chosen by eye for how the pictures stand together. The rest follows in an order that means
# nothing.
WINDOW = (
    "seven-hills", "two-pears", "waxing-mostly", "low-tide", "dahlia-620", "ball-that-isnt", "sorry-mushrooms",
    "lagoon", "wind-from-the-left", "counted-sunflower",
    "blocks-mug", "combed", "lemons-by-eleven", "blue-sea-paper", "ball-resting", "gate-open", "last-train",
    "ring-roads", "agate", "marbled-evening",
)  # fmt: skip


def _rank(id: str) -> int:
    if id in WINDOW:
        return 10_000 - WINDOW.index(id) * 10
    return int.from_bytes(hashlib.sha256(id.encode()).digest()[:2]) % 9_000


def _with_rank(item: Item) -> Item:
    return item._replace(product=msgspec.structs.replace(item.product, rank=_rank(item.product.id)))


ITEMS: dict[str, Item] = {item.product.id: _with_rank(item) for part in PARTS for item in part.ITEMS}
DRAWN = ITEMS | {series.ITEM.product.id: series.ITEM}
"""What has pictures: all that is sold, and the home page's series."""
