"""The search's HTTP handler."""

from collections.abc import Callable
from typing import TypeVar

from backend.contracts.operation import Empty
from backend.contracts.problem import Refused
from backend.contracts.search.models import SearchPage, SearchQuery, SetSynonyms, Suggestions, SuggestQuery, Synonyms
from backend.contracts.search.operations import GET_SYNONYMS, PUT_SYNONYMS, REBUILD_INDEX, SEARCH, SUGGEST
from backend.search import engine, synonyms
from backend.search.changelog.build_requests import BuildRequest, request_build
from backend.search.domain import IndexUnavailable
from backend.shared.http import Request, http_handler, route
from backend.shared.staff_changes import describe

T = TypeVar("T")


def _search(request: Request[Empty, SearchQuery, Empty]) -> SearchPage:
    return _answer_or_repair(lambda: engine.search(request.query))


def _suggest(request: Request[Empty, SuggestQuery, Empty]) -> Suggestions:
    return _answer_or_repair(lambda: engine.suggest(request.query.q, request.query.language))


def _answer_or_repair(ask_engine: Callable[[], T]) -> T:
    """Return the answer; without a readable index request a build and raise Refused 503."""
    try:
        return ask_engine()
    except IndexUnavailable:
        request_build(BuildRequest.REPAIR)
        raise Refused(503, "try-again", "The search is being prepared; please try again in a moment") from None


def _get(request: Request[Empty, Empty, Empty]) -> Synonyms:
    return synonyms.get()


def _put(request: Request[Empty, Empty, SetSynonyms]) -> Synonyms:
    before = synonyms.get().groups
    after = synonyms.put(request.body)
    removed, added = (
        [" = ".join(group) for group in groups if group not in others]
        for groups, others in ((before, after.groups), (after.groups, before))
    )
    describe(*(("removed", group, "") for group in removed), *(("added", "", group) for group in added))
    return after


def _rebuild(request: Request[Empty, Empty, Empty]) -> Empty:
    request_build(BuildRequest.REBUILD)
    return Empty()


handler = http_handler(
    route(SEARCH, _search),
    route(SUGGEST, _suggest),
    route(GET_SYNONYMS, _get),
    route(PUT_SYNONYMS, _put),
    route(REBUILD_INDEX, _rebuild),
)
