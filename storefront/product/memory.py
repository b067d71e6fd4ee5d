"""Remembering what a pure function gave for the same arguments."""

from collections.abc import Callable
from functools import lru_cache, wraps
from typing import ParamSpec, TypeVar

from django.conf import settings

P = ParamSpec("P")
R = TypeVar("R")
MOST = 4096  # answers per function, the oldest unused going first: some megabytes at most


def remembered(function: Callable[P, R]) -> Callable[P, R]:
    """Except under DEBUG, where what was drawn from a template must follow its changes."""
    kept = lru_cache(MOST)(function)

    @wraps(function)
    def answer(*args: P.args, **kwargs: P.kwargs) -> R:
        return function(*args, **kwargs) if settings.DEBUG else kept(*args, **kwargs)  # type: ignore[arg-type]  # lru_cache knows no ParamSpec

    return answer
