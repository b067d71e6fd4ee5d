"""Prices as merchants write them, exactly."""

import re
from decimal import Decimal

_PLAIN = re.compile(r"[0-9]{1,9}(\.[0-9]+)?")
_GROUPED = re.compile(r"[0-9]{1,3}(,[0-9]{3}){1,2}(\.[0-9]+)?")


def minor(text: str) -> int:
    """`1,299.00` → 129900. Raises ValueError for what is no price, or is finer than a hundredth: nothing is rounded."""
    if not (_PLAIN.fullmatch(text) or _GROUPED.fullmatch(text)):
        raise ValueError(f"{text[:40]!r} is no price")
    cents = Decimal(text.replace(",", "")) * 100
    if cents != cents.to_integral_value():
        raise ValueError(f"{text[:40]!r} is finer than a hundredth")
    return int(cents)
