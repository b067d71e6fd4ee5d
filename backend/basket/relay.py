"""The outbox relay of the basket table: publishes BasketCheckedOut."""

from backend.shared.outbox_relay import relay as handler

__all__ = ["handler"]
