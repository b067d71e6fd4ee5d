"""Publishes what becomes of subscriptions from the newsletter table's stream."""

from backend.shared.outbox_relay import relay as handler

__all__ = ["handler"]
