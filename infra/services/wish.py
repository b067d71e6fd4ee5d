"""Wish lists, and alerts."""

from constructs import Construct

from infra.constructs.resources import Resources
from infra.constructs.service import Service
from infra.constructs.table import STRING, index


class Wish(Service):
    """Guests' lists expire. The consumer copies the catalogue and the stock."""

    def __init__(self, scope: Construct, resources: Resources) -> None:
        super().__init__(scope, "wish", resources, expires=True)
        index(self.table, "wishers", "wished", "pk", STRING, keys_only=True)
        self.http_function(
            table=("BatchGetItem", "BatchWriteItem", "ConditionCheckItem", "GetItem", "PutItem", "Query", "UpdateItem")
        )
        self.consumer(
            table=("BatchGetItem", "BatchWriteItem", "GetItem", "PutItem", "Query", "UpdateItem"),
            policies=[resources.give_part(self.name)],
            EXPORTS=resources.exports.bucket_name,
        )
        self.relay(resources.event_bus)
