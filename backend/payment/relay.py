"""Publishes what the payment table's stream shows as committed."""

from backend.shared.outbox_relay import relay as handler

__all__ = ["handler"]
