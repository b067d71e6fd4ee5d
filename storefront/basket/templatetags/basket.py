"""`{% load basket %}`: dates of arrival and numbers of things, in words."""

from datetime import datetime

from babel.dates import format_date
from django import template

from backend.contracts.basket import Delivery
from storefront.basket import arrival

register = template.Library()


@register.filter
def arrives(delivery: Delivery, ordered: str | None = None) -> str:
    """The day something arrives: `Tue 24 Nov`. `ordered` is a contracts Instant; without it, now."""
    day = arrival.arrives(delivery, datetime.fromisoformat(ordered) if ordered else None)
    return format_date(day, "EEE d MMM", locale="en")


@register.filter
def things(count: int) -> str:
    """A number of pieces: `1 thing`, `3 things`."""
    return f"{count} thing" if count == 1 else f"{count} things"


@register.filter
def way(delivery: Delivery) -> str:
    """A way of delivery by name."""
    return {Delivery.STANDARD: "Standard delivery", Delivery.EXPRESS: "Express delivery"}[delivery]
