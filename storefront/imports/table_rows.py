"""Tables whose rows are of several kinds: a product, its variants, its further pictures, and rules for their prices.

A program that writes such tables is a row of `PROGRAMS`: the columns that tell it, and what its rows are by a word.
"""

import enum
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

_ACTION = re.compile(r"action\(.*")
"""EBay's first column says for which of its sites the file is, and in which currency."""
_CURRENCY = re.compile(r"\*?action\(.*\bcurrency=([a-z]{3})\b.*")


class RowKind(enum.StrEnum):
    """What a row is. An article is a product without variants, or a variant by what it has in common with others."""

    ARTICLE = "article"
    PRODUCT = "product"
    VARIANT = "variant"
    PICTURE = "picture"
    RULE = "rule"
    OPTION = "option"
    OTHER = "other"
    UNKNOWN = "unknown"


OF_PRODUCTS = frozenset((RowKind.ARTICLE, RowKind.PRODUCT, RowKind.UNKNOWN))
"""Rows that begin something, where others belong to the product above them."""


@dataclass(frozen=True)
class Program:
    """A program by the columns that tell its tables: the one that says what a row is, and by which words; the one with
    all options of a variant; what parts the levels of a category; whether a product's rows have its id in common, or
    stand below it alone; the column that they repeat of it, whose first row is its own; and cells that take an article
    off, with why.
    """

    columns: frozenset[str]
    kind: str = ""
    kinds: Mapping[str, RowKind] = field(default_factory=dict)
    variation: str = ""
    level: str = ""
    shares_id: bool = False
    below: bool = False
    repeats: str = ""
    taken_off: Mapping[str, Mapping[str, str]] = field(default_factory=dict)

    @property
    def rank(self) -> int:
        """The place among PROGRAMS, the most telling first."""
        return next(number for number, each in enumerate(PROGRAMS) if each.columns == self.columns)

    def kind_of(self, word: str) -> RowKind:
        """Return what a row is by the word in its column."""
        return self.kinds.get(" ".join(word.replace("_", " ").split()).casefold(), RowKind.UNKNOWN)

    def reason(self, cells: Mapping[str, str]) -> str:
        """Return why an article is taken off by one of its cells; empty if none says so."""
        reasons = (words.get(cells.get(column, "").strip().casefold(), "") for column, words in self.taken_off.items())
        return next(filter(None, reasons), "")


_WIX = {"product": RowKind.PRODUCT, "variant": RowKind.VARIANT, "media": RowKind.PICTURE}
_BIGCOMMERCE = {
    "product": RowKind.PRODUCT,
    "sku": RowKind.VARIANT,
    "variant": RowKind.VARIANT,
    "rule": RowKind.RULE,
    "image": RowKind.PICTURE,
    "video": RowKind.OTHER,
}
_ECWID = {
    "product": RowKind.PRODUCT,
    "product variation": RowKind.VARIANT,
    "product option": RowKind.OPTION,
    "product file": RowKind.OTHER,
    "category": RowKind.OTHER,
}
_EBAY = {"": RowKind.PRODUCT, "variation": RowKind.VARIANT}
_OF_EBAY = {
    "format": dict.fromkeys(("auction", "chinese", "auktion"), "it is sold by auction"),
    "action": dict.fromkeys(("end", "delete", "beenden"), "it is to be ended"),
}
_AMAZON = {"": RowKind.ARTICLE, "parent": RowKind.PRODUCT, "child": RowKind.VARIANT}
_OF_AMAZON = {
    column: {"delete": "it is to be deleted"} for column in ("update delete", "listing action", "::record action")
}
PROGRAMS = (
    Program(frozenset(("fieldtype", "name")), "fieldtype", _WIX, below=True),
    *(
        Program(
            frozenset(("item type", "product name", more)), "item type", _BIGCOMMERCE, "product name", "/", below=True
        )
        for more in ("product code/sku", "product visible?", "option set", "track inventory", "current stock level")
    ),
    *(
        Program(frozenset(("item", "name", "options", more)), "item", _BIGCOMMERCE, "options", "/", below=True)
        for more in ("inventory tracking", "image url (import)", "variant image url")
    ),
    Program(frozenset(("type", "product internal id", "product name")), "type", _ECWID, level="/", shares_id=True),
    Program(frozenset(("action", "title", "relationship")), "relationship", _EBAY, below=True, taken_off=_OF_EBAY),
    Program(frozenset(("item number", "title", "variation details")), variation="variation details",
            repeats="item number", taken_off=_OF_EBAY),
    Program(frozenset(("action", "title")), taken_off=_OF_EBAY),
    Program(frozenset(("item sku", "item name", "parent child")), "parent child", _AMAZON, taken_off=_OF_AMAZON),
    Program(frozenset(("contribution sku", "item name")), "parentage level", _AMAZON, taken_off=_OF_AMAZON),
    Program(frozenset(("listing action", "item name", "parentage level")), "parentage level", _AMAZON,
            taken_off=_OF_AMAZON),
    Program(frozenset(("item sku", "item name")), taken_off=_OF_AMAZON),
)  # fmt: skip
"""The most telling first. Names as `bare` gives them."""


def bare(name: str) -> str:
    """Return a column's name without what some programs put around it: an asterisk, a site."""
    return _ACTION.sub("action", name.strip(" *"))


def find_program(names: Iterable[str]) -> Program | None:
    """Return the program whose columns these are, with its columns called as the file's are; None if none is known."""
    written = {bare(name): name for name in names}
    program = next((each for each in PROGRAMS if each.columns <= written.keys()), None)
    if program is None:
        return None
    taken_off = {written[column]: words for column, words in program.taken_off.items() if column in written}
    kind, variation, repeats = (written.get(name, "") for name in (program.kind, program.variation, program.repeats))
    return replace(program, kind=kind, variation=variation, repeats=repeats, taken_off=taken_off)


def currency_of_site(names: Iterable[str]) -> str:
    """Return the currency that eBay's first column names; empty if none does."""
    return next((match[1].upper() for match in map(_CURRENCY.fullmatch, names) if match), "")
