"""The catalogue."""

from constructs import Construct

from infra.constructs.resources import Resources
from infra.constructs.service import Service
from infra.constructs.table import NUMBER, STRING, index


class Product(Service):
    """Lists are read by index, one per order to sort by; changes are written in one transaction."""

    def __init__(self, scope: Construct, resources: Resources) -> None:
        super().__init__(scope, "product", resources)
        index(self.table, "by_rank", "list", "rank", NUMBER)
        index(self.table, "by_newest", "list", "created_at", STRING)
        index(self.table, "by_price", "list", "price", NUMBER)
        self.http_function(
            table=("BatchGetItem", "DeleteItem", "GetItem", "PutItem", "Query", "UpdateItem"),
            indexes=("by_rank", "by_newest", "by_price"),
        )
        self.relay(resources.event_bus)
