"""The events that the delivery service publishes."""

from backend.contracts.delivery.models import DeliveryZones
from backend.contracts.delivery.tax_rates import TaxRates
from backend.contracts.event import Event


class DeliveryZonesChanged(Event, frozen=True, kw_only=True, tag="DeliveryZonesChanged.v1"):
    """Staff have changed prices, days or countries of delivery. The version orders these changes."""

    zones: DeliveryZones


class TaxRatesChanged(Event, frozen=True, kw_only=True, tag="TaxRatesChanged.v1"):
    """The owner has changed rates of tax. The version orders these changes."""

    rates: TaxRates


EVENTS = (DeliveryZonesChanged, TaxRatesChanged)
