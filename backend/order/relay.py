"""The outbox relay of the order table: publishes the order service's events."""

from backend.shared.outbox_relay import relay as handler

__all__ = ["handler"]
