"""What each function asks of the OpenSearch domain: method and path."""

from backend.contracts.search.models import INDEX_ALIAS

ASKED = {
    "Handler": {f"Post {INDEX_ALIAS}/_search"},
    "Consumer": {f"Post {INDEX_ALIAS}/_bulk"},
    "Builder": {
        f"Get _alias/{INDEX_ALIAS}", "Put _cluster/settings", "Put products-a", "Put products-b", "Post _aliases", "Post products-a/_bulk",
        "Post products-b/_bulk", "Delete products-a", "Delete products-b",
    },
}  # fmt: skip
