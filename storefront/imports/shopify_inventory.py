"""Shopify's inventory CSV: the pieces of each variant, in a row for each location or in a column of each.

https://help.shopify.com/en/manual/products/inventory/inventory-csv
"""

from collections.abc import Iterable, Iterator

from storefront.imports.column_fields import find_field
from storefront.imports.dialect import Dialect
from storefront.imports.entities import decode_entities
from storefront.imports.entry import Entry, explain_pieces, whole
from storefront.imports.rows import Row, rows

_OF_VARIANTS = frozenset((
    "handle", "title", "sku", "hs code", "coo", "barcode", "vendor", "type", "tags", "bin name", "location", "incoming",
    *(f"option{number} {part}" for number in (1, 2, 3) for part in ("name", "value")),
))  # fmt: skip
_ON_HAND = ("on hand (new)", "on hand (current)", "on hand")
_STATES = frozenset(("available", "committed", "unavailable", *_ON_HAND))
"""Columns of pieces in a row for one location, without what Shopify adds: `Available (not editable)`."""
_ADDED = (" (not editable)", " (do not edit)")
_NOT_THERE = ("", "not stocked")


def entries(lines: Iterable[str], dialect: Dialect) -> Iterator[Entry]:
    """Yield every row in common words: of its product only what tells it."""
    for row in rows(lines, dialect):
        stock, notes = _pieces(row)
        row.usage.take("pieces", *_places(row))
        yield Entry(
            line=row.line,
            key=row["handle"],
            title=decode_entities(row["title"]),
            choices=tuple((row[f"option{n} name"], row[f"option{n} value"]) for n in (1, 2, 3)),
            sku=row["sku"],
            stock=stock,
            wrong=row.wrong,
            notes=notes,
        )


def _pieces(row: Row) -> tuple[int | None, tuple[str, ...]]:
    """Return the pieces that can be bought, None where it is not stocked, and what is to be known of them."""
    states = {bare: row[name] for name in row.cells if (bare := _bare(name)) in _STATES}
    if states:
        return _of_location(states)
    return _add_up([row[name] for name in _places(row)])


def _places(row: Row) -> list[str]:
    """Return the columns of pieces: those of states, or else one for each location, which may be called anything."""
    states = [name for name in row.cells if _bare(name) in _STATES]
    return states or [name for name in row.cells if name and _bare(name) not in _OF_VARIANTS and _may_be_place(name)]


def _may_be_place(name: str) -> bool:
    """Return whether a column may be called as a location: none is as a price or a brand, and some are `Stock`."""
    field, _ = find_field(name) or ("pieces", 0)
    return field == "pieces"


def _bare(name: str) -> str:
    for added in _ADDED:
        name = name.removesuffix(added)
    return name


def _of_location(states: dict[str, str]) -> tuple[int | None, tuple[str, ...]]:
    """Return those available; a new number on hand counts before, less what is promised to somebody."""
    if not states.get(_ON_HAND[0]) and states.get("available", "").lower() not in _NOT_THERE:
        return _add_up([states["available"]])
    on_hand = next((cell for name in _ON_HAND if (cell := states.get(name, ""))), "")
    pieces, notes = _add_up([on_hand])
    promised = sum(whole(states.get(name, "")) or 0 for name in ("committed", "unavailable"))
    if not pieces or not promised:
        return pieces, notes
    left = max(pieces - promised, 0)
    return left, (*notes, f"of {pieces} pieces on hand {promised} are committed or unavailable: {left} are taken")


def _add_up(cells: Iterable[str]) -> tuple[int | None, tuple[str, ...]]:
    filled = [cell for cell in cells if cell.lower() not in _NOT_THERE]
    counts = [count for cell in filled if (count := whole(cell)) is not None]
    return (sum(counts) if counts else None), tuple(note for cell in filled for note in explain_pieces(cell))
