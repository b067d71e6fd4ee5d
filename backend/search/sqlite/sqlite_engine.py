"""The engine inside the functions: searching asks a copy of the index at hand, building makes snapshots for copies to begin with.

Two builders may be at it at once: a snapshot counts only once the log points at it, which it does for one of them.
"""

from pathlib import Path
from tempfile import TemporaryDirectory

import msgspec

from backend.contracts.search.models import SearchPage, SearchQuery, Suggestions
from backend.search import repository, synonyms
from backend.search.changelog import changelog, snapshots
from backend.search.document import FORMAT
from backend.search.domain import Entry, Head, IndexUnavailable, Snapshot
from backend.search.sqlite import index, product_search, replica, suggestions
from backend.search.sqlite.replica import LocalIndex, Replica
from backend.shared.clock import millis, now
from backend.shared.log import logger

_TRIES = 5
_replica = Replica()


class BuildConflict(Exception):
    """Raised when other builders were quicker each time; the stream brings the wish again."""


def search(search_query: SearchQuery) -> SearchPage:
    """What is found. Raises Refused 400 for filters that cannot be read, and Outdated while there is no index."""
    copy = _replica.current()
    return msgspec.structs.replace(product_search.search(copy.connection, search_query), indexed_at=copy.at)


def suggest(q: str) -> Suggestions:
    """What may be meant. Raises Outdated while there is no index."""
    return suggestions.suggest(_replica.current().connection, q)


def apply_entry(entry: Entry, seq: int) -> None:
    """Nothing is left to do: copies follow the log by themselves."""


def is_searchable() -> bool:
    """Whether there is an index that this code can search."""
    try:
        replica.open_latest().close()
    except IndexUnavailable:
        return False
    return True


def compact() -> None:
    """Makes a snapshot of the last one and what was logged since. If another builder is quicker, its snapshot will do. Raises Outdated."""
    index_copy = replica.open_latest()
    try:
        _publish(index_copy, index_copy.snapshot, index_copy.generation)
    finally:
        index_copy.close()


def rebuild() -> None:
    """Makes a new index of all that was heard, and all copies of earlier ones be given up. Raises Overtaken.

    Its generation is the time, so that it is no earlier one's even after the table was lost and filled again.
    """
    for _ in range(_TRIES):
        before = changelog.head()
        with TemporaryDirectory(prefix="index-") as folder:
            index_copy = _from_scratch(Path(folder) / "index.sqlite", before)
            try:
                index_copy.catch_up()
                if not index_copy.dated and _publish(index_copy, before.snapshot, millis()):
                    return
            finally:
                index_copy.close()
    raise BuildConflict


def _from_scratch(path: Path, before: Head) -> LocalIndex:
    """What was heard is read after the head, so it holds everything up to there; what is logged meanwhile is applied once more."""
    index.build(repository.iter_documents(), synonyms.get().groups, path)
    generation = before.snapshot.generation if before.snapshot else 0
    index_copy = Snapshot(file="", seq=before.seq, changes=before.changes, generation=generation, format=FORMAT, at=now())
    return LocalIndex(path, index_copy)


def _publish(index_copy: LocalIndex, before: Snapshot | None, generation: int) -> bool:
    """Whether this became the newest snapshot."""
    new = Snapshot(
        file=snapshots.upload(index_copy.path),
        seq=index_copy.seq,
        changes=index_copy.changes,
        generation=generation,
        format=FORMAT,
        at=index_copy.at or now(),
    )
    pointed = changelog.set_snapshot(new, before)
    logger.info("snapshot", seq=new.seq, generation=generation, pointed=pointed, bytes=index_copy.path.stat().st_size)
    if pointed:
        changelog.truncate(before.seq if before else 0)
    else:
        snapshots.delete(new.file)
    return pointed
