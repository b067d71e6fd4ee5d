"""The function's local copy of the index: a snapshot, and the log entries since.

Catching up costs one read of the log. A copy that cannot catch up, because the log was truncated or the index rebuilt,
is replaced while it still answers, and once it is `MAX_LAG_SECONDS` behind, before it answers: Lambda freezes threads
between requests, so a replacement in the background alone might never finish.
"""

import shutil
import sqlite3
import time
from collections.abc import Callable
from pathlib import Path
from tempfile import mkdtemp
from threading import Thread

from backend.search.changelog import changelog, snapshots
from backend.search.changelog.snapshots import SnapshotNotFound
from backend.search.document import FORMAT
from backend.search.domain import Entry, IndexUnavailable, Snapshot, contiguous_prefix
from backend.search.sqlite import index
from backend.shared.log import logger

POLL_SECONDS = 1.0
"""Seconds between two looks at the log."""

MAX_LAG_SECONDS = 10.0
"""Seconds that a copy which cannot follow still answers for, and between two tries to replace one that is older."""

_MAX_ATTEMPTS = 3


class LocalIndex:
    """An index file in a folder of its own. `generation` 0 began empty.

    `dated` says that it holds documents of an earlier format, which lack fields.
    """

    def __init__(self, path: Path, snapshot: Snapshot | None) -> None:
        self.path, self.snapshot = path, snapshot
        self.seq = snapshot.seq if snapshot else 0
        self.changes = snapshot.changes if snapshot else 0
        self.generation = snapshot.generation if snapshot else 0
        self.at = snapshot.at if snapshot else None
        self.dated = False
        self.connection = sqlite3.connect(f"{path.as_uri()}?mode=ro", uri=True, check_same_thread=False)

    def catch_up(self) -> bool:
        """Apply the log entries since; return False if this copy must be replaced."""
        entries, newest = changelog.since(self.seq)
        if (newest.generation if newest else 0) != self.generation:
            return False
        following = contiguous_prefix((seq for seq, _ in entries), self.seq)
        self._apply([entry for _, entry in entries[:following]])
        return not newest or newest.seq <= self.seq

    def _apply(self, entries: list[Entry]) -> None:
        if not entries:
            return
        changes = {change.id: change for entry in entries for change in entry.changes}
        synonyms = next((entry.synonyms for entry in reversed(entries) if entry.synonyms is not None), None)
        index.apply(self.path, changes.values(), synonyms)
        self.dated = self.dated or any(entry.changes and entry.format != FORMAT for entry in entries)
        self.seq += len(entries)
        self.changes += sum(len(entry.changes) for entry in entries)
        self.at = entries[-1].at

    def close(self) -> None:
        """Close and delete the file."""
        self.connection.close()
        shutil.rmtree(self.path.parent, ignore_errors=True)


def open_latest() -> LocalIndex:
    """Return a new copy that is up to date. Raise IndexUnavailable if none can be made."""
    for _ in range(_MAX_ATTEMPTS):
        try:
            index_copy = _load()
        except SnapshotNotFound:
            continue
        if index_copy and index_copy.dated:
            index_copy.close()
            break
        if index_copy:
            return index_copy
    raise IndexUnavailable


def _load() -> LocalIndex | None:
    """Return a new copy, or None if it cannot catch up; whatever fails, its file is deleted."""
    folder = Path(mkdtemp(prefix="index-"))
    try:
        index_copy = _build_file(folder / "index.sqlite")
        if index_copy.catch_up():
            return index_copy
        index_copy.close()
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)
        raise
    return None


def _build_file(path: Path) -> LocalIndex:
    newest = changelog.head().snapshot
    if newest is None:
        index.build((), (), path)
    elif newest.format != FORMAT:
        raise IndexUnavailable
    else:
        snapshots.download(newest, path)
    return LocalIndex(path, newest)


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
