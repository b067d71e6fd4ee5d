"""Tables told by their header: which format it is of, what parts its cells, and on which line it stands."""

import re
from collections.abc import Iterable, Sequence

from storefront.imports import languages
from storefront.imports.columns import CLASSIC, PRESENT, TELLING_CONTENTS
from storefront.imports.dialect import Dialect
from storefront.imports.records import Records
from storefront.imports.translations import WOOCOMMERCE

DELIMITERS = (",", ";", "\t", "|")
_UNSEEN = dict.fromkeys(map(ord, "\ufeff\u200b\u200e\u200f\xad"))
_LONGEST = 1 << 16
"""Characters of a line among which the names of a header are looked for."""
_SEP = re.compile(r'^"?sep=(.)"?\s*$', re.IGNORECASE)
_OF_LISTING = re.compile(r"\[(?:marketplace id|language tag|audience)=[^\]]*\]|#1(?:\.value\b(?! with))?(?=[.\[]|$)")
"""What Amazon puts into the names of its columns: for which of its markets they are, and the first of several."""
_OF_GAMBIO = {"p name": "name", "p desc": "description", "p shortdesc": "short description"}
"""What Gambio calls texts, before their language, as in `p_name`, a point and `de`."""
_WANTED = (
    ("shopify", {CLASSIC.handle, CLASSIC.title, CLASSIC.price}),
    ("shopify", {PRESENT.handle, PRESENT.title, PRESENT.price}),
    ("woocommerce", {"type", "name", "regular price"}),
    ("medusa", {"product handle", "product title", "variant id"}),
    ("google-tsv", {"id", "title", "price"}),
    ("magento", {"sku", "name", "price", "product type", "store view code"}),
    ("magento", {"sku", "name", "price", "product type", "attribute set code"}),
)
"""The columns that a format cannot do without, the most telling first."""
_OF_PIECES = tuple(
    ("shopify-inventory", {"handle", "sku", *more}) for more in (("hs code", "coo"), ("location", "option1 name"))
)
"""Those of files without prices, which other tables come near by chance."""
_CALLED = {
    "shopify": "Shopify",
    "woocommerce": "WooCommerce",
    "medusa": "Medusa",
    "magento": "Magento",
    "google-tsv": "Google Merchant",
}


def separator(line: str) -> str:
    """Return what Excel's first line `sep=;` says, which is no row."""
    match = _SEP.match(line.translate(_UNSEEN).strip("\r\n "))
    return match[1] if match else ""


def plain(name: str) -> str:
    """Return a column's name as it is compared: without case, underscores, typographic apostrophes, and blanks beyond
    one.
    """
    words = " ".join(name.translate(_UNSEEN).replace("_", " ").replace("’", "'").split()).casefold()
    return _OF_LISTING.sub("", words.replace(" ?", "?"))


def canonical(names: Iterable[str]) -> list[str]:
    """Return the columns' names as `plain`, WooCommerce's in English whatever language its shop has, and texts in
    further languages as `title@de`.
    """
    names_compared = [plain(name) for name in names]
    english = languages.resolve_own(
        languages.column(WOOCOMMERCE.get(each, each), WOOCOMMERCE) for each in names_compared
    )
    if {"type", "name", "regular price"} <= set(english):
        return english
    return languages.resolve_own(languages.column(each, _OF_GAMBIO) for each in names_compared)


def header(lines: Sequence[str], format: str = "") -> Dialect | None:
    """Return where the header stands among a file's first lines, and of which format.

    None if it has none that is known.

    `format` is one that is named: then only its header counts.
    """
    forced = separator(lines[0]) if lines else ""
    for at, line in enumerate(lines):
        for delimiter in (forced,) if forced else DELIMITERS:
            cells = split_cells(line, delimiter)
            names = canonical(cells)
            for spellings, column in (*_WANTED, *_OF_PIECES):
                if column <= set(names) and format in ("", spellings):
                    return dialect(spellings, delimiter, at, cells, names)
    return None


def dialect(format: str, delimiter: str, at: int, cells: list[str], names: list[str]) -> Dialect:
    """Return how a table is written whose header has these cells, known by these names, below `at` lines."""
    return Dialect(
        format=format,
        delimiter=delimiter,
        before=at,
        translated=_is_translated(cells, names),
        local_columns=languages.fields(names),
        tells_contents=not TELLING_CONTENTS.isdisjoint(names),
        unused_columns=tuple(
            cell.strip() for cell, name in zip(cells, names, strict=True) if languages.is_unused(name)
        ),
    )


def _is_translated(cells: list[str], names: list[str]) -> bool:
    return any(WOOCOMMERCE.get(plain(cell)) == name for cell, name in zip(cells, names, strict=True))


def missing(lines: Sequence[str], format: str = "") -> str:
    """Return what a header lacks that almost is one; empty if none comes near."""
    best: tuple[int, str] = (0, "")
    for at, line in enumerate(lines):
        for delimiter in DELIMITERS:
            names = set(canonical(split_cells(line, delimiter)))
            for spellings, column in _WANTED:
                share = len(column & names) + (format == spellings)
                if format in ("", spellings) and share >= max(2, len(column) / 2) and share > best[0]:
                    best = (share, _lack(at + 1, spellings, column, names))
    return best[1]


def _lack(line: int, format: str, required: set[str], names: set[str]) -> str:
    lacking = ", ".join(f"“{name.capitalize()}”" for name in sorted(required - names))
    seen = ", ".join(f"“{name[:30]}”" for name in sorted(names - required) if name)[:200]
    return (
        f"line {line}: looks like the header of a {_CALLED[format]} file, and lacks {lacking}; "
        f"it has {seen or 'no others'}"
    )


def split_cells(line: str, delimiter: str) -> list[str]:
    """Return the cells of a line that may be a header."""
    return next((record.cells for record in Records([line[:_LONGEST]], delimiter)), [])
