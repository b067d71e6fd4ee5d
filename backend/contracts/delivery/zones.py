"""What delivery to a country costs, and when it is there: the rules by which basket, checkout, product page and
delivery page tell it from the zones."""

from datetime import date
from functools import lru_cache

from msgspec.structs import replace

from backend.contracts import working_days
from backend.contracts.basket.models import COUNTRIES, EUROPE, Delivery
from backend.contracts.currencies import WORTH, about, digits
from backend.contracts.delivery.models import DeliveryZones, Way, Ways, Zone
from backend.contracts.shop import HOME_COUNTRY

_NEAR = ("AT", "BE", "CH", "CZ", "DE", "DK", "FR", "GB", "LI", "LU", "NL", "PL")

DEFAULT = DeliveryZones(
    zones=(
        Zone(
            name="Near",
            countries=_NEAR,
            standard=Way(price=490, free_from=5000, days=3),
            express=Way(price=990, days=1),
        ),
        Zone(
            name="Far",
            countries=tuple(country for country in EUROPE if country not in _NEAR),
            standard=Way(price=790, free_from=8000, days=6),
            express=Way(price=1490, days=2),
        ),
    )
)
"""The zones until staff change something."""

TITLES = {Delivery.STANDARD: "Standard delivery", Delivery.EXPRESS: "Express delivery", Delivery.EMAIL: "By e-mail"}
"""What the ways are called. Gift vouchers go by e-mail: at once, and for nothing."""


def in_currency(zones: DeliveryZones, currency: str) -> DeliveryZones:
    """Return the zones with round sums in a currency: a stage that sells in another one than before loses no zone."""
    return zones if zones.currency == currency else _convert(zones, currency)


@lru_cache(maxsize=8)
def _convert(zones: DeliveryZones, currency: str) -> DeliveryZones:
    def convert(way: Way) -> Way:
        free_from = None if way.free_from is None else _about(way.free_from, zones.currency, currency)
        return replace(way, price=_about(way.price, zones.currency, currency), free_from=free_from)

    converted = (replace(zone, standard=convert(zone.standard), express=convert(zone.express)) for zone in zones.zones)
    return replace(zones, zones=tuple(converted), currency=currency)


def _about(amount: int, currency: str, other: str) -> int:
    """Return about the same worth in another currency, in its minor units."""
    cents = round(amount * 100 / 10 ** digits(currency) / WORTH.get(currency, 1))
    return about(cents, other)


def ways(country: str, currency: str, zones: DeliveryZones = DEFAULT) -> Ways:
    """Return the ways of delivery to a country, with their sums in a currency. Raises KeyError for where none leads."""
    if (zone := in_currency(zones, currency).find(country)) is None:
        raise KeyError(country)
    return zone.ways


def title(country: str, delivery: Delivery) -> str:
    """Return what a way of delivery to a country is called; in general for a country that never was delivered to."""
    return TITLES[delivery] if delivery is Delivery.EMAIL or country in COUNTRIES else "Delivery"


def delivery_date(country: str, delivery: Delivery, ordered: date, zones: DeliveryZones = DEFAULT) -> str:
    """Return the day by which an order of that day of the shop arrives, ISO 8601.

    Counted are working days that are no public holiday at home, where it is packed, nor where it goes:
    `working_days` knows them. Raises KeyError for where no way leads.
    """
    return arrival_date(country, ways(country, zones.currency, zones)[delivery].days, ordered)


def arrival_date(country: str, days: int, ordered: date) -> str:
    """Return the day by which something is there that takes so many working days, ISO 8601."""
    return working_days.working_days_after(ordered, days, HOME_COUNTRY, country).isoformat()
