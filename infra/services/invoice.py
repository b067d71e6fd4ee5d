"""Invoices and credit notes, numbered without gaps."""

from constructs import Construct

from infra.constructs.resources import Resources
from infra.constructs.service import Deliveries, Service

PDF_MEMORY = 1769  # MB: a whole processor, for the library that draws PDF takes a second of one to load


class Invoice(Service):
    """It hears of confirmed orders and refunds, and publishes nothing.

    No function may change or delete an item: `PutItem` with a condition is all that writes.
    """

    def __init__(self, scope: Construct, resources: Resources) -> None:
        super().__init__(scope, "invoice", resources, streamed=False)
        self.memory = {"Handler": PDF_MEMORY}
        self.deliveries = Deliveries(max_concurrency=2)  # SQS's least: all of them count by the same item
        self.http_function(table=("Query",))
        self.consumer(
            table=("ConditionCheckItem", "GetItem", "PutItem", "Query"),
            NUMBER_PREFIX="" if resources.choices.is_production else f"{resources.choices.stage.upper()}-",
        )
