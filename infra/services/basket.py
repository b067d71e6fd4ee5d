"""Baskets and the copy of offers they are priced from."""

from constructs import Construct

from infra.constructs.resources import Resources
from infra.constructs.service import Service


class Basket(Service):
    """Guests' baskets expire. The consumer copies the catalogue's offers."""

    def __init__(self, scope: Construct, resources: Resources) -> None:
        super().__init__(scope, "basket", resources, expires=True)
        self.http_function(table=("BatchGetItem", "GetItem", "PutItem", "UpdateItem"))
        self.consumer(
            table=("DeleteItem", "GetItem", "UpdateItem"),
            policies=[resources.give_part(self.name)],
            EXPORTS=resources.exports.bucket_name,
        )
        self.relay(resources.event_bus)
