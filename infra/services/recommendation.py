"""What was bought together."""

from constructs import Construct

from infra.config import Choices
from infra.constructs.service import Service


class Recommendation(Service):
    """It hears of checkouts, orders and products, and publishes nothing."""

    def __init__(self, scope: Construct, choices: Choices) -> None:
        super().__init__(scope, "recommendation", choices, streamed=False)
        self.http_function(table=("BatchGetItem", "Query"))
        self.consumer(table=("GetItem", "PutItem"))
