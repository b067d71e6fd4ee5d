"""Publishes BasketCheckedOut from the basket table's stream."""

from backend.shared.relay import relay as handler

__all__ = ["handler"]
