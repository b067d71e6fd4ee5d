"""Invoices and credit notes, numbered without gaps."""

from constructs import Construct

from infra.constructs.resources import Resources
from infra.constructs.service import Deliveries, Service

PDF_MEMORY = 1769  # MB: a whole processor, for the library that draws PDF takes a second of one to load


class Invoice(Service):
    """It hears of confirmed orders and refunds, and publishes nothing.

    No function may delete an item: `PutItem` with a condition is all that writes.
    """

    def __init__(self, scope: Construct, resources: Resources) -> None:
        one_by_one = Deliveries(max_concurrency=2)  # SQS's least: all of them count by the same item
        memory = {"Handler": PDF_MEMORY, "Consumer": PDF_MEMORY}
        super().__init__(scope, "invoice", resources, streamed=False, deliveries=one_by_one, memory=memory)
        self.http_function(table=("Query",))
        self.consumer(
            table=("ConditionCheckItem", "GetItem", "PutItem", "Query"),
            policies=[resources.give_part(self.name)],
            EXPORTS=resources.exports.bucket_name,
            SELLER=resources.config.seller_json,
            NUMBER_PREFIX="" if resources.config.is_production else f"{resources.config.stage.upper()}-",
        )
