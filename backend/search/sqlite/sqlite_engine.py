"""The embedded engine: queries a local copy of the index; builds snapshots from which copies start.

Two builders may run at once: a snapshot counts only when the log names it, and only one of them succeeds.
"""

from pathlib import Path
from tempfile import TemporaryDirectory

import msgspec

from backend.contracts.search.models import SearchPage, SearchQuery, Suggestions
from backend.contracts.types import Language
from backend.search import repository, synonyms
from backend.search.changelog import changelog, snapshots
from backend.search.document import FORMAT
from backend.search.domain import Entry, Head, IndexUnavailable, Snapshot
from backend.search.local_titles import LANGUAGES
from backend.search.sqlite import index, local_index, product_search, suggestions
from backend.search.sqlite.local_index import LocalIndex
from backend.search.sqlite.replica import Replica
from backend.shared.clock import millis, now
from backend.shared.log import logger

_TRIES = 5
_replica = Replica()


class BuildConflict(Exception):
    """Other builders were quicker at every try; the stream delivers the request again."""


def search(search_query: SearchQuery) -> SearchPage:
    """Return a page of matches. Raise Refused 400 for bad filters, and IndexUnavailable."""
    copy = _replica.current()
    return msgspec.structs.replace(product_search.search(copy.connection, search_query), indexed_at=copy.at)


def suggest(q: str, language: Language | None = None) -> Suggestions:
    """Return suggestions, corrections in words of the page's language. Raise IndexUnavailable."""
    return suggestions.suggest(_replica.current().connection, q, language or LANGUAGES[0])


def apply_entry(entry: Entry, seq: int) -> None:
    """Do nothing: replicas follow the log by themselves."""


def is_searchable() -> bool:
    """Return whether there is an index that this code can search."""
    try:
        local_index.open_latest().close()
    except IndexUnavailable:
        return False
    return True


def compact() -> None:
    """Publish a snapshot of the latest index; another builder's will do as well. Raise IndexUnavailable."""
    index_copy = local_index.open_latest()
    try:
        _publish(index_copy, index_copy.snapshot, index_copy.generation)
    finally:
        index_copy.close()


def rebuild() -> None:
    """Rebuild the index from the stored products; replicas of older generations are discarded.

    Its generation is the time, so that it differs from all earlier ones even if the table was restored. Raises
    BuildConflict.
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
    """Build from the products, which are read after the head: entries since are applied once more."""
    index.build(repository.iter_documents(), synonyms.get().groups, path)
    generation = before.snapshot.generation if before.snapshot else 0
    index_copy = Snapshot(
        file="", seq=before.seq, changes=before.changes, generation=generation, format=FORMAT, at=now()
    )
    return LocalIndex(path, index_copy)


def _publish(index_copy: LocalIndex, before: Snapshot | None, generation: int) -> bool:
    """Upload and publish the snapshot; return whether it became the newest."""
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
