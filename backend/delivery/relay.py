"""Publishes DeliveryZonesChanged and TaxRatesChanged from the delivery table's stream."""

from backend.shared.outbox_relay import relay as handler

__all__ = ["handler"]
