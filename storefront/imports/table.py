"""Tables of programs that have no reader of their own here: each article in a row, its columns known by their names.

Rows of one product have its handle or its parent's number in common, stand below it, or leave what they repeat empty.
"""

from collections.abc import Iterable, Iterator

from msgspec.structs import replace

from storefront.clients.price_setting import prices_include_tax
from storefront.imports import price_rules, table_cells
from storefront.imports.column_fields import currency_of
from storefront.imports.column_names import GROSS, NET, PRICE, TITLE
from storefront.imports.dialect import Dialect
from storefront.imports.entry import Entry, Price, PriceRule
from storefront.imports.option_rows import read_option
from storefront.imports.rows import Row, rows
from storefront.imports.table_choices import Options, read_options
from storefront.imports.table_columns import find_layout
from storefront.imports.table_layout import Layout
from storefront.imports.table_names import Names, name_entry, read_names
from storefront.imports.table_offer import Pieces, read_price
from storefront.imports.table_rows import RowKind
from storefront.imports.table_state import with_state
from storefront.imports.table_texts import with_pictures, with_texts


def entries(lines: Iterable[str], dialect: Dialect) -> Iterator[Entry]:
    """Yield every row in common words.

    Raises NotReadable where the file's prices are without tax and the shop's are with it, or the other way.
    """
    table, above = None, ""
    for row in rows(lines, dialect):
        table = table or _Table(find_layout(row.cells), row)
        if reason := table.explain_no_article(row):
            yield Entry(line=row.line, key=f"row:{row.line}", skip=reason)
            continue
        entry = table.entry(row, above)
        above = entry.key
        yield entry


class _Table:
    """What is read from which column."""

    def __init__(self, layout: Layout, first: Row) -> None:
        self._layout, self._columns, self._program = layout, layout.columns, layout.program
        self._price = layout.price_column(prices_include_tax(), first.line)
        self._pieces, self._had = Pieces(layout), set[str]()
        for field, column in self._columns.items():
            if column == self._price or field not in (PRICE, GROSS, NET, *layout.several):
                first.usage.take(field, column)
        for field, columns in layout.several.items():
            first.usage.take(field, *columns)

    def explain_no_article(self, row: Row) -> str:
        """Return why the row is no article and belongs to none: it is the total of those above, or of another kind."""
        names = (self._cell(row, field) for field in (TITLE, "SKU", "id", "parent", "group"))
        if table_cells.is_total(row.cells.values(), names):
            return "it sums up the rows above"
        word = row[self._program.kind] if self._program and self._program.kind else ""
        return f"{word[:20]!r} is no product" if self._program and self._program.kind_of(word) is RowKind.OTHER else ""

    def entry(self, row: Row, above: str) -> Entry:
        """Return the row; `above` is the key of the one before it."""
        kind = self._kind(row)
        entry = self._name(row, kind, above)
        match kind:
            case RowKind.RULE:
                return price_rules.read_rule(entry, self._options(row, kind).choices, row[self._price])
            case RowKind.OPTION:
                return read_option(entry, row.__getitem__)
            case RowKind.PICTURE:
                return replace(with_pictures(entry, self._layout, kind, row.__getitem__), sells=False)
        entry = with_pictures(with_texts(entry, self._layout, row.__getitem__), self._layout, kind, row.__getitem__)
        return with_state(self._with_offer(row, kind, entry), self._layout, kind, row)

    def _cell(self, row: Row, field: str) -> str:
        return row[self._columns[field]] if field in self._columns else ""

    def _kind(self, row: Row) -> RowKind:
        if self._program and self._program.repeats:
            return self._kind_by_place(row[self._program.repeats])
        if not self._program or not self._program.kind:
            return RowKind.ARTICLE
        return self._program.kind_of(row[self._program.kind])

    def _kind_by_place(self, group: str) -> RowKind:
        """Return what a row is where the first of several is their product's, and the others are its variants."""
        is_first = group not in self._had
        self._had.add(group)
        return RowKind.PRODUCT if is_first else RowKind.VARIANT

    def _name(self, row: Row, kind: RowKind, above: str) -> Entry:
        """Return the row's line and names, and the product that it belongs to."""
        names = read_names(self._layout, kind, row.__getitem__)
        continues = kind is RowKind.ARTICLE and self._continues(row, names, above)
        entry = name_entry(row.line, names, self._layout, kind, above, continues=continues)
        return replace(entry, wrong=row.wrong or entry.wrong)

    def _continues(self, row: Row, names: Names, above: str) -> bool:
        """Return whether the row leaves out what it repeats of the one above."""
        if not above or any((names.title, names.group, names.id, names.parent)):
            return False
        return self._options(row, RowKind.ARTICLE).has_values or not self._prices(row).price

    def _with_offer(self, row: Row, kind: RowKind, entry: Entry) -> Entry:
        """Return the entry with what is sold: options, price and pieces."""
        options, price = self._options(row, kind), self._prices(row)
        stock, unclear = self._pieces.count(row.__getitem__, kind)
        return replace(
            entry,
            currency=self._cell(row, "currency").upper() or currency_of(self._price) or self._layout.currency,
            choices=options.choices,
            offers=options.offers,
            loose=kind is RowKind.ARTICLE and not self._layout.options,
            sells=kind is RowKind.VARIANT or bool(price.price or options.has_values),
            price=price.price,
            compare_at=price.before,
            surcharge=self._cell(row, "surcharge") if kind is RowKind.VARIANT else None,
            rules=self._discount(row) if kind is not RowKind.VARIANT else (),
            stock=stock,
            notes=(*entry.notes, *filter(None, (price.note,)), *options.notes, *unclear),
        )

    def _options(self, row: Row, kind: RowKind) -> Options:
        return read_options(self._layout, kind, row.__getitem__)

    def _prices(self, row: Row) -> Price:
        return read_price(self._columns, self._price, row.__getitem__)

    def _discount(self, row: Row) -> tuple[PriceRule, ...]:
        return price_rules.discount(self._cell(row, "discount kind"), self._cell(row, "discount"))
