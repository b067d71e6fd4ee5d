"""What each function asks of the OpenSearch domain: method and path."""

ASKED = {
    "Handler": {"Post products/_search"},
    "Intake": {"Post products/_bulk"},
    "Builder": {
        "Get _alias/products", "Put _cluster/settings", "Put products-a", "Put products-b", "Post _aliases", "Post products-a/_bulk",
        "Post products-b/_bulk", "Delete products-a", "Delete products-b",
    },
}  # fmt: skip
