"""Who wants the newsletter."""

from constructs import Construct

from infra.constructs.resources import Resources
from infra.constructs.service import Service


class Newsletter(Service):
    """What nobody confirmed expires. The consumer erases closed accounts."""

    def __init__(self, scope: Construct, resources: Resources) -> None:
        super().__init__(scope, "newsletter", resources, expires=True)
        self.http_function(table=("ConditionCheckItem", "GetItem", "PutItem", "Query", "Scan", "UpdateItem"))
        self.consumer(
            table=("BatchWriteItem", "GetItem", "PutItem", "Query"),
            policies=[resources.give_part(self.name)],
            EXPORTS=resources.exports.bucket_name,
        )
        self.relay(resources.event_bus)
