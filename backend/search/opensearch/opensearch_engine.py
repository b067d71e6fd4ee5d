"""The OpenSearch engine.

Documents are indexed as they are logged, with the entry's number as external version, so that a late one never
replaces a newer. Searches use the alias `products`; a rebuild fills the index that the alias does not name, then moves
it.
"""

import time
from collections.abc import Iterable, Iterator
from itertools import islice

import msgspec

from backend.contracts.search.models import INDEX_ALIAS, INDEX_SLOTS, MAX_POPULAR, SearchPage, SearchQuery, Suggestions
from backend.contracts.types import Language
from backend.search import repository, synonyms
from backend.search.changelog import changelog
from backend.search.changelog.build_requests import BuildRequest, request_build
from backend.search.document import Change, Document, Groups
from backend.search.domain import Entry, IndexUnavailable, Snapshot
from backend.search.local_titles import LANGUAGES
from backend.search.opensearch import corrections, index, query, response
from backend.search.opensearch.client import HttpError, call
from backend.search.opensearch.reply import Reply
from backend.search.query.analysis import words
from backend.shared.clock import now
from backend.shared.log import logger

_BATCH = 500
_SYNONYMS_TTL_SECONDS = 5.0  # seconds that synonyms are kept for
_NEWER, _NO_INDEX, _NOT_THERE = "version_conflict_engine_exception", "index_not_found_exception", 404
_groups: tuple[float, Groups] = (float("-inf"), ())


class BulkIndexError(Exception):
    """Documents were rejected; their messages are delivered again."""


class _BulkError(msgspec.Struct, frozen=True):
    type: str


class _BulkResult(msgspec.Struct, frozen=True):
    error: _BulkError | None = None


class _BulkReply(msgspec.Struct, frozen=True):
    """What became of each line: https://docs.opensearch.org/latest/api-reference/document-apis/bulk/#response"""

    items: list[dict[str, _BulkResult]]


def search(search_query: SearchQuery) -> SearchPage:
    """Return a page of matches, of a corrected query if the typed one has none.

    Raise Refused 400, 503, IndexUnavailable.
    """
    reply = _prefer_language(_search(query.search(search_query, _synonyms())), search_query.language)
    page = response.page(reply, search_query)
    if page.total or not search_query.q.strip():
        return page
    if other := response.correct_query(reply, " ".join(words(search_query.q))):
        instead = msgspec.structs.replace(search_query, q=other)
        if (near := response.page(_search(query.search(instead, _synonyms())), instead)).total:
            return msgspec.structs.replace(near, corrected=other)
    return msgspec.structs.replace(page, popular=response.hits(_search(query.popular(MAX_POPULAR))))


def suggest(q: str, language: Language | None = None) -> Suggestions:
    """Return suggestions, corrections in words of the page's language. Raise Refused 503 and IndexUnavailable."""
    if not words(q):
        return Suggestions()
    return response.suggestions(_prefer_language(_search(query.suggest(q)), language), q)


def _prefer_language(reply: Reply, language: Language | None) -> Reply:
    """Return the reply with corrections that titles in the language have, where there are such.

    Only a reply that found nothing is corrected, and only that costs one more search.
    """
    candidates = () if reply["hits"]["hits"] else corrections.corrections(reply)
    if not candidates:
        return reply
    counted = _search(query.titles_with(candidates, language or LANGUAGES[0]))["aggregations"]
    own = {word for number, word in enumerate(candidates) if counted[str(number)]["doc_count"]}
    return corrections.with_corrections(reply, own)


def apply_entry(entry: Entry, seq: int) -> None:
    """Index the entry's documents, or request a build if there is no index. Raise BulkIndexError, Refused 503."""
    try:
        _put(INDEX_ALIAS, ((change, seq) for change in entry.changes))
    except IndexUnavailable:
        request_build(BuildRequest.REPAIR)


def is_searchable() -> bool:
    """Return whether there is an index to search."""
    return _slot() is not None


def compact() -> None:
    """Truncate the log up to the previous compaction: the domain has long applied it."""
    head = changelog.head()
    before = head.snapshot
    generation = before.generation if before else 0
    if changelog.set_snapshot(
        Snapshot(file="", seq=head.seq, changes=head.changes, generation=generation, format=0, at=now()), before
    ):
        changelog.truncate(before.seq if before else 0)


def rebuild() -> None:
    """Build a new index of all products and switch to it; entries logged meanwhile are applied too.

    One at a time: build requests are in one partition of the table, whose stream delivers them in turn.
    """
    # never one without our mappings
    call("PUT", "/_cluster/settings", {"persistent": {"action.auto_create_index": "false"}})
    present = _slot()
    slot = next(each for each in INDEX_SLOTS if each != present)
    _delete(slot)
    call("PUT", f"/{slot}", index.INDEX)
    start = changelog.head().seq
    documents = _put(slot, ((document, start) for document in repository.iter_documents()))
    seq = _catch_up(slot, start)
    moves = [{"remove": {"index": present, "alias": INDEX_ALIAS}}] if present else []
    call("POST", "/_aliases", {"actions": [*moves, {"add": {"index": slot, "alias": INDEX_ALIAS}}]})
    _catch_up(slot, seq)  # by now, whatever is logged goes to the new index by itself
    logger.info("rebuilt", documents=documents, slot=slot)


def _catch_up(slot: str, seq: int) -> int:
    entries, _ = changelog.since(seq, consistent=True)
    for number, entry in entries:
        _put(slot, ((change, number) for change in entry.changes))
    return entries[-1][0] if entries else seq


def _put(index: str, changes: Iterable[tuple[Change, int]]) -> int:
    """Index the changes; return their number. Raise BulkIndexError."""
    count, rest = 0, iter(changes)
    while batch := list(islice(rest, _BATCH)):
        lines = b"".join(msgspec.json.encode(line) + b"\n" for change, seq in batch for line in _lines(change, seq))
        required = "?require_alias=true" if index == INDEX_ALIAS else ""
        reply = msgspec.convert(call("POST", f"/{index}/_bulk{required}", lines), _BulkReply)
        _check([each.error.type for item in reply.items for each in item.values() if each.error])
        count += len(batch)
    return count


def _lines(change: Change, seq: int) -> Iterator[dict[str, object]]:
    versioned = {"_id": change.id, "version": seq, "version_type": "external_gte"}
    if isinstance(change, Document):
        yield {"index": versioned}
        yield index.source(change)
    else:
        yield {"delete": versioned}


def _check(errors: list[str]) -> None:
    """Raise IndexUnavailable or BulkIndexError for errors other than a newer version being indexed already."""
    failed = [error for error in errors if error != _NEWER]
    if _NO_INDEX in failed:
        raise IndexUnavailable
    if failed:
        raise BulkIndexError(f"{len(failed)} documents, the first with {failed[0]}")


def _search(body: index.JSON) -> Reply:
    try:
        return msgspec.convert(call("POST", f"/{INDEX_ALIAS}/_search", body), Reply)
    except HttpError as answer:
        if answer.status == _NOT_THERE:
            raise IndexUnavailable from None
        raise


def _slot() -> str | None:
    """Return the index that the alias names, or None."""
    try:
        return next(iter(msgspec.convert(call("GET", f"/_alias/{INDEX_ALIAS}"), dict[str, object])))
    except HttpError as answer:
        if answer.status == _NOT_THERE:
            return None
        raise


def _delete(slot: str) -> None:
    try:
        call("DELETE", f"/{slot}")
    except HttpError as answer:
        if answer.status != _NOT_THERE:
            raise


def _synonyms() -> Groups:
    global _groups
    if time.monotonic() - _groups[0] > _SYNONYMS_TTL_SECONDS:
        _groups = time.monotonic(), synonyms.get().groups
    return _groups[1]
