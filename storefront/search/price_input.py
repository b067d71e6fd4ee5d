"""Prices as people type them: with either decimal mark, grouped or not, and with the sign that the page writes."""

import re
from functools import cache

from babel.numbers import get_currency_symbol

from backend.contracts.currencies import about, decimal, digits
from backend.contracts.shop import CURRENCY

MAX_LENGTH = 20
"""Characters of one."""
MAX_PRICE = 1_000_000_000
"""The most that the contract takes, in minor units: who asks for more than that asks for any price."""

_SPACED = re.compile(r"(?<=\d)[\s'’](?=\d{3}(?!\d))")
_THOUSANDTHS = re.compile(r"(\d*)(\.)(\d{3})")
_GROUPED = r"([1-9]\d{0,2}(?:([.,])\d{3})(?:\2\d{3})*)(?:(?!\2)[.,](\d{0,PLACES}))?"
_PLAIN = r"(\d*)(?:([.,])(\d{0,PLACES}))?"


def parse_price(text: str, currency: str = CURRENCY) -> int | None:
    """`20`, `19,50 €`, `€1,299.00`, `1.299` in minor units of the currency; None for what cannot be read.

    A single mark before exactly three digits groups them: nobody writes thousandths of a euro. Of a dinar they are
    written, behind a point.
    """
    plain, places = _SPACED.sub("", without_signs(text, currency)), digits(currency)
    if len(text) > MAX_LENGTH or not (match := _match(plain, places)):
        return None
    whole, _, part = match.groups()
    before = re.sub(r"\D", "", whole)
    if not before and not part:
        return None
    return min(int((before or "0") + (part or "").ljust(places, "0")), MAX_PRICE)


def without_signs(text: str, currency: str) -> str:
    """Return what was typed without the currency's code and signs at its ends: `¥1,200` and `1200 JPY` are 1,200."""
    return re.sub(rf"^(?:{_signs(currency)})|(?:{_signs(currency)})$", "", text.strip(), flags=re.IGNORECASE).strip()


def sample_price(currency: str) -> str:
    """Return how a price is typed, for a hint: 19.50 of EUR, 3300 of JPY, 7.000 of KWD."""
    return decimal(about(1950, currency), currency)


def price_examples(currency: str) -> tuple[str, str]:
    """Return a small and a large price as they are typed: 19.50 and 1,299."""
    large = decimal(about(129_900, currency), currency).partition(".")[0]
    return sample_price(currency), f"{int(large):,}"


def _match(plain: str, places: int) -> re.Match[str] | None:
    if places == 3 and (match := _THOUSANDTHS.fullmatch(plain)):
        return match
    grouped, ungrouped = (pattern.replace("PLACES", str(places)) for pattern in (_GROUPED, _PLAIN))
    return re.fullmatch(grouped, plain) or re.fullmatch(ungrouped, plain)


@cache
def _signs(currency: str) -> str:
    """Return the pattern of what a price in the currency may begin or end with: `€|EUR`, and `¥|JP¥|JPY` of yen."""
    written = {get_currency_symbol(currency, locale) for locale in ("en_GB", "de", "fr")}
    short = {each.strip("ABCDEFGHIJKLMNOPQRSTUVWXYZ") for each in written}
    return "|".join(map(re.escape, sorted({*written, *short, currency} - {""})))
