"""Publishes what the product table's stream shows as committed."""

from backend.shared.outbox_relay import relay as handler

__all__ = ["handler"]
