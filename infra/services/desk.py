"""The order desk: staff find any order, write notes, and see who changed what."""

from constructs import Construct

from infra.constructs import grants
from infra.constructs.resources import Resources
from infra.constructs.service import Service
from infra.constructs.table import STRING, index


class Desk(Service):
    """It hears of checkouts, of what becomes of orders, and of what staff change anywhere: that is the audit log, whose
    entries name people as the user pool knows them."""

    def __init__(self, scope: Construct, resources: Resources) -> None:
        super().__init__(scope, "desk", resources, streamed=False)
        index(self.table, "by_state", "in_state", "pk", STRING)
        self.http_function(
            table=("BatchGetItem", "BatchWriteItem", "GetItem", "PutItem", "Query", "UpdateItem"),
            indexes=("by_state",),
        )
        pool = resources.data.users.pool
        self.consumer(
            table=("BatchWriteItem", "GetItem", "Query", "UpdateItem"),
            policies=[
                grants.statement(["cognito-idp:AdminGetUser"], pool.user_pool_arn),
                resources.give_part(self.name),
            ],
            USER_POOL=pool.user_pool_id,
            EXPORTS=resources.exports.bucket_name,
        )
