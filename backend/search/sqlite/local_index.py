"""An index file of the function's own: a snapshot, and the log entries since. Catching up costs one read of the log."""

import shutil
import sqlite3
from pathlib import Path
from tempfile import mkdtemp

from backend.search.changelog import changelog, snapshots
from backend.search.changelog.snapshots import SnapshotNotFound
from backend.search.document import FORMAT
from backend.search.domain import Entry, IndexUnavailable, Snapshot, contiguous_prefix
from backend.search.sqlite import index

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
