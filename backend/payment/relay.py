"""The outbox relay of the payment table: publishes the payment service's events."""

from backend.shared.outbox_relay import relay as handler

__all__ = ["handler"]
