"""The columns of a plain table and what each is for."""

from dataclasses import dataclass

from storefront.imports.column_names import DESCRIPTION, GROSS, NET, PRICE, TITLE
from storefront.imports.entry import NotReadable
from storefront.imports.table_rows import Program

LEAST = 2
"""A table has more columns than that."""


@dataclass(frozen=True)
class Layout:
    """The column of each field, and those that may be several: descriptions, of which the first that is filled counts,
    options and values, pictures, levels of a category, pieces at places, and those that say whether it is for sale.
    """

    columns: dict[str, str]
    descriptions: tuple[str, ...] = ()
    options: tuple[tuple[str, str], ...] = ()
    choices: tuple[str, ...] = ()
    pictures: tuple[str, ...] = ()
    levels: tuple[str, ...] = ()
    places: tuple[str, ...] = ()
    visibility: tuple[str, ...] = ()
    program: Program | None = None
    currency: str = ""

    def price_column(self, with_tax: bool, line: int) -> str:
        """Return the column of prices as the shop's are, with tax or without.

        Raises NotReadable, with the file's line, where all prices are of the other kind.
        """
        wanted, other = (GROSS, NET) if with_tax else (NET, GROSS)
        column = self.columns.get(wanted) or self.columns.get(PRICE)
        if not column:
            raise NotReadable(
                f"line {line}: the file has no {wanted}, which is what the shop's prices are, and only a {other}: "
                "add a column “Price” with those that the shop is to take"
            )
        return column

    @property
    def several(self) -> dict[str, tuple[str, ...]]:
        """The columns of each field that may have more than one."""
        return {
            "visibility": self.visibility,
            DESCRIPTION: self.descriptions,
            "options": (*(name for pair in self.options for name in pair), *self.choices),
            "further pictures": self.pictures,
            "levels of the category": self.levels,
            "pieces at places": self.places,
            "what a row is": (self.program.kind,) if self.program and self.program.kind else (),
            "whether it is sold": tuple(self.program.taken_off) if self.program else (),
        }

    @property
    def has_variants(self) -> bool:
        """Return whether several rows may be one product."""
        has_kinds = self.program is not None and bool(self.program.kind)
        return (
            has_kinds
            or bool(self.options or self.choices)
            or not {"group", "parent", "variation"}.isdisjoint(self.columns)
        )

    @property
    def is_catalogue(self) -> bool:
        """Return whether this is enough for products: a title, a price, and something more."""
        return TITLE in self.columns and not {PRICE, GROSS, NET}.isdisjoint(self.columns) and len(self.columns) > LEAST
