"""The models of the delivery service's operations and events."""

from typing import Annotated

from msgspec import Meta

from backend.contracts.basket.models import Delivery
from backend.contracts.shop import CURRENCY
from backend.contracts.types import (
    MAX_SAFE_INTEGER,
    Amount,
    Country,
    Currency,
    Model,
    OptionalShortText,
    RequestModel,
    ShortText,
    TotalAmount,
)

MAX_ZONES = 20
MAX_DAYS = 60
"""Working days that a parcel may take."""


class Way(Model, frozen=True, kw_only=True):
    """One way of delivery to one zone: its price, the subtotal from which it is free, and the working days it takes.

    Amounts are in minor units.
    """

    price: Amount
    free_from: TotalAmount | None = None
    days: Annotated[int, Meta(ge=1, le=MAX_DAYS)]

    def charge(self, subtotal: int) -> int:
        """Return the delivery charge for articles of this subtotal, in minor units."""
        return 0 if self.free_from is not None and subtotal >= self.free_from else self.price


Ways = dict[Delivery, Way]


class Zone(Model, frozen=True, kw_only=True):
    """Countries that cost the same to deliver to. Its name is for staff; shoppers see the countries."""

    name: ShortText
    countries: Annotated[tuple[Country, ...], Meta(max_length=100)]
    standard: Way
    express: Way

    @property
    def ways(self) -> Ways:
        """The ways of delivery, in the order in which they are offered."""
        return {Delivery.STANDARD: self.standard, Delivery.EXPRESS: self.express}


Zones = Annotated[tuple[Zone, ...], Meta(min_length=1, max_length=MAX_ZONES)]
SeenVersion = Annotated[
    int, Meta(ge=0, le=MAX_SAFE_INTEGER, description="grows by one with every change; 0 until staff change something")
]


class DeliveryZones(Model, frozen=True, kw_only=True):
    """All zones, with amounts in `currency`. A country in none of them is not delivered to."""

    zones: Zones
    version: SeenVersion = 0
    currency: Currency = CURRENCY

    @property
    def countries(self) -> tuple[str, ...]:
        """The countries that are delivered to, by their codes."""
        return tuple(sorted(country for zone in self.zones for country in zone.countries))

    def find(self, country: str) -> Zone | None:
        """Return the zone of a country, or None if it is not delivered to."""
        return next((zone for zone in self.zones if country in zone.countries), None)


class SetDeliveryZones(RequestModel, frozen=True, kw_only=True):
    """All zones from now on, with amounts in the stage's currency.

    `version` is the one that staff saw; any other is refused with a 409 that names the present one. `by` is the
    person's name for colleagues.
    """

    zones: Zones
    version: SeenVersion
    by: OptionalShortText = ""
