"""The search's HTTP door: whatever is searched is answered by the copy of the index at hand."""

from typing import Any

import msgspec

from backend.contracts.operation import Empty
from backend.contracts.problem import Refused
from backend.contracts.search import GET_SYNONYMS, PUT_SYNONYMS, REBUILD_INDEX, SEARCH, SUGGEST, SearchPage, Suggestions, Synonyms
from backend.search import query, synonyms
from backend.search.replica import Copy, Outdated, Replica
from backend.search.wanted import Wish, ask
from backend.shared.aws import warm
from backend.shared.door import Request, door

_replica = Replica()


def _search(request: Request[Any, Any, Any]) -> SearchPage:
    copy = _copy()
    return msgspec.structs.replace(query.search(copy.connection, request.query), indexed_at=copy.at)


def _suggest(request: Request[Any, Any, Any]) -> Suggestions:
    return query.suggest(_copy().connection, request.query.q)


def _copy() -> Copy:
    """Raises Refused 503 while there is no index that can be read, and has one made."""
    try:
        return _replica.current()
    except Outdated:
        ask(Wish.REPAIR)
        raise Refused(503, "try-again", "The search is being prepared; please try again in a moment") from None


def _get(request: Request[Any, Any, Any]) -> Synonyms:
    return synonyms.get()


def _put(request: Request[Any, Any, Any]) -> Synonyms:
    return synonyms.put(request.body)


def _rebuild(request: Request[Any, Any, Any]) -> Empty:
    ask(Wish.REBUILD)
    return Empty()


handler = door({SEARCH: _search, SUGGEST: _suggest, GET_SYNONYMS: _get, PUT_SYNONYMS: _put, REBUILD_INDEX: _rebuild})
warm("s3")
