"""What was bought together."""

from constructs import Construct

from infra.choices import Choices
from infra.service import Service


class Recommendation(Service):
    """It hears of checkouts, orders and products, and publishes nothing."""

    def __init__(self, scope: Construct, choices: Choices) -> None:
        super().__init__(scope, "recommendation", choices, streamed=False)
        self.door(table=("BatchGetItem", "Query"))
        self.intake(table=("GetItem", "PutItem"))
