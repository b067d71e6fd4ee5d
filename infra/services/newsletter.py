"""Who wants the newsletter, and its issues."""

from constructs import Construct

from infra.constructs.resources import Resources
from infra.constructs.service import Service
from infra.sizing import ISSUE_MAILS_PER_MINUTE


class Newsletter(Service):
    """What nobody confirmed expires. The consumer erases closed accounts, the sweeper sends issues."""

    def __init__(self, scope: Construct, resources: Resources) -> None:
        super().__init__(scope, "newsletter", resources, expires=True)
        self.http_function(table=("ConditionCheckItem", "GetItem", "PutItem", "Query", "Scan", "UpdateItem"))
        self.consumer(
            table=("BatchWriteItem", "GetItem", "PutItem", "Query", "UpdateItem"),
            policies=[resources.give_part(self.name)],
            EXPORTS=resources.exports.bucket_name,
        )
        self.sweeper(
            table=("GetItem", "Query", "UpdateItem"),
            indexes=(),
            MAILS_PER_MINUTE=str(ISSUE_MAILS_PER_MINUTE),
        )
        self.relay(resources.event_bus)
