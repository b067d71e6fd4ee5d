"""Makes snapshots of the index, when the table's stream brings a wish for one.

Two builders may be at it at once: a snapshot counts only once the log points at it, which it does for one of them.
"""

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from backend.search import index, log, replica, snapshots, store, synonyms
from backend.search.domain import Head, Snapshot
from backend.search.replica import Copy, Outdated
from backend.search.wanted import Wish, asked
from backend.shared.aws import warm
from backend.shared.clock import millis, now
from backend.shared.log import logger

_TRIES = 5


class Overtaken(Exception):
    """Raised when other builders were quicker each time; the stream brings the wish again."""


def handler(event: dict[str, Any], context: Any) -> None:
    """What raises comes again."""
    wishes = set(map(asked, event["Records"]))
    if Wish.REBUILD in wishes or (Wish.REPAIR in wishes and not _readable()):
        rebuild()
    elif log.head().due:
        compact()


def _readable() -> bool:
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
        before = log.head()
        with TemporaryDirectory(prefix="index-") as folder:
            made = _from_scratch(Path(folder) / "index.sqlite", before)
            made.follow()
            if _publish(made, before.snapshot, millis()):
                return
    raise Overtaken


def _from_scratch(path: Path, before: Head) -> Copy:
    """What was heard is read after the head, so it holds everything up to there; what is logged meanwhile is applied once more."""
    index.build(store.documents(), synonyms.get().groups, path)
    generation = before.snapshot.generation if before.snapshot else 0
    made = Snapshot(file="", seq=before.seq, changes=before.changes, generation=generation, format=index.FORMAT, at=now())
    return Copy(path, made)


def _publish(made: Copy, before: Snapshot | None, generation: int) -> bool:
    """Whether this became the newest snapshot."""
    new = Snapshot(
        file=snapshots.upload(made.path),
        seq=made.seq,
        changes=made.changes,
        generation=generation,
        format=index.FORMAT,
        at=made.at or now(),
    )
    pointed = log.point(new, before)
    logger.info("snapshot", seq=new.seq, generation=generation, pointed=pointed, bytes=made.path.stat().st_size)
    if pointed:
        log.forget(before.seq if before else 0)
    else:
        snapshots.drop(new.file)
    return pointed


warm("dynamodb")
warm("s3")
