"""What field a plain table's column is of, by its name, with what programs and merchants put around it."""

import re

from storefront.imports import headers
from storefront.imports.column_names import FIELD_NAMES
from storefront.imports.money import SHARED, split_currency

_RANKED = {
    headers.plain(name): (field, rank) for field, names in FIELD_NAMES.items() for rank, name in enumerate(names)
}
_CURRENCY = re.compile(r"(?P<name>.*?[^\s(\[])\s*(?:\s(?:in )?|[(\[])(?P<code>[a-z]{3}|[€£$])[)\]]?")
_PREFIX = re.compile(r"(?:product|item|article|artikel|variant) (?!id$)")
"""An id of a variant is not its product's, and other ids are known as they stand."""
_DECORATION = re.compile(r"\s*(?:\((?:0/1|x,y,z[.…]*|html)\)|\[non editable\]|[*#?])\s*$|^\s*\*\s*")


def find_field(name: str) -> tuple[str, int] | None:
    """Return the field and how good the name is for it, 0 the best; None for a name that is not known."""
    return _RANKED.get(name) or _RANKED.get(_strip_decoration(name)) or _RANKED.get(_strip_prefix(name))


def is_name(name: str) -> bool:
    """Return whether the name is known as it stands."""
    return name in _RANKED


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
    """Return the name without what a template adds to it, such as `Name *`, `*Title` and `Active (0/1)`."""
    while (bare := _DECORATION.sub("", name)) != name:
        name = bare
    return name
