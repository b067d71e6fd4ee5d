"""A cache for the results of pure functions."""

from collections.abc import Callable
from functools import lru_cache, wraps
from typing import ParamSpec, TypeVar

from django.conf import settings
from django.utils.translation import get_language

P = ParamSpec("P")
R = TypeVar("R")
MAX_SMALL, MAX_LARGE = 4096, 200
"""Answers per function or template, the oldest unused going first: of a few hundred bytes, and of parts of a page.

Some megabytes at most.
"""


_caches: list[Callable[[], None]] = []


def clear_all() -> None:
    """Forget every answer: for tests that change what they were made from."""
    for clear in _caches:
        clear()


def memoize(function: Callable[P, R], *, max_entries: int = MAX_SMALL) -> Callable[P, R]:
    """Remember each language's own answers, by arguments that are of the same types, too.

    Texts inside an argument, as in a tuple, are told apart by their words alone: all of them are safe, or none is.
    Nothing is remembered under DEBUG, where what was drawn from a template must follow its changes.
    """

    @lru_cache(max_entries, typed=True)  # equal, and drawn in two ways: 1 and True, a text and one that is safe as HTML
    def remember(language: str | None, /, *args: P.args, **kwargs: P.kwargs) -> R:
        return function(*args, **kwargs)

    _caches.append(remember.cache_clear)

    @wraps(function)
    def answer(*args: P.args, **kwargs: P.kwargs) -> R:
        if settings.DEBUG:
            return function(*args, **kwargs)
        return remember(get_language(), *args, **kwargs)  # type: ignore[arg-type] # lru_cache knows no ParamSpec

    return answer


def memoized_part(function: Callable[P, R]) -> Callable[P, R]:
    """Return the same for a function that draws a large part of a page: fewer of them are kept."""
    return memoize(function, max_entries=MAX_LARGE)
