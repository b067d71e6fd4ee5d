"""The day on which a basket's parcel leaves: delivery days are counted from it."""

from collections.abc import Iterable
from datetime import date

from backend.contracts.basket.models import BasketLine, OrderLine


def leaves_on(lines: Iterable[BasketLine | OrderLine], today: date) -> date:
    """Return today, or the day of the last line on back order: an order leaves as one parcel."""
    return max((date.fromisoformat(line.back_on) for line in lines if line.back_on), default=today)
