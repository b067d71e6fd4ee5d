"""Orders: placed from what was checked out, never changed by a request."""

from constructs import Construct

from infra.bus import Bus
from infra.choices import Choices
from infra.service import Service


class Order(Service):
    """The door only reads; the intake only writes."""

    def __init__(self, scope: Construct, choices: Choices, bus: Bus) -> None:
        super().__init__(scope, "order", choices)
        self.door(table=("GetItem", "Query"))
        self.intake(table=("PutItem",))
        self.relay(bus)
