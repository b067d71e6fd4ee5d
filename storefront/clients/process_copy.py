"""A reply that many pages need and that seldom changes, kept in this process for some seconds."""

import time
from collections.abc import Callable
from concurrent.futures import Future
from contextlib import suppress
from threading import Lock
from typing import Generic, TypeVar

from storefront.clients.concurrency import about_to_wait, start

RETRY_AFTER = 5.0  # seconds before a service that did not answer is asked again
T = TypeVar("T")


class ProcessCopy(Generic[T]):
    """What `load` returned last; it returns None where the service told nothing new.

    `patience`: seconds that a page waits for it; None for as long as it takes.
    """

    def __init__(self, load: Callable[[], T | None], fresh_seconds: float, patience: float | None = None) -> None:
        self._load, self._fresh_seconds, self.patience = load, fresh_seconds, patience
        self._lock = Lock()
        self.clear()

    def clear(self) -> None:
        """Forget it, as in a new process."""
        self.known: T | None = None
        self.requested_at = self._until = float("-inf")
        self._request: Future[None] | None = None

    def get(self) -> T | None:
        """Return the copy, the last known one while the service is down, None where none was ever seen.

        Who finds it too old asks and waits; the others go on with the old one meanwhile, and wait only where there is
        none.
        """
        asking = self.prefetch() or (self._request if self.known is None else None)
        if asking:
            about_to_wait()
            with suppress(TimeoutError):
                asking.result(self.patience)
        return self.known

    def prefetch(self) -> Future[None] | None:
        """Begin to ask, where the copy is too old and nobody is asking already."""
        with self._lock:
            if time.monotonic() < self._until:
                return None
            self.requested_at = time.monotonic()
            self._until = self.requested_at + RETRY_AFTER
            self._request = start(self._refresh)
            return self._request

    def keep(self, value: T) -> None:
        """Have this process go on with this value."""
        self.known, self._until = value, time.monotonic() + self._fresh_seconds

    def ask_again(self) -> None:
        """Ask at the next call, for there is something new; until the service answers, the last known copy holds."""
        self._until = float("-inf")

    def _refresh(self) -> None:
        value = self._load()
        if value is not None:
            self.keep(value)
