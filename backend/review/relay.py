"""Publishes the review service's events from its table's stream."""

from backend.shared.outbox_relay import relay as handler

__all__ = ["handler"]
