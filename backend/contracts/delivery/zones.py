"""What delivery to a country costs, and when it arrives: basket, checkout, product page and delivery page all compute
it from the zones by these rules."""

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
    """Return the zones with round amounts in a currency, so that a stage keeps its zones when its currency changes."""
    return zones if zones.currency == currency else _convert(zones, currency)


@lru_cache(maxsize=8)
def _convert(zones: DeliveryZones, currency: str) -> DeliveryZones:
    def convert(way: Way) -> Way:
        free_from = None if way.free_from is None else _about(way.free_from, zones.currency, currency)
        return replace(way, price=_about(way.price, zones.currency, currency), free_from=free_from)

    converted = (replace(zone, standard=convert(zone.standard), express=convert(zone.express)) for zone in zones.zones)
    return replace(zones, zones=tuple(converted), currency=currency)


def _about(amount: int, currency: str, other: str) -> int:
    """Return about the same value in another currency, in its minor units."""
    cents = round(amount * 100 / 10 ** digits(currency) / WORTH.get(currency, 1))
    return about(cents, other)


def ways(country: str, currency: str, zones: DeliveryZones = DEFAULT) -> Ways:
    """Return the ways of delivery to a country, with amounts in a currency. Raises KeyError if there are none."""
    if (zone := in_currency(zones, currency).find(country)) is None:
        raise KeyError(country)
    return zone.ways


def title(country: str, delivery: Delivery) -> str:
    """Return the name of a way of delivery to a country; a general one for a country that was never delivered to."""
    return TITLES[delivery] if delivery is Delivery.EMAIL or country in COUNTRIES else "Delivery"


def delivery_date(country: str, delivery: Delivery, ordered: date, zones: DeliveryZones = DEFAULT) -> str:
    """Return the promised day of an order placed on this day of the shop's calendar, ISO 8601.

    It counts working days, excluding public holidays of the shop's country, where the order is packed, and of the
    destination: see `working_days`. Raises KeyError if there is no way of delivery.
    """
    return arrival_date(country, ways(country, zones.currency, zones)[delivery].days, ordered)


def arrival_date(country: str, days: int, ordered: date) -> str:
    """Return the day on which something arrives that takes this many working days, ISO 8601."""
    return working_days.working_days_after(ordered, days, HOME_COUNTRY, country).isoformat()
