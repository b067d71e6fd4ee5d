"""Prices as people type them: with either decimal mark, grouped or not, and with the sign that the page writes."""

import re

MAX_LENGTH = 20
"""Characters of one."""
MAX_PRICE = 1_000_000_000
"""The most that the contract takes, in minor units: who asks for more than that asks for any price."""

_SIGN = re.compile(r"€|EUR", re.IGNORECASE)
_SPACED = re.compile(r"(?<=\d)[\s'’](?=\d{3}(?!\d))")
_GROUPED = re.compile(r"([1-9]\d{0,2}(?:([.,])\d{3})(?:\2\d{3})*)(?:(?!\2)[.,](\d{0,2}))?")
_PLAIN = re.compile(r"(\d*)(?:([.,])(\d{0,2}))?")


def parse_price(text: str) -> int | None:
    """`20`, `19,50 €`, `€1,299.00`, `1.299` in minor units (of two digits); None for what cannot be read.

    A single mark before exactly three digits groups them: nobody writes thousandths of a euro.
    """
    plain = _SPACED.sub("", _SIGN.sub("", text).strip())
    if len(text) > MAX_LENGTH or not (match := _GROUPED.fullmatch(plain) or _PLAIN.fullmatch(plain)):
        return None
    whole, _, cents = match.groups()
    digits = re.sub(r"\D", "", whole)
    if not digits and not cents:
        return None
    return min(int((digits or "0") + (cents or "").ljust(2, "0")), MAX_PRICE)
