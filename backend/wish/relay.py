"""Publishes alerts and what is due of them from the wish table's stream."""

from backend.shared.outbox_relay import relay as handler

__all__ = ["handler"]
