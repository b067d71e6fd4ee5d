"""Baskets and the copy of offers they are priced from."""

from constructs import Construct

from infra.bus import Bus
from infra.choices import Choices
from infra.service import Service


class Basket(Service):
    """Guests' baskets expire. The intake keeps the offers as the catalogue tells them."""

    def __init__(self, scope: Construct, choices: Choices, bus: Bus) -> None:
        super().__init__(scope, "basket", choices, expires=True)
        self.door(table=("BatchGetItem", "GetItem", "PutItem", "UpdateItem"))
        self.intake(table=("UpdateItem",))
        self.relay(bus)
