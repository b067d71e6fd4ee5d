"""The outbox relay of the product table: publishes the product service's events."""

from backend.shared.outbox_relay import relay as handler

__all__ = ["handler"]
