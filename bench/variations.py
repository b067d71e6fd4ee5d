"""Any number of products: variations of those of an invented department store."""

import random
from collections.abc import Iterator

import msgspec

from backend.contracts.inventory.models import Level
from backend.search.document import Choice, Document
from tests.relevance import catalogues

COLOURS = (
    "Amber", "Ash", "Black", "Blue", "Bronze", "Cherry", "Copper", "Coral", "Cream", "Crimson", "Emerald", "Forest", "Gold",
    "Green", "Grey", "Indigo", "Ivory", "Jade", "Lavender", "Lemon", "Lilac", "Mint", "Mustard", "Navy", "Ochre", "Olive",
    "Orange", "Peach", "Pink", "Plum", "Purple", "Red", "Rose", "Rust", "Sage", "Sand", "Silver", "Teal", "Turquoise", "White",
)  # fmt: skip
SIZES = ("XS", "S", "M", "L", "XL", "24 × 30 cm", "40 × 50 cm", "50 × 70 cm")
BRANDS = 400


def vary(count: int) -> Iterator[Document]:
    """So many products: each of them again and again in another colour, series, size, brand and price.

    The same each time.
    """
    originals, source = catalogues.department_store(), random.Random(24)
    for number in range(count):
        yield _variation(originals[number % len(originals)], number, source)


def _variation(of: Document, number: int, source: random.Random) -> Document:
    colour, series = source.choice(COLOURS), number // 50
    card = msgspec.structs.replace(
        of.card,
        id=f"p-{number}",
        title=f"{colour} {of.card.title} {series}",
        brand=f"Maker {int(source.random() ** 2 * BRANDS)}",
        price=max(100, int(of.card.price * source.uniform(0.5, 1.5))),
    )
    sizes = tuple(sorted(source.sample(SIZES, source.randint(1, 4))))
    return msgspec.structs.replace(
        of,
        card=card,
        skus=tuple(f"{number:07}-{place}" for place in range(len(sizes))),
        choices=(Choice("colour", "Colour", (colour,)), Choice("size", "Size", sizes)),
        rank=source.randrange(1_000_000),
        created_at=f"2026-{source.randint(1, 12):02}-{source.randint(1, 28):02}T10:11:12.{number % 1000:03}Z",
        level=Level.SOLD_OUT if source.random() < 0.05 else Level.IN_STOCK,
    )
