"""Copies of data that every basket is priced with: a function reads one every `FRESH_SECONDS`, and not for each
basket."""

from collections.abc import Callable
from typing import Generic, TypeVar

from backend.shared import clock

FRESH_SECONDS = 10
T = TypeVar("T")


class FreshCopy(Generic[T]):
    """What `read` returned, at most `FRESH_SECONDS` ago."""

    def __init__(self, read: Callable[[], T]) -> None:
        self._read = read
        self._known: tuple[int, T] | None = None

    def get(self) -> T:
        """Return the copy; read it again unless it is fresh by this process's clock."""
        now = clock.millis()
        if self._known is None or not self._known[0] <= now < self._known[0] + FRESH_SECONDS * 1000:
            self._known = (now, self._read())
        return self._known[1]

    def forget(self) -> None:
        """Have the next basket read it again."""
        self._known = None
