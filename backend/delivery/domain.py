"""Which zones make sense, and how staff changed them. No I/O."""

from collections.abc import Iterator, Sequence

from backend.contracts.basket.models import COUNTRIES
from backend.contracts.currencies import about, decimal
from backend.contracts.delivery.models import DeliveryZones, SetDeliveryZones, Way, Zone
from backend.contracts.problem import FieldError, Refused
from backend.contracts.shop import HOME_COUNTRY

MAX_PRICE, MAX_FREE_FROM = 50_000, 1_000_000
"""Euro cents: whoever types more has slipped by a digit."""
_COUNTRIES = ": countries"


def check(zones: Sequence[Zone], currency: str) -> None:
    """Raise Refused 422 that names the fields of zones that make no sense, such as `zones[0].standard.price`."""
    if errors := (*_name_errors(zones), *_country_errors(zones), *_sum_errors(zones, currency)):
        raise Refused(422, "invalid", "The zones make no sense like this", errors=errors)


def _name_errors(zones: Sequence[Zone]) -> Iterator[FieldError]:
    names = [" ".join(zone.name.casefold().split()) for zone in zones]
    for number, name in enumerate(names):
        if not name:
            yield FieldError(field=f"zones[{number}].name", message="Type a name")
        elif name in names[:number]:
            yield FieldError(field=f"zones[{number}].name", message="Another zone has this name")


def _country_errors(zones: Sequence[Zone]) -> Iterator[FieldError]:
    names_by_country: dict[str, str] = {}
    for number, zone in enumerate(zones):
        field = f"zones[{number}].countries"
        if not zone.countries:
            yield FieldError(field=field, message="Choose a country, or remove the zone")
        for country in zone.countries:
            if country not in COUNTRIES:
                yield FieldError(field=field, message=f"Nothing is known of {country}, such as its tax")
            elif country in names_by_country:
                yield FieldError(field=field, message=f"{country} is in “{names_by_country[country]}” already")
            names_by_country.setdefault(country, zone.name)
    if HOME_COUNTRY not in names_by_country:
        yield FieldError(field="zones[0].countries", message=f"{HOME_COUNTRY} is home, and must be in a zone")


def _sum_errors(zones: Sequence[Zone], currency: str) -> Iterator[FieldError]:
    for number, zone in enumerate(zones):
        for delivery, way in zone.ways.items():
            yield from _way_errors(f"zones[{number}].{delivery}", way, currency)


def _way_errors(field: str, way: Way, currency: str) -> Iterator[FieldError]:
    max_price, max_free_from = about(MAX_PRICE, currency), about(MAX_FREE_FROM, currency)
    if way.price > max_price:
        yield FieldError(field=f"{field}.price", message=f"At most {_money(max_price, currency)}")
    if way.free_from == 0:
        yield FieldError(field=f"{field}.free_from", message="Leave this empty, and set the price to 0")
    if way.free_from is not None and way.free_from > max_free_from:
        yield FieldError(field=f"{field}.free_from", message=f"At most {_money(max_free_from, currency)}")


def next_version(body: SetDeliveryZones, currency: str) -> DeliveryZones:
    """Return the zones after the version that the body was made from."""
    return DeliveryZones(zones=body.zones, version=body.version + 1, currency=currency)


def differences(before: DeliveryZones, after: DeliveryZones) -> list[tuple[str, object, object]]:
    """Return the changes for the audit log: which zone, and its values before and after; empty if it did not exist.

    The log takes a limited number: countries come first, so that none is removed unnoticed.
    """
    old, new = _facts(before), _facts(after)
    facts = sorted(old | new, key=lambda what: not what.endswith(_COUNTRIES))
    return [(what, old.get(what, ""), new.get(what, "")) for what in facts if old.get(what) != new.get(what)]


def _facts(zones: DeliveryZones) -> dict[str, str]:
    facts: dict[str, str] = {}
    for zone in zones.zones:
        facts[f"{zone.name}{_COUNTRIES}"] = ", ".join(sorted(zone.countries))
        for delivery, way in zone.ways.items():
            free = "never" if way.free_from is None else _money(way.free_from, zones.currency)
            facts[f"{zone.name}: {delivery}, price"] = _money(way.price, zones.currency)
            facts[f"{zone.name}: {delivery}, free from"] = free
            facts[f"{zone.name}: {delivery}, working days"] = str(way.days)
    return facts


def _money(amount: int, currency: str) -> str:
    return f"{decimal(amount, currency)} {currency}"
