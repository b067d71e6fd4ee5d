"""Tables of programs that have no reader of their own here: each article in a row, its columns known by their names.

Rows of one product have its handle or its parent's number in common, or leave what they repeat empty.
"""

from collections.abc import Iterable, Iterator

from backend.contracts.slug import slug
from storefront.clients.price_setting import prices_include_tax
from storefront.imports import languages, table_cells
from storefront.imports.any_value import split_values
from storefront.imports.categories import deepest_titled, split_paths
from storefront.imports.column_fields import currency_of
from storefront.imports.column_names import COUNTS_OR_CONTENTS, GROSS, NET, PRICE, TITLE
from storefront.imports.dialect import Dialect
from storefront.imports.entities import decode_entities, decode_markup
from storefront.imports.entry import Entry, Price, parts, picture, whole
from storefront.imports.image_urls import addresses
from storefront.imports.rows import Row, rows
from storefront.imports.sales import of_days
from storefront.imports.table_columns import NEVER_LISTED, SPELT, Layout, find_layout

_PLAIN_VARIATIONS = ("", "regular", "default", "standard", "default title")


def entries(lines: Iterable[str], dialect: Dialect) -> Iterator[Entry]:
    """Yield every row in common words.

    Raises NotReadable where the file's prices are without tax and the shop's are with it, or the other way.
    """
    table, above = None, ""
    for row in rows(lines, dialect):
        table = table or _Table(find_layout(row.cells), row)
        if table.is_total(row):
            yield Entry(line=row.line, key=f"total:{row.line}", skip="it sums up the rows above")
            continue
        entry = table.entry(row, above)
        above = entry.key
        yield entry


class _Table:
    """What is read from which column."""

    def __init__(self, layout: Layout, first: Row) -> None:
        self._layout, self._columns = layout, layout.columns
        self._price = layout.price_column(prices_include_tax(), first.line)
        for field, column in self._columns.items():
            if column == self._price or field not in (PRICE, GROSS, NET, *layout.several):
                first.usage.take(field, column)
        for field, columns in layout.several.items():
            first.usage.take(field, *columns)

    def is_total(self, row: Row) -> bool:
        """Return whether the row is no article, but the total of those above."""
        names = (self._cell(row, field) for field in (TITLE, "SKU", "id", "parent", "group"))
        return table_cells.is_total(row.cells.values(), names)

    def entry(self, row: Row, above: str) -> Entry:
        """Return the row; `above` is the key of the one before it."""
        title, sku, id, parent = (self._cell(row, field) for field in (TITLE, "SKU", "id", "parent"))
        (title, hyphens), pieces, price = (
            table_cells.join_syllables(decode_entities(title)),
            self._pieces(row),
            self._prices(row),
        )
        group, choices = self._group(row, title), self._choices(row)
        lists = {name: split_values(value) if name.lower() not in NEVER_LISTED else () for name, value in choices}
        has_values = any(value for _, value in choices)
        continues = above and not (title or group or id or parent) and (has_values or not price.price)
        own = above if continues else group or (f"id:{id}" if id else f"sku:{sku or title}" if sku or title else "")
        category, others = self._category(row)
        unclear = (note for name in self._layout.visibility for note in table_cells.explain_unclear(name, row[name]))
        is_part = bool(parent or group or continues)
        return Entry(
            line=row.line,
            key=parent if parent and not group else own,
            also=tuple(dict.fromkeys(filter(None, (sku, id)))) if "parent" in self._columns and not is_part else (),
            handle="" if is_part else sku if slug(sku) else title,
            apart="" if is_part else id,
            title=title,
            description=decode_markup(next(filter(None, map(row.__getitem__, self._layout.descriptions)), "")),
            brand=decode_entities(self._cell(row, "brand")),
            category=category,
            tags=tuple(map(decode_entities, parts(self._cell(row, "tags"), ","))),
            currency=self._cell(row, "currency").upper() or currency_of(self._price),
            choices=tuple((name, "" if lists[name] else value) for name, value in choices),
            offers=tuple((name, values) for name, values in lists.items() if values),
            loose=not self._layout.options,
            is_parent="parent" in self._columns and not (parent or group),
            sells=bool(price.price or has_values),
            sku=sku,
            price=price.price,
            compare_at=price.before,
            stock=pieces[0],
            pictures=tuple(map(picture, self._pictures(row))),
            skip=self._not_for_sale(row),
            wrong=row.wrong,
            notes=(*hyphens, *filter(None, (price.note, others)), *pieces[1], *unclear),
            translations=languages.read(row.__getitem__, decode_entities, decode_markup),
        )

    def _cell(self, row: Row, field: str) -> str:
        return row[self._columns[field]] if field in self._columns else ""

    def _group(self, row: Row, title: str) -> str:
        """Return what rows of one product share: a handle, or the title where articles have options of their own."""
        if "group" in self._columns or "parent" in self._columns:
            return self._cell(row, "group")
        has_options = self._layout.options or self._layout.choices or "variation" in self._columns
        return title if has_options else ""

    def _choices(self, row: Row) -> tuple[tuple[str, str], ...]:
        numbered = tuple((row[option], row[value]) for option, value in self._layout.options)
        if any(value for _, value in numbered):
            return numbered
        if self._layout.choices:
            return tuple((SPELT.get(name, name.capitalize()), row[name]) for name in self._layout.choices)
        variation = "" if self._layout.options else self._cell(row, "variation")
        return () if variation.lower() in _PLAIN_VARIATIONS else table_cells.split_variation(variation)

    def _prices(self, row: Row) -> Price:
        price, sale = row[self._price], self._cell(row, "sale price")
        is_sale = sale.strip("0., ") and not table_cells.is_no(self._cell(row, "whether on sale"))
        days = self._cell(row, "first day of the sale"), self._cell(row, "last day of the sale")
        return of_days(price, sale, *days) if is_sale else Price(price, self._cell(row, "price before"))

    def _pieces(self, row: Row) -> tuple[int | None, tuple[str, ...]]:
        """Return the pieces, at all places together, and what is to be known of them."""
        if "pieces" in self._columns:
            unit = self._cell(row, "unit") if self._columns["pieces"] in COUNTS_OR_CONTENTS else ""
            return table_cells.count_pieces(self._cell(row, "pieces"), unit)
        counts = [count for column in self._layout.places if (count := whole(row[column])) is not None]
        return (sum(counts) if counts else None), ()

    def _category(self, row: Row) -> tuple[tuple[str, ...], str]:
        levels = tuple(decode_entities(row[level]) for level in self._layout.levels if row[level])
        return (levels, "") if levels else deepest_titled(split_paths(self._cell(row, "category")))

    def _pictures(self, row: Row) -> list[str]:
        cells = [self._cell(row, "pictures"), *(row[column] for column in self._layout.pictures)]
        return list(dict.fromkeys(address for cell in cells for address in addresses(cell)))

    def _not_for_sale(self, row: Row) -> str:
        if self._cell(row, "archived").lower() in ("true", "yes", "y", "1"):
            return "it is archived"
        column = next((name for name in self._layout.visibility if table_cells.is_no(row[name])), "")
        return f"it is not for sale: {column} is {row[column][:20]}" if column else ""
