"""Requests by htmx for a part of a page: https://htmx.org/reference/#request_headers."""

from django.http import HttpRequest


def is_htmx(request: HttpRequest) -> bool:
    """Return whether the response will be swapped into a page that is already open."""
    return "HX-Request" in request.headers
