"""The id of a page request: shown to the shopper, sent with each call and logged on both sides, to follow a page to its
mail."""

import re
import secrets
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from structlog.contextvars import bound_contextvars, get_contextvars

RESPONSE = "X-Request-Id"
_TRACEPARENT = re.compile(r"[0-9a-f]{2}-([0-9a-f]{32})-[0-9a-f]{16}-[0-9a-f]{2}(-.*)?", re.ASCII)
_NONE = "0" * 32


def follow(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Give each request its id, and tell it in the response's X-Request-Id."""

    def middleware(request: HttpRequest) -> HttpResponse:
        with bound_contextvars(correlation_id=_of(request)):
            response = get_response(request)
            response.headers[RESPONSE] = current()
            return response

    return middleware


def current() -> str:
    """Return the id of the request that is being answered; empty outside of one."""
    return str(get_contextvars().get("correlation_id", ""))


def _of(request: HttpRequest) -> str:
    """Return the trace id of the W3C traceparent that a proxy has set, or a new id:
    https://www.w3.org/TR/trace-context/"""
    given = _TRACEPARENT.fullmatch(request.headers.get("traceparent", ""))
    return given[1] if given and given[1] != _NONE else secrets.token_hex(16)
