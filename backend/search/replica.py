"""A copy of the index on this machine: a snapshot, and everything that was logged since.

Following costs one read of the log. A copy that cannot follow, because the log does not reach back to it or the index was made anew,
is replaced while it still answers.
"""

import sqlite3
import time
from collections.abc import Callable
from pathlib import Path
from tempfile import mkdtemp
from threading import Thread

from backend.search import index, log, snapshots
from backend.search.domain import Entry, Outdated, Snapshot, gapless
from backend.search.snapshots import Gone
from backend.shared.log import logger

EVERY = 1.0
"""Seconds between two looks at the log."""

_TRIES = 3


class Copy:
    """An index file, and the log up to which entry it holds. `generation` 0 is one that began with nothing."""

    def __init__(self, path: Path, snapshot: Snapshot | None) -> None:
        self.path, self.snapshot = path, snapshot
        self.seq = snapshot.seq if snapshot else 0
        self.changes = snapshot.changes if snapshot else 0
        self.generation = snapshot.generation if snapshot else 0
        self.at = snapshot.at if snapshot else None
        self.connection = sqlite3.connect(f"{path.as_uri()}?mode=ro", uri=True, check_same_thread=False)

    def follow(self) -> bool:
        """Applies what was logged since; False when the copy must be replaced."""
        entries, newest = log.since(self.seq)
        if (newest.generation if newest else 0) != self.generation:
            return False
        following = gapless((seq for seq, _ in entries), self.seq)
        self._apply([entry for _, entry in entries[:following]])
        return not newest or newest.seq <= self.seq

    def _apply(self, entries: list[Entry]) -> None:
        if not entries:
            return
        changes = {change.id: change for entry in entries for change in entry.changes}
        synonyms = next((entry.synonyms for entry in reversed(entries) if entry.synonyms is not None), None)
        index.apply(self.path, changes.values(), synonyms)
        self.seq += len(entries)
        self.changes += sum(len(entry.changes) for entry in entries)
        self.at = entries[-1].at

    def close(self) -> None:
        """Gives the file up."""
        self.connection.close()
        self.path.unlink(missing_ok=True)


def copy() -> Copy:
    """A new copy, as of now. Raises Outdated."""
    for _ in range(_TRIES):
        path = Path(mkdtemp(prefix="index-")) / "index.sqlite"
        newest = log.head().snapshot
        try:
            made = _made(path, newest)
        except Gone:
            continue
        if made.follow():
            return made
        made.close()
    raise Outdated


def _made(path: Path, newest: Snapshot | None) -> Copy:
    if newest is None:
        index.build((), (), path)
    elif newest.format != index.FORMAT:
        raise Outdated
    else:
        snapshots.download(newest, path)
    return Copy(path, newest)


class Replica:
    """The copy that answers. `clock` counts seconds."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._copy: Copy | None = None
        self._next: Copy | None = None
        self._thread: Thread | None = None
        self._looked = float("-inf")

    def current(self) -> Copy:
        """The copy as of a second ago at most, as long as it can follow. Raises Outdated when there is none yet and none can be made."""
        if self._copy is None:
            self._looked, self._copy = self._clock(), copy()
        elif self._clock() - self._looked >= EVERY:
            self._looked = self._clock()
            self._refresh(self._copy)
        return self._copy

    def _refresh(self, old: Copy) -> None:
        """Whatever fails here, the copy at hand still answers."""
        try:
            if self._next:
                old.close()
                old, self._copy, self._next = self._next, self._next, None
            if not old.follow() and not (self._thread and self._thread.is_alive()):
                self._thread = Thread(target=self._replace, daemon=True)
                self._thread.start()
        except Exception:
            logger.exception("the index could not follow")

    def _replace(self) -> None:
        try:
            self._next = copy()
        except Exception:
            logger.exception("the index could not be loaded")
