"""The events that the delivery service publishes."""

from backend.contracts.delivery.models import DeliveryZones
from backend.contracts.event import Event


class DeliveryZonesChanged(Event, frozen=True, kw_only=True, tag="DeliveryZonesChanged.v1"):
    """Staff have changed prices, days or countries of delivery. The version orders these changes."""

    zones: DeliveryZones


EVENTS = (DeliveryZonesChanged,)
