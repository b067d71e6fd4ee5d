"""Gift vouchers, and what they pay of orders."""

from aws_cdk import aws_lambda as lambda_
from constructs import Construct

from infra.constructs import grants
from infra.constructs.outbox import CARRIES_EVENT
from infra.constructs.resources import Resources
from infra.constructs.service import Service
from infra.constructs.table import STRING, index

# A voucher's item carries no event: the relay makes one where others shall know of the change.
IS_VOUCHER = lambda_.FilterCriteria.filter(
    {"dynamodb": {"NewImage": {"sk": {"S": lambda_.FilterRule.is_equal("VOUCHER")}}}}
)


class Voucher(Service):
    """Every change of a balance is one transaction, in which each part is allowed by its own action."""

    def __init__(self, scope: Construct, resources: Resources) -> None:
        super().__init__(scope, "voucher", resources)
        index(self.table, "by_time", "list", "issued_at", STRING)
        self.http_function(
            table=("BatchGetItem", "GetItem", "PutItem", "Query", "Scan", "UpdateItem"), indexes=("by_time",)
        )
        self.consumer(
            table=("BatchGetItem", "ConditionCheckItem", "DeleteItem", "PutItem", "Query", "UpdateItem"),
            policies=[grants.on_indexes(self.table, ("by_time",)), resources.give_part(self.name)],
            EXPORTS=resources.exports.bucket_name,
        )
        self.relay(resources.event_bus, filters=[*CARRIES_EVENT, IS_VOUCHER])
