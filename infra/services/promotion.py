"""Promotions, and the uses of them that orders hold."""

from aws_cdk import aws_lambda as lambda_
from constructs import Construct

from infra.constructs.outbox import CARRIES_EVENT
from infra.constructs.resources import Resources
from infra.constructs.service import Service
from infra.constructs.table import STRING, index

# A promotion's item carries no event: the relay makes one where others shall know of the change.
IS_PROMOTION = lambda_.FilterCriteria.filter(
    {"dynamodb": {"NewImage": {"sk": {"S": lambda_.FilterRule.is_equal("PROMOTION")}}}}
)


class Promotion(Service):
    """Uses are held and released in one transaction each, in which each part is allowed by its own action."""

    def __init__(self, scope: Construct, resources: Resources) -> None:
        super().__init__(scope, "promotion", resources)
        index(self.table, "by_time", "list", "created_at", STRING)
        self.http_function(table=("BatchGetItem", "GetItem", "PutItem", "Scan", "UpdateItem"), indexes=("by_time",))
        self.consumer(table=("BatchGetItem", "ConditionCheckItem", "DeleteItem", "PutItem", "UpdateItem"))
        self.relay(resources.event_bus, filters=[*CARRIES_EVENT, IS_PROMOTION])
