"""Publishes MessageReceived from the notification table's stream."""

from backend.shared.outbox_relay import relay as handler

__all__ = ["handler"]
