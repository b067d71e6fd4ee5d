"""Differences that last: the lists are not of one instant, so what is there at one look only was on its way."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from backend.contracts.types import Timestamp
from storefront.reconcile.books import Books, differences
from storefront.reconcile.difference import Difference

LOOKS = 3
"""A SKU that sells at every look may by chance be off by the same at two of them."""


def find_lasting(first: Books, look: Callable[[], Books], since: str) -> list[Difference]:
    """Return the differences that are there at every look, and by as much; the others follow only if there are any."""
    remaining = differences(first, since, now := minutes_ago(0))
    for _ in range(LOOKS - 1):
        again = {each.mark for each in differences(look(), since, now)} if remaining else set()
        remaining = [difference for difference in remaining if difference.mark in again]
    return remaining


def minutes_ago(minutes: float) -> Timestamp:
    """Return the instant so many minutes ago."""
    at = datetime.now(UTC) - timedelta(minutes=minutes)
    return at.isoformat(timespec="milliseconds").replace("+00:00", "Z")
