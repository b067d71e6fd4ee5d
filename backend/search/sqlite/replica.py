"""A copy of the index on this machine: a snapshot, and everything that was logged since.

Following costs one read of the log. A copy that cannot follow, because the log does not reach back to it or the index was made anew,
is replaced while it still answers; once it is `BEHIND`, before it answers. Lambda lets threads stand still between two requests, so
that one alone would never be done where requests are few.
"""

import shutil
import sqlite3
import time
from collections.abc import Callable
from pathlib import Path
from tempfile import mkdtemp
from threading import Thread

from backend.search.changelog import changelog, snapshots
from backend.search.changelog.snapshots import Gone
from backend.search.document import FORMAT
from backend.search.domain import Entry, Outdated, Snapshot, gapless
from backend.search.sqlite import index
from backend.shared.log import logger

EVERY = 1.0
"""Seconds between two looks at the log."""

BEHIND = 10.0
"""Seconds that a copy which cannot follow still answers for, and between two tries to replace one that is older."""

_TRIES = 3


class Copy:
    """An index file in a folder of its own, and the log up to which entry it holds. `generation` 0 is one that began with nothing.

    `dated` says that it took in documents of an earlier version of this code, which do not tell all that can be searched for.
    """

    def __init__(self, path: Path, snapshot: Snapshot | None) -> None:
        self.path, self.snapshot = path, snapshot
        self.seq = snapshot.seq if snapshot else 0
        self.changes = snapshot.changes if snapshot else 0
        self.generation = snapshot.generation if snapshot else 0
        self.at = snapshot.at if snapshot else None
        self.dated = False
        self.connection = sqlite3.connect(f"{path.as_uri()}?mode=ro", uri=True, check_same_thread=False)

    def follow(self) -> bool:
        """Applies what was logged since; False when the copy must be replaced."""
        entries, newest = changelog.since(self.seq)
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
        self.dated = self.dated or any(entry.changes and entry.format != FORMAT for entry in entries)
        self.seq += len(entries)
        self.changes += sum(len(entry.changes) for entry in entries)
        self.at = entries[-1].at

    def close(self) -> None:
        """Gives the file up, and its folder."""
        self.connection.close()
        shutil.rmtree(self.path.parent, ignore_errors=True)


def copy() -> Copy:
    """A new copy, as of now. Raises Outdated when there is none that tells all: it must be made from what was heard."""
    for _ in range(_TRIES):
        try:
            made = _loaded()
        except Gone:
            continue
        if made and made.dated:
            made.close()
            break
        if made:
            return made
    raise Outdated


def _loaded() -> Copy | None:
    """A new copy; None where it could not follow. Whatever stops it, nothing of it stays: a function has little room for files."""
    folder = Path(mkdtemp(prefix="index-"))
    try:
        made = _made(folder / "index.sqlite")
        if made.follow():
            return made
        made.close()
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)
        raise
    return None


def _made(path: Path) -> Copy:
    newest = changelog.head().snapshot
    if newest is None:
        index.build((), (), path)
    elif newest.format != FORMAT:
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
        self._looked = self._followed = float("-inf")

    def current(self) -> Copy:
        """The copy as of a second ago; of `BEHIND` seconds ago at most, if it cannot follow but another can be made.

        Raises Outdated when there is none yet and none can be made.
        """
        if self._copy is None:
            self._looked = self._followed = self._clock()
            self._copy = copy()
        elif self._clock() - self._looked >= EVERY:
            self._looked = self._clock()
            self._refresh(self._copy)
        return self._copy

    def _refresh(self, old: Copy) -> None:
        """Whatever fails here, the copy at hand still answers."""
        try:
            old = self._take_next(old)
            if old.follow():
                self._followed = self._looked
            elif self._looked - self._followed < BEHIND:
                self._replace_meanwhile()
            else:
                self._replace_now(old)
        except Exception:
            logger.exception("the index could not follow")

    def _take_next(self, old: Copy) -> Copy:
        """The copy that answers from now on."""
        if not self._next:
            return old
        old.close()
        self._copy, self._next = self._next, None
        return self._copy

    def _replace_meanwhile(self) -> None:
        if not (self._thread and self._thread.is_alive()):
            self._thread = Thread(target=self._replace, daemon=True)
            self._thread.start()

    def _replace_now(self, old: Copy) -> None:
        """What a thread has begun is waited for: there is no room for a third file."""
        self._followed = self._looked  # if none can be made, requests do not wait for that again for a while
        if self._thread:
            self._thread.join()
        if not self._next:
            self._replace()
        self._take_next(old)

    def _replace(self) -> None:
        try:
            self._next = copy()
        except Exception:
            logger.exception("the index could not be loaded")
