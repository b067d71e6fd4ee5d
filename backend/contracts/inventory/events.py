"""The events that the inventory service publishes."""

from msgspec import UNSET, UnsetType

from backend.contracts.event import Event, OrderEvent
from backend.contracts.inventory.models import Level
from backend.contracts.types import Day, Sku, Version


class StockHeld(OrderEvent, frozen=True, kw_only=True, tag="StockHeld.v1"):
    """All lines of the order are held for it."""


class StockRefused(OrderEvent, frozen=True, kw_only=True, tag="StockRefused.v1"):
    """At least one line could not be held, so none was. `missing` are the SKUs that were short."""

    missing: tuple[Sku, ...]


class StockChanged(Event, frozen=True, kw_only=True, tag="StockChanged.v1"):
    """A SKU's level in words changed. `version` orders the changes of one SKU."""

    sku: Sku
    version: Version
    level: Level
    left: int | None = None
    back_on: Day | UnsetType = UNSET


EVENTS = (StockHeld, StockRefused, StockChanged)
