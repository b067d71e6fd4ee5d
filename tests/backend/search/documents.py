"""Documents to search in, few and many."""

import random
import sqlite3
from pathlib import Path
from typing import Any

from backend.contracts.colours import Colour
from backend.contracts.inventory.models import Level
from backend.contracts.product.models import Option, Picture, Variant
from backend.search.document import Document, document
from tests.backend.search.news import product_changed

TITLES = (
    "Harbour at Dusk",
    "Slow Orbit No. 3",
    "Paper Reef Notebook",
    "Café Terrace Poster",
    "Blue Harbour Mug",
    "Orbiting Moons",
)


def build_document(number: int, title: str, **more: Any) -> Document:
    levels = {f"p{number}-a4": more.pop("level", Level.IN_STOCK)}
    return document(product_changed(f"p{number}", title=title, **more).product, levels)


def open_index(path: Path) -> sqlite3.Connection:
    return sqlite3.connect(path)


SIZES, BRANDS, PATHS = ("A2", "A3", "A4"), ("Halftone", "Other Press", ""), (("Prints",), ("Prints", "Sea"), ("Mugs",))


COLOURS = (Colour.BLUE, Colour.RED, Colour.WHITE)


def many() -> list[Document]:
    source = random.Random(11)
    found = []
    for number in range(150):
        sizes = tuple(sorted(source.sample(SIZES, source.randint(1, 3))))
        variants = tuple(
            Variant(sku=f"p{number}-{size}", values=(size,), price=source.randrange(500, 3000, 50)) for size in sizes
        )
        product = product_changed(
            f"p{number}",
            title=source.choice(TITLES),
            brand=source.choice(BRANDS),
            pictures=(_picture(source),),
            options=(Option(name="Size", values=sizes),),
            variants=variants,
        ).product
        path = source.choice(PATHS)
        moved = type(product)(**{field: getattr(product, field) for field in product.__struct_fields__} | {
            "category": path, "category_path": "/".join(path).lower()})  # fmt: skip
        found.append(document(moved, {variant.sku: source.choice(list(Level)) for variant in variants}))
    return found


def _picture(source: random.Random) -> Picture:
    colours = tuple(source.sample(COLOURS, source.randint(0, 2)))
    return Picture(src="harbour-1", alt="A harbour", width=4, height=5, colours=colours)


MANY = many()
