"""Imports for servers whose threads answer side by side.

Addresses (`lazy_urls`) and template tags are else imported by the first request that needs them. Two threads that
import packages with circles, such as Babel, at the same moment may each see half of one: an `ImportError` that no
other moment brings. On Lambda one process answers one request at a time, and imports as little as it can.
"""

from django.template import engines
from django.urls import get_resolver


def preload() -> None:
    """Import every app's addresses, with their views, and what templates need. Call it before there are threads."""
    _ = [backend.engine.template_context_processors for backend in engines.all()]  # type: ignore[attr-defined]
    for app in get_resolver().url_patterns:
        if hasattr(app, "url_patterns"):
            _ = app.url_patterns
