"""The order desk: staff find any order, and write notes."""

from constructs import Construct

from infra.constructs.resources import Resources
from infra.constructs.service import Service
from infra.constructs.table import STRING, index


class Desk(Service):
    """It hears of checkouts and of what becomes of orders, and publishes nothing."""

    def __init__(self, scope: Construct, resources: Resources) -> None:
        super().__init__(scope, "desk", resources, streamed=False)
        index(self.table, "by_state", "in_state", "pk", STRING)
        self.http_function(
            table=("BatchGetItem", "BatchWriteItem", "GetItem", "PutItem", "Query", "UpdateItem"),
            indexes=("by_state",),
        )
        self.consumer(table=("BatchWriteItem", "UpdateItem"))
