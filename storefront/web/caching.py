"""Answers that are the same for everybody: any cache on the way may keep them, whatever cookies a reader has."""

from collections.abc import Callable
from functools import wraps

from django.http import HttpRequest, HttpResponse, HttpResponseBase

View = Callable[..., HttpResponse]


def publicly_cacheable(seconds: int) -> Callable[[View], View]:
    """Let everybody keep what the view answers with for that long. For views that look at no cookie."""

    def decorate(view: View) -> View:
        @wraps(view)
        def answer(request: HttpRequest, *args: object, **named: object) -> HttpResponse:
            response = view(request, *args, **named)
            response.headers.setdefault("Cache-Control", f"public, max-age={seconds}")
            return response

        return answer

    return decorate


def is_publicly_cacheable(response: HttpResponseBase) -> bool:
    """Return whether any cache may keep the response."""
    return "public" in response.headers.get("Cache-Control", "")
