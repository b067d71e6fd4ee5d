"""Publishes OrderPlaced from the order table's stream."""

from backend.shared.relay import relay as handler

__all__ = ["handler"]
