"""What rows of a table say of a product's prices: reductions, rules for some variants, options that cost more."""

import re
from collections.abc import Callable

from msgspec.structs import replace

from storefront.imports.entry import Entry, PriceChange, PriceRule

_TAGGED = re.compile(r"(?:\[(?P<how>ADD|REMOVE|FIXED)\]\s*)?(?P<amount>[^\[\]]+?)(?P<percent>\s*%)?", re.IGNORECASE)
"""How BigCommerce's rules write prices: `[ADD]5`."""
_HOW: dict[str, PriceChange] = {"add": "add", "remove": "take", "fixed": "set", "": "set"}
_PERCENT: dict[PriceChange, PriceChange] = {"add": "percent more", "take": "percent less"}


def discount(kind: str, amount: str) -> tuple[PriceRule, ...]:
    """Return the rule of a product's reduction, of a kind as Wix writes it; none for one of nothing."""
    if not amount.strip("0., "):
        return ()
    return (PriceRule(how="percent less" if kind.upper() == "PERCENT" else "take", amount=amount, sale=True),)


def read_rule(entry: Entry, choices: tuple[tuple[str, str], ...], price: str) -> Entry:
    """Return a row that is a rule for the price of the variant with its SKU, or of those with the choices."""
    read = _TAGGED.fullmatch(price.strip())
    if not read:
        return replace(entry, sells=False, sku="", notes=("a rule that sets no price is left out",))
    how = _HOW[(read["how"] or "").lower()]
    rule = PriceRule(
        how=_PERCENT.get(how, how) if read["percent"] else how,
        amount=read["amount"],
        sku=entry.sku,
        choices=() if entry.sku else choices,
    )
    return replace(entry, sells=False, sku="", rules=(rule,))


def read_option(entry: Entry, cell: Callable[[str], str]) -> Entry:
    """Return a row of Ecwid's that offers a value of an option, which may cost more. `cell` gives that of a column."""
    name, value, markup = (cell(f"product option {part}") for part in ("name", "value", "markup"))
    if not (name and value):
        return replace(entry, sells=False, sku="", notes=("an option without values is left out",))
    percent = markup.endswith("%")
    less = markup.startswith("-")
    how: PriceChange = "take" if less else "add"
    rule = PriceRule(how=_PERCENT[how] if percent else how, amount=markup.strip("+-% "), choices=((name, value),))
    rules = (rule,) if markup.strip("+-% 0.,") else ()
    return replace(entry, sells=False, sku="", offers=((name, (value,)),), rules=rules)
