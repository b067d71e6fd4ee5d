"""Imports for servers whose threads answer requests in parallel.

URLs (`lazy_urls`) and template tags are otherwise imported by the first request that needs them. Two threads that
import packages with circular imports, such as Babel, at the same moment may each see half of one: an `ImportError` that
occurs at no other time. On Lambda one process answers one request at a time, and imports as little as possible.
"""

from django.template import engines
from django.urls import get_resolver


def preload() -> None:
    """Import every app's URLs, with their views, and what templates need. Call it before there are threads."""
    _ = [backend.engine.template_context_processors for backend in engines.all()]  # type: ignore[attr-defined]
    for app in get_resolver().url_patterns:
        if hasattr(app, "url_patterns"):
            _ = app.url_patterns
