"""The parts of a product that several rows make together: its category, options, variants and pictures."""

import re
from urllib.parse import quote

from backend.contracts.product import DEPTH, Option, Picture, Variant
from storefront.imports.columns import Columns
from storefront.imports.money import minor
from storefront.imports.rows import Row

WIDTH = HEIGHT = 1200
"""Pixels that a picture is said to have: the file does not tell, and the page needs a place for it."""

ELSEWHERE = "Everything else"
_NOT_SKU = re.compile(r"[^A-Za-z0-9._-]+")
_COUNT = 3


class Wrong(Exception):
    """A row that cannot be right: its line, and the reason in plain words."""

    def __init__(self, line: int, reason: str) -> None:
        super().__init__(reason)
        self.line, self.reason = line, reason


def category(row: Row, names: Columns) -> tuple[str, ...]:
    """Titles from the root down: Shopify's own category where there is one, else the merchant's type."""
    path = row[names.taxonomy] or row[names.type] or ELSEWHERE
    return tuple(part.strip() for part in path.split(">") if part.strip())[:DEPTH]


def options(group: list[Row], names: Columns) -> tuple[Option, ...]:
    """The choices, with the values in the order of the rows. `Title` / `Default Title` is Shopify's way of saying that there is none."""
    titles = [group[0][f"option{number} name"] for number in range(1, _COUNT + 1)]
    found = []
    for number, title in enumerate(titles, 1):
        values = tuple(dict.fromkeys(value for row in group if (value := row[f"option{number} value"])))
        if title and values and (title, values) != ("Title", ("Default Title",)):
            found.append(Option(name=title, values=values))
    return tuple(found)


def variants(id: str, group: list[Row], names: Columns, count: int) -> tuple[Variant, ...]:
    """One per row that has a price. Raises Wrong for a price that is none, and for a SKU or a choice that was there before."""
    found: dict[str, Variant] = {}
    chosen: set[tuple[str, ...]] = set()
    for row in (row for row in group if row[names.price] or row["option1 value"]):
        values = tuple(row[f"option{number} value"] for number in range(1, count + 1))
        if not all(values):
            raise Wrong(row.line, "the variant lacks the value of an option")
        variant = Variant(
            sku=_sku(id, row[names.sku], values), values=values, price=_price(row, names.price), compare_at=_before(row, names)
        )
        if variant.sku in found:
            raise Wrong(row.line, f"the SKU {variant.sku} was there before")
        if values in chosen:
            raise Wrong(row.line, f"the variant {' / '.join(values) or 'without options'} was there before")
        found[variant.sku] = variant
        chosen.add(values)
    if not found:
        raise Wrong(group[0].line, "no row has a price")
    return tuple(found.values())


def pictures(group: list[Row], names: Columns) -> tuple[Picture, ...]:
    """In the order of their positions, each once."""
    placed = sorted((row for row in group if row[names.image]), key=lambda row: _position(row, names))
    found = {quote(row[names.image], safe=":/?&=#%+,;@!$'()*~[]"): " ".join(row[names.alt].split()) for row in placed}
    return tuple(Picture(src=src, alt=alt, width=WIDTH, height=HEIGHT) for src, alt in found.items())


def _sku(id: str, given: str, values: tuple[str, ...]) -> str:
    """The merchant's own, in the letters that a SKU may have; else one made of the handle and the choice, the same each time."""
    made = _NOT_SKU.sub("-", given or "-".join((id, *values)).upper()).strip("-._")
    return (made or id.upper())[:64]


def _price(row: Row, column: str) -> int:
    try:
        return minor(row[column])
    except ValueError as error:
        raise Wrong(row.line, str(error) if row[column] else "the variant has no price") from None


def _before(row: Row, names: Columns) -> int | None:
    """The price before a reduction; one that is not higher is none."""
    if not row[names.compare_at]:
        return None
    before = _price(row, names.compare_at)
    return before if before > _price(row, names.price) else None


def _position(row: Row, names: Columns) -> int:
    position = row[names.position]
    return int(position) if position.isascii() and position.isdigit() else 10**6
