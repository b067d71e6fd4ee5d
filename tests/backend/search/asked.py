"""What each function asks of the OpenSearch domain: method and path."""

from backend.contracts.search.models import ALIAS

ASKED = {
    "Handler": {f"Post {ALIAS}/_search"},
    "Consumer": {f"Post {ALIAS}/_bulk"},
    "Builder": {
        f"Get _alias/{ALIAS}", "Put _cluster/settings", "Put products-a", "Put products-b", "Post _aliases", "Post products-a/_bulk",
        "Post products-b/_bulk", "Delete products-a", "Delete products-b",
    },
}  # fmt: skip
