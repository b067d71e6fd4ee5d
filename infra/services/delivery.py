"""The delivery zones, which staff change."""

from constructs import Construct

from infra.constructs.resources import Resources
from infra.constructs.service import Service


class Delivery(Service):
    """Everybody reads the zones; every change is published from the table's stream."""

    def __init__(self, scope: Construct, resources: Resources) -> None:
        super().__init__(scope, "delivery", resources)
        self.http_function(table=("GetItem", "PutItem"))
        self.relay(resources.event_bus)
