"""Stock, and the orders that hold some of it."""

from aws_cdk import aws_lambda as lambda_
from constructs import Construct

from infra.constructs.outbox import CARRIES_EVENT
from infra.constructs.resources import Resources
from infra.constructs.service import Service
from infra.constructs.table import STRING, index

# A stock item carries no event: the relay makes one where the words that describe it have changed.
IS_STOCK = lambda_.FilterCriteria.filter(
    {"dynamodb": {"NewImage": {"sk": {"S": lambda_.FilterRule.is_equal("STOCK")}}}}
)


class Inventory(Service):
    """Every move of stock is one transaction, in which each part is allowed by its own action."""

    def __init__(self, scope: Construct, resources: Resources) -> None:
        super().__init__(scope, "inventory", resources, expires=True)
        index(self.table, "skus", "list", "sku", STRING, keys_only=True)
        index(self.table, "open_holds", "open", "at", STRING)
        self.http_function(table=("BatchGetItem", "GetItem", "Scan", "UpdateItem"), indexes=("skus", "open_holds"))
        self.consumer(table=("ConditionCheckItem", "GetItem", "PutItem", "UpdateItem"))
        self.relay(resources.event_bus, filters=[*CARRIES_EVENT, IS_STOCK])
