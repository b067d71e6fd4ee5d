"""What delivery costs and how long it takes, by country: the one table that basket, checkout, product and delivery page
tell from."""

from datetime import date
from functools import cache

from msgspec.structs import replace

from backend.contracts import working_days
from backend.contracts.basket.models import COUNTRIES, Delivery
from backend.contracts.currencies import about
from backend.contracts.shop import HOME_COUNTRY
from backend.contracts.types import Model


class Way(Model, frozen=True, kw_only=True):
    """One way of delivery to one zone: its price, the subtotal from which it is free, and working days until it is
    there. Sums are in minor units: of `WAYS` euro cents, and `ways` has them in other currencies."""

    title: str
    price: int
    free_from: int | None
    days: int

    def charge(self, subtotal: int) -> int:
        """Return what it costs for articles of this sum, in minor units."""
        return 0 if self.free_from is not None and subtotal >= self.free_from else self.price


Ways = dict[Delivery, Way]

NEAR: Ways = {
    Delivery.STANDARD: Way(title="Standard delivery", price=490, free_from=5000, days=3),
    Delivery.EXPRESS: Way(title="Express delivery", price=990, free_from=None, days=1),
}
FAR: Ways = {
    Delivery.STANDARD: Way(title="Standard delivery", price=790, free_from=8000, days=6),
    Delivery.EXPRESS: Way(title="Express delivery", price=1490, free_from=None, days=2),
}
NEAR_BY = frozenset({"AT", "BE", "CH", "CZ", "DE", "DK", "FR", "GB", "LI", "LU", "NL", "PL"})
WAYS: dict[str, Ways] = {country: NEAR if country in NEAR_BY else FAR for country in COUNTRIES}


def ways(country: str, currency: str) -> Ways:
    """Return the ways of delivery to a country, with their sums in a currency. Raises KeyError for where none leads."""
    return _in_currency(WAYS[country] is NEAR, currency)


@cache
def _in_currency(near: bool, currency: str) -> Ways:
    return {delivery: _convert(way, currency) for delivery, way in (NEAR if near else FAR).items()}


def _convert(way: Way, currency: str) -> Way:
    free_from = None if way.free_from is None else about(way.free_from, currency)
    return replace(way, price=about(way.price, currency), free_from=free_from)


BY_EMAIL = "By e-mail"
"""How gift vouchers get there: at once, and for nothing."""


def title(country: str, delivery: Delivery) -> str:
    """Return what a way of delivery to a country is called; in general for a country that is not delivered to."""
    if delivery is Delivery.EMAIL:
        return BY_EMAIL
    return WAYS[country][delivery].title if country in WAYS else "Delivery"


def delivery_date(country: str, delivery: Delivery, ordered: date) -> str:
    """Return the day by which an order of that day of the shop arrives, ISO 8601.

    Counted are working days that are no public holiday at home, where it is packed, nor where it goes:
    `working_days` knows them.
    """
    return working_days.working_days_after(ordered, WAYS[country][delivery].days, HOME_COUNTRY, country).isoformat()
