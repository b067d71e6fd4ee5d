"""Orders: placed from what was checked out, and moved along the edges of the contract."""

from constructs import Construct

from infra.constructs.resources import Resources
from infra.constructs.service import Service
from infra.constructs.table import STRING, index


class Order(Service):
    """An order is read and written as one item. The sweeper looks after those that nobody moves."""

    def __init__(self, scope: Construct, resources: Resources) -> None:
        super().__init__(scope, "order", resources)
        index(self.table, "by_state", "in_state", "sk", STRING)
        index(self.table, "by_due", "open", "due", STRING)
        index(self.table, "by_contact", "contact", "sk", STRING)
        self.http_function(
            table=("BatchGetItem", "GetItem", "PutItem", "Query", "Scan"), indexes=("by_state", "by_contact")
        )
        self.consumer(table=("GetItem", "PutItem"))
        self.sweeper(table=("GetItem", "PutItem", "UpdateItem"), indexes=("by_due",))
        self.relay(resources.event_bus)
