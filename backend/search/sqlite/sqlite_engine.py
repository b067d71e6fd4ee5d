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
from backend.search.domain import Entry, Head, Outdated, Snapshot
from backend.search.sqlite import index, product_search, replica, suggestions
from backend.search.sqlite.replica import Copy, Replica
from backend.shared.clock import millis, now
from backend.shared.log import logger

_TRIES = 5
_replica = Replica()


class Overtaken(Exception):
    """Raised when other builders were quicker each time; the stream brings the wish again."""


def search(asked: SearchQuery) -> SearchPage:
    """What is found. Raises Refused 400 for filters that cannot be read, and Outdated while there is no index."""
    copy = _replica.current()
    return msgspec.structs.replace(product_search.search(copy.connection, asked), indexed_at=copy.at)


def suggest(q: str) -> Suggestions:
    """What may be meant. Raises Outdated while there is no index."""
    return suggestions.suggest(_replica.current().connection, q)


def take(entry: Entry, seq: int) -> None:
    """Nothing is left to do: copies follow the log by themselves."""


def readable() -> bool:
    """Whether there is an index that this code can search."""
    try:
        replica.copy().close()
    except Outdated:
        return False
    return True


def compact() -> None:
    """Makes a snapshot of the last one and what was logged since. If another builder is quicker, its snapshot will do. Raises Outdated."""
    made = replica.copy()
    try:
        _publish(made, made.snapshot, made.generation)
    finally:
        made.close()


def rebuild() -> None:
    """Makes a new index of all that was heard, and all copies of earlier ones be given up. Raises Overtaken.

    Its generation is the time, so that it is no earlier one's even after the table was lost and filled again.
    """
    for _ in range(_TRIES):
        before = changelog.head()
        with TemporaryDirectory(prefix="index-") as folder:
            made = _from_scratch(Path(folder) / "index.sqlite", before)
            try:
                made.follow()
                if not made.dated and _publish(made, before.snapshot, millis()):
                    return
            finally:
                made.close()
    raise Overtaken


def _from_scratch(path: Path, before: Head) -> Copy:
    """What was heard is read after the head, so it holds everything up to there; what is logged meanwhile is applied once more."""
    index.build(repository.documents(), synonyms.get().groups, path)
    generation = before.snapshot.generation if before.snapshot else 0
    made = Snapshot(file="", seq=before.seq, changes=before.changes, generation=generation, format=FORMAT, at=now())
    return Copy(path, made)


def _publish(made: Copy, before: Snapshot | None, generation: int) -> bool:
    """Whether this became the newest snapshot."""
    new = Snapshot(
        file=snapshots.upload(made.path),
        seq=made.seq,
        changes=made.changes,
        generation=generation,
        format=FORMAT,
        at=made.at or now(),
    )
    pointed = changelog.point(new, before)
    logger.info("snapshot", seq=new.seq, generation=generation, pointed=pointed, bytes=made.path.stat().st_size)
    if pointed:
        changelog.forget(before.seq if before else 0)
    else:
        snapshots.drop(new.file)
    return pointed
