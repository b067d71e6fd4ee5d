"""Delivery zones as the tests of several services change them."""

from typing import Any

from msgspec.structs import replace

from backend.contracts.delivery.models import DeliveryZones, SetDeliveryZones, Way, Zone

HOME = Zone(
    name="Home",
    countries=("AT", "DE", "GB"),
    standard=Way(price=300, free_from=4000, days=2),
    express=Way(price=800, days=1),
)
NORTH = Zone(
    name="North",
    countries=("NO", "SE"),
    standard=Way(price=1200, days=9),
    express=Way(price=2400, free_from=20000, days=4),
)
FULL = replace(HOME, express=replace(HOME.express, free_from=9000))
"""A zone in which nothing is left out."""

BODY = SetDeliveryZones(zones=(HOME, NORTH), version=0, by="Ada")
"""What staff make of the zones: France, among others, is in none."""


def changed_zones(version: int = 1, *zones: Zone, **more: Any) -> DeliveryZones:
    """The zones as they are then."""
    return DeliveryZones(zones=zones or BODY.zones, version=version, **more)
