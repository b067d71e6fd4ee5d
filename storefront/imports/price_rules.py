"""What rows of a table say of a product's prices: reductions, and rules for some variants."""

import re

from msgspec.structs import replace

from storefront.imports.entry import Entry, PriceChange, PriceRule

_TAGGED = re.compile(r"(?:\[(?P<how>ADD|REMOVE|FIXED)\]\s*)?(?P<amount>[^\[\]]+?)(?P<percent>\s*%)?", re.IGNORECASE)
"""How BigCommerce's rules write prices: `[ADD]5`."""
_HOW: dict[str, PriceChange] = {"add": "add", "remove": "take", "fixed": "set", "": "set"}
_LONGEST = 100
"""Characters of what may be a price."""
PERCENT: dict[PriceChange, PriceChange] = {"add": "percent more", "take": "percent less"}


def discount(kind: str, amount: str) -> tuple[PriceRule, ...]:
    """Return the rule of a product's reduction, of a kind as Wix writes it; none for one of nothing."""
    if not amount.strip("0., "):
        return ()
    return (PriceRule(how="percent less" if kind.upper() == "PERCENT" else "take", amount=amount, sale=True),)


def read_rule(entry: Entry, choices: tuple[tuple[str, str], ...], price: str) -> Entry:
    """Return a row that is a rule for the price of the variant with its SKU, or of those with the choices."""
    read = _TAGGED.fullmatch(price.strip()) if len(price) <= _LONGEST else None
    if not read:
        return replace(entry, sells=False, sku="", notes=("a rule that sets no price is left out",))
    how = _HOW[(read["how"] or "").lower()]
    rule = PriceRule(
        how=PERCENT.get(how, how) if read["percent"] else how,
        amount=read["amount"],
        sku=entry.sku,
        choices=() if entry.sku else choices,
    )
    return replace(entry, sells=False, sku="", rules=(rule,))
