"""The columns of a plain table and what each is for, by their names."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from backend.contracts.shop import CURRENCY
from storefront.imports.column_fields import currency_of, find_field, is_name
from storefront.imports.column_names import DESCRIPTION, GROSS, NET, PRICE, TITLE
from storefront.imports.entry import NotReadable

_OPTIONS = (
    ("option name {}", "option value {}"),
    ("option{} name", "option{} value"),
    ("variation name {}", "variation value {}"),
    ("variation {} name", "variation {} values"),
    ("variationsname {}", "variationswert {}"),
    ("variant option {} name", "variant option {} value"),
    ("attribute {} name", "attribute {} value(s)"),
    ("attribute {} name", "attribute {} value"),
)
"""Pairs of columns for an option and its value, numbered from 1 or by a word."""
_NUMBERS = ((1, 2, 3), ("one", "two", "three"))
_CHOICES = ("color", "colour", "farbe", "couleur", "size", "grösse", "groesse", "taille", "talla", "material")
"""As `headers.plain` has them: ß is ss."""
SPELT = {"grösse": "Größe", "groesse": "Größe"}
"""What those are called that are no words without their case and umlauts."""
NEVER_LISTED = frozenset(("material",))
"""Choices whose cells hold one value, whatever marks are in it: cotton, elastane."""
_PICTURE = re.compile(r"(?:additional )?(?:image|picture|photo|bild|img)(?: (?:url|link|src|file))?[ -]*\d+(?: url)?")
_LEVEL = re.compile(r"(?:kategorie(?: ebene)?|category level|categorylevel|us category|p cat\.)[ -]*\d+")
_AT_PLACES = re.compile(r"(?:current quantity|inventory) .+")
_SHORT_TEXTS = ("description", "item description", "beschreibung", "descrizione", "descripción", "descrição", "opis")
_PER_UNIT = ("unit price",)
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
        }

    @property
    def has_variants(self) -> bool:
        """Return whether several rows may be one product."""
        return bool(self.options or self.choices) or not {"group", "parent", "variation"}.isdisjoint(self.columns)

    @property
    def is_catalogue(self) -> bool:
        """Return whether this is enough for products: a title, a price, and something more."""
        return TITLE in self.columns and not {PRICE, GROSS, NET}.isdisjoint(self.columns) and len(self.columns) > LEAST


def find_layout(names: Iterable[str]) -> Layout:
    """Return what the columns are for, by their names as `headers.canonical` gives them."""
    present = list(dict.fromkeys(names))
    ranked: dict[str, list[str]] = {}
    for name in present:
        if known := find_field(name):
            ranked.setdefault(known[0], []).append(name)
    for several in ranked.values():
        several.sort(key=_rank)
    layout = Layout(
        columns={field: several[0] for field, several in ranked.items()},
        descriptions=tuple(ranked.get(DESCRIPTION, ())),
        options=_pairs(present),
        choices=tuple(name for name in present if name in _CHOICES),
        pictures=tuple(name for name in present if _PICTURE.fullmatch(name)),
        levels=tuple(sorted(name for name in present if _LEVEL.fullmatch(name))),
        places=tuple(name for name in present if _AT_PLACES.fullmatch(name) and not is_name(name)),
        visibility=tuple(ranked.get("visibility", ())),
    )
    return _with_stand_ins(layout)


def _rank(name: str) -> tuple[int, bool]:
    """Return the best name of a field first, of several currencies the shop's."""
    known = find_field(name)
    return known[1] if known else 0, currency_of(name) not in ("", CURRENCY)


def _with_stand_ins(layout: Layout) -> Layout:
    """Return the columns with those that serve where a better one is missing: a description as the title of what has a
    number, and an id as the SKU of what has no variants. A price per unit counts only where there is no other.
    """
    columns, descriptions = dict(layout.columns), layout.descriptions
    if (
        TITLE not in columns
        and "SKU" in columns
        and "group" not in columns
        and columns.get(DESCRIPTION) in _SHORT_TEXTS
    ):
        columns[TITLE], descriptions = columns.pop(DESCRIPTION), descriptions[1:]
    if "SKU" not in columns and "id" in columns and not layout.has_variants:
        columns["SKU"] = columns["id"]
    if columns.get(PRICE) in _PER_UNIT and not {GROSS, NET}.isdisjoint(columns):
        del columns[PRICE]
    return replace(layout, columns=columns, descriptions=descriptions)


def _pairs(present: Sequence[str]) -> tuple[tuple[str, str], ...]:
    every = (
        (option.format(number), value.format(number))
        for option, value in _OPTIONS
        for numbers in _NUMBERS
        for number in numbers
    )
    return tuple(pair for pair in every if set(pair) <= set(present))
