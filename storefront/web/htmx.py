"""Requests that htmx makes for a part of a page: https://htmx.org/reference/#request_headers."""

from django.http import HttpRequest


def is_htmx(request: HttpRequest) -> bool:
    """Return whether the reply is swapped into a page that is open already."""
    return "HX-Request" in request.headers
