"""What was bought together."""

from constructs import Construct

from infra.constructs.resources import Resources
from infra.constructs.service import Service


class Recommendation(Service):
    """It hears of orders and products, and publishes nothing."""

    def __init__(self, scope: Construct, resources: Resources) -> None:
        super().__init__(scope, "recommendation", resources, streamed=False)
        self.http_function(table=("BatchGetItem", "Query"))
        self.consumer(table=("PutItem", "UpdateItem"))
