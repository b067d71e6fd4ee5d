"""The function's local copy of the index, which follows the log.

A copy that cannot catch up, because the log was truncated or the index rebuilt, is replaced while it still answers, and
once it is `MAX_LAG_SECONDS` behind, before it answers: Lambda freezes threads between requests, so a replacement in the
background alone might never finish.
"""

import time
from collections.abc import Callable
from threading import Thread

from backend.search.sqlite.local_index import LocalIndex, open_latest
from backend.shared.log import logger

POLL_SECONDS = 1.0
"""Seconds between two looks at the log."""

MAX_LAG_SECONDS = 10.0
"""Seconds that a copy which cannot follow still answers for, and between two tries to replace one that is older."""


class Replica:
    """The copy that answers. `clock` counts seconds."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._copy: LocalIndex | None = None
        self._next: LocalIndex | None = None
        self._thread: Thread | None = None
        self._looked = self._followed = float("-inf")

    def current(self) -> LocalIndex:
        """Return the copy, at most `POLL_SECONDS` old, or `MAX_LAG_SECONDS` while it cannot catch up.

        Raises IndexUnavailable if there is none and none can be made.
        """
        if self._copy is None:
            self._looked = self._followed = self._clock()
            self._copy = open_latest()
        elif self._clock() - self._looked >= POLL_SECONDS:
            self._looked = self._clock()
            self._refresh(self._copy)
        return self._copy

    def _refresh(self, old: LocalIndex) -> None:
        """Catch up or replace the copy; whatever fails, the present one still answers."""
        try:
            old = self._take_next(old)
            if old.catch_up():
                self._followed = self._looked
            elif self._looked - self._followed < MAX_LAG_SECONDS:
                self._replace_meanwhile()
            else:
                self._replace_now(old)
        except Exception:
            logger.exception("the index could not follow")

    def _take_next(self, old: LocalIndex) -> LocalIndex:
        """Switch to the replacement if it is ready; return the copy that answers now."""
        if not self._next:
            return old
        old.close()
        self._copy, self._next = self._next, None
        return self._copy

    def _replace_meanwhile(self) -> None:
        if not (self._thread and self._thread.is_alive()):
            self._thread = Thread(target=self._replace, daemon=True)
            self._thread.start()

    def _replace_now(self, old: LocalIndex) -> None:
        """Replace the copy before answering; wait for a running replacement, since there is no third file."""
        self._followed = self._looked  # if none can be made, requests do not wait for that again for a while
        if self._thread:
            self._thread.join()
        if not self._next:
            self._replace()
        self._take_next(old)

    def _replace(self) -> None:
        try:
            self._next = open_latest()
        except Exception:
            logger.exception("the index could not be loaded")
