"""Publishes MessageReceived from the notification table's stream."""

from backend.shared.relay import relay as handler

__all__ = ["handler"]
