"""The columns of a plain table and what each is for, by their names."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from storefront.imports import headers
from storefront.imports.column_names import DESCRIPTION, FIELD_NAMES, GROSS, NET, PRICE, TITLE
from storefront.imports.dialect import Dialect
from storefront.imports.money import SHARED, split_currency

_RANKED = {name: (field, rank) for field, names in FIELD_NAMES.items() for rank, name in enumerate(names)}
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
_CHOICES = ("color", "colour", "farbe", "couleur", "size", "größe", "groesse", "taille", "talla", "material")
_PICTURE = re.compile(r"(?:additional )?(?:image|picture|photo|bild|img)(?: (?:url|link|src|file))?[ -]*\d+(?: url)?")
_LEVEL = re.compile(r"(?:kategorie(?: ebene)?|category level|categorylevel|p cat\.)[ -]*\d+")
_AT_PLACES = re.compile(r"(?:current quantity|inventory) .+")
_CURRENCY = re.compile(r"(?P<name>.*?[^\s(\[])\s*(?:\s(?:in )?|[(\[])(?P<code>[a-z]{3}|[€£$])[)\]]?")
_PREFIX = re.compile(r"(?:product|item|article|artikel|variant) ")
_LEAST = 2
"""A table has more columns than that."""
_DECORATION = re.compile(r"\s*(?:\((?:0/1|x,y,z[.…]*|html)\)|\[non editable\]|[*#])\s*$")


@dataclass(frozen=True)
class Layout:
    """The column of each field, and those that may be several: descriptions, of which the first that is filled counts,
    options and values, pictures, levels of a category, and pieces at places.
    """

    columns: dict[str, str]
    descriptions: tuple[str, ...] = ()
    options: tuple[tuple[str, str], ...] = ()
    choices: tuple[str, ...] = ()
    pictures: tuple[str, ...] = ()
    levels: tuple[str, ...] = ()
    places: tuple[str, ...] = ()

    @property
    def is_catalogue(self) -> bool:
        """Return whether this is enough for products: a title, a price, and something more."""
        return TITLE in self.columns and not {PRICE, GROSS, NET}.isdisjoint(self.columns) and len(self.columns) > _LEAST


def header(lines: Sequence[str]) -> Dialect | None:
    """Return where a plain table's header stands among a file's first lines; None if it has none."""
    for at, line in enumerate(lines):
        for delimiter in headers.DELIMITERS:
            cells = headers.split_cells(line, delimiter)
            names = headers.canonical(cells) if len(cells) > _LEAST else []
            if find_layout(names).is_catalogue:
                return headers.dialect("table", delimiter, at, cells, names)
    return None


def find_layout(names: Iterable[str]) -> Layout:
    """Return what the columns are for, by their names as `headers.canonical` gives them."""
    present = list(dict.fromkeys(names))
    columns: dict[str, list[tuple[int, str]]] = {}
    for name in present:
        if known := _RANKED.get(name) or _RANKED.get(_strip_decoration(name)) or _RANKED.get(_strip_prefix(name)):
            columns.setdefault(known[0], []).append((known[1], name))
    return Layout(
        columns={field: min(ranked)[1] for field, ranked in columns.items()},
        descriptions=tuple(name for _, name in sorted(columns.get(DESCRIPTION, ()))),
        options=_pairs(present),
        choices=tuple(name for name in present if name in _CHOICES),
        pictures=tuple(name for name in present if _PICTURE.fullmatch(name)),
        levels=tuple(sorted(name for name in present if _LEVEL.fullmatch(name))),
        places=tuple(name for name in present if _AT_PLACES.fullmatch(name) and name not in _RANKED),
    )


def currency_of(name: str) -> str:
    """Return the currency that a column of prices names, as in `Price (EUR)` and `Preis in €`; else nothing."""
    match = _CURRENCY.fullmatch(name)
    code = split_currency(f"1 {match['code']}")[1] if match and name not in _RANKED else ""
    return "" if code in SHARED else code


def _strip_prefix(name: str) -> str:
    """Return the name without what it is of, as in `product_price`, or without its currency."""
    match = _CURRENCY.fullmatch(name)
    bare = match["name"] if match and split_currency(f"1 {match['code']}")[1] else name
    return bare if bare in _RANKED else _PREFIX.sub("", bare)


def _strip_decoration(name: str) -> str:
    """Return the name without what a template adds to it, such as `Name *` and `Active (0/1)`."""
    while (bare := _DECORATION.sub("", name)) != name:
        name = bare
    return name


def _pairs(present: Sequence[str]) -> tuple[tuple[str, str], ...]:
    every = (
        (option.format(number), value.format(number))
        for option, value in _OPTIONS
        for numbers in _NUMBERS
        for number in numbers
    )
    return tuple(pair for pair in every if set(pair) <= set(present))
