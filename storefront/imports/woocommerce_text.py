"""WooCommerce's own escapes undone: line breaks as backslash and n, commas in lists, apostrophes before formulas, HTML
entities.

As its exporter writes them and its importer reads them: includes/export/abstract-wc-csv-exporter.php (escape_data,
implode_values) and includes/import/class-wc-product-csv-importer.php (parse_description_field, explode_values).
"""

import re
from collections.abc import Iterable

from storefront.imports.entities import decode_entities, decode_markup
from storefront.imports.entry import picture
from storefront.imports.image_urls import addresses

_RUNS = ("=", "+", "-", "@", "\t", "\r")
_QUOTED = re.compile(r'(?:^|(?<=[,>]))\s*"((?:[^"]|"")+)"(?=\s*(?:[,>]|$))')
_ALT = re.compile(r"alt\s*:\s*(.*)", re.IGNORECASE | re.DOTALL)
_KEPT = {ord(","): "\ue000", ord(">"): "\ue001"}
_BACK = {ord(replacement): chr(sign) for sign, replacement in _KEPT.items()}


def text(cell: str) -> str:
    """Return a text of several lines: `\\n` is a line break there, `\\\\n` is a backslash and an n."""
    parts = unescape_formula(cell).split("\\\\n")
    return decode_markup("\\n".join(part.replace("\\n", "\n").replace("\\r", "") for part in parts))


def words(cell: str) -> str:
    """Return one line, with HTML entities as the letters that they stand for."""
    return " ".join(decode_entities(unescape_formula(cell)).replace("\\n", " ").split())


def unescape_formula(cell: str) -> str:
    """Without the apostrophe before what a spreadsheet would run."""
    return cell[1:] if cell.startswith("'") and cell[1:].startswith(_RUNS) else cell


def split_list(cell: str) -> tuple[str, ...]:
    """Return a list of values parted by commas.

    A comma inside one is written `\\,`; in older files such a value is in quotation marks.
    """
    return tuple(_restore(part) for part in _protect(cell).split(",") if part.strip())


def pictures(cell: str) -> tuple[tuple[str, str, int, int], ...]:
    """Return the pictures of a cell. Plugins write what one shows behind it: `a.jpg ! alt : Front ! title : A`."""
    parts = (re.split(r"\s+!\s*", each) for each in addresses(unescape_formula(cell).replace("\\,", ",")))
    return tuple(picture(src, _alt(fields)) for src, *fields in parts)


def _alt(fields: Iterable[str]) -> str:
    return next((match[1] for each in fields if (match := _ALT.fullmatch(each.strip()))), "")


def paths(cell: str) -> tuple[tuple[str, ...], ...]:
    """Return a list of categories, each with the titles of its levels: `A > B, C`."""
    titles = (part.split(">") for part in _protect(cell).split(","))
    return tuple(path for parts in titles if (path := tuple(words(_restore(part)) for part in parts if part.strip())))


def _protect(cell: str) -> str:
    """Return the list with marks in the place of commas and angles that belong to a value, and with such values'
    quotation marks taken off.
    """
    return _QUOTED.sub(
        lambda quoted: quoted[1].replace('""', '"').translate(_KEPT),
        unescape_formula(cell).replace("\\,", _KEPT[ord(",")]),
    )


def _restore(part: str) -> str:
    return part.translate(_BACK).strip()
