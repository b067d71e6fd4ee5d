"""Reviews, and how many stars the products have by them."""

from constructs import Construct

from infra.constructs.resources import Resources
from infra.constructs.service import Service
from infra.constructs.table import NUMBER, STRING, index


class Review(Service):
    """A review and its product's tally change in one transaction, in which each part is allowed by its own action."""

    def __init__(self, scope: Construct, resources: Resources) -> None:
        super().__init__(scope, "review", resources, expires=True)
        index(self.table, "by_state", "in_state", "at", STRING)
        index(self.table, "by_time", "listed", "at", STRING)
        index(self.table, "by_rank", "listed", "rank", NUMBER)
        index(self.table, "stars_by_time", "listed_stars", "at", STRING)
        index(self.table, "stars_by_rank", "listed_stars", "rank", NUMBER)
        table_actions = ("BatchGetItem", "BatchWriteItem", "DeleteItem", "GetItem", "PutItem", "Query", "UpdateItem")
        self.http_function(
            table=table_actions,
            indexes=("by_rank", "by_state", "by_time", "stars_by_rank", "stars_by_time"),
        )
        self.consumer(
            table=table_actions, policies=[resources.give_part(self.name)], EXPORTS=resources.exports.bucket_name
        )
        self.relay(resources.event_bus)
