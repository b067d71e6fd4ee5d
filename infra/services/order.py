"""Orders: placed from what was checked out, and moved along the edges of the contract."""

from constructs import Construct

from backend.contracts.order.data_export import ARCHIVES, PARTS
from infra.constructs import grants
from infra.constructs.resources import Resources
from infra.constructs.service import Service
from infra.constructs.table import STRING, index


class Order(Service):
    """An order is read and written as one item. The sweeper looks after those that nobody moves."""

    def __init__(self, scope: Construct, resources: Resources) -> None:
        super().__init__(scope, "order", resources, expires=True)
        index(self.table, "by_state", "in_state", "sk", STRING)
        index(self.table, "waiting", "open", "due", STRING, keys_only=True)
        index(self.table, "by_id", "sk", "pk", STRING, keys_only=True)
        index(self.table, "by_contact", "contact", "sk", STRING)
        index(self.table, "by_return", "in_return", "sk", STRING)
        exports = resources.exports
        parts, archives = (exports.arn_for_objects(f"{folder}/*") for folder in (PARTS, ARCHIVES))
        self.http_function(
            table=("BatchGetItem", "GetItem", "PutItem", "Query", "Scan"),
            indexes=("by_state", "by_contact", "by_id", "by_return", "waiting"),
            policies=[grants.statement(["s3:GetObject"], archives)],
            EXPORTS=exports.bucket_name,
        )
        self.consumer(table=("GetItem", "PutItem"))
        self.sweeper(
            table=("BatchWriteItem", "GetItem", "PutItem", "Query", "UpdateItem"),
            indexes=("waiting",),
            policies=[
                grants.statement(["s3:ListBucket"], exports.bucket_arn),
                grants.statement(["s3:GetObject"], parts),
                grants.statement(["s3:PutObject"], archives),
                grants.statement(["s3:DeleteObject"], parts, archives),
            ],
            EXPORTS=exports.bucket_name,
            SELLER=resources.config.seller_json,
        )
        self.relay(resources.event_bus)
