"""The HTTP operations of the search service."""

from backend.contracts.operation import EDIT_CATALOGUE, READ_CATALOGUE, Caller, Changes, Operation, Thing
from backend.contracts.product.models import MAX_AGE_SECONDS
from backend.contracts.search.models import SearchPage, SearchQuery, SetSynonyms, Suggestions, SuggestQuery, Synonyms

SEARCH = Operation(
    name="search",
    service="search",
    route="GET /search",
    caller=Caller.PUBLIC,
    fresh=MAX_AGE_SECONDS,
    summary="Find products, or list them, with what they can be narrowed down by",
    query=SearchQuery,
    reply=SearchPage,
)
SUGGEST = Operation(
    name="suggest",
    service="search",
    route="GET /search/suggestions",
    caller=Caller.PUBLIC,
    fresh=MAX_AGE_SECONDS,
    summary="What may be meant while it is being typed",
    query=SuggestQuery,
    reply=Suggestions,
)
GET_SYNONYMS = Operation(
    name="get_synonyms",
    service="search",
    route="GET /search/synonyms",
    caller=Caller.STAFF,
    roles=READ_CATALOGUE,
    summary="The words that mean the same",
    reply=Synonyms,
)
PUT_SYNONYMS = Operation(
    name="put_synonyms",
    service="search",
    route="PUT /search/synonyms",
    caller=Caller.STAFF,
    roles=EDIT_CATALOGUE,
    summary="Replace the words that mean the same, unchanged since they were read",
    body=SetSynonyms,
    reply=Synonyms,
    problems=(409,),
    changes=Changes(Thing.SYNONYMS),
)
REBUILD_INDEX = Operation(
    name="rebuild_index",
    service="search",
    route="POST /search/index",
    caller=Caller.STAFF,
    roles=EDIT_CATALOGUE,
    summary="Have the index made again from all that was heard",
    status=204,
    changes=Changes(Thing.SYSTEM),
)
OPERATIONS = (SEARCH, SUGGEST, GET_SYNONYMS, PUT_SYNONYMS, REBUILD_INDEX)
