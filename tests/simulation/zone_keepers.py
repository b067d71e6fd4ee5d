"""A story of delivery zones: two of the staff change prices and days while people buy."""

from msgspec import convert
from msgspec.structs import replace

from backend.contracts.delivery.models import DeliveryZones, SetDeliveryZones, Way
from backend.contracts.delivery.operations import GET_DELIVERY_ZONES, SET_DELIVERY_ZONES
from tests.simulation.buyers import Buyer
from tests.simulation.monitor import Watch
from tests.simulation.scheduler import PEOPLE
from tests.simulation.shop import Shop
from tests.simulation.staff import Staff


class ZoneKeeper(Staff):
    """Looks at the zones and changes them, with one click or two; what was acknowledged is kept by its version."""

    def __init__(self, shop: Shop, acknowledged: dict[int, list[DeliveryZones]]) -> None:
        super().__init__(shop)
        self.acknowledged = acknowledged

    def works(self) -> None:
        for _ in range(8):
            self.world.sleep(self.random.uniform(1, 200))
            if seen := self._ask(GET_DELIVERY_ZONES):
                self._changes(convert(seen, DeliveryZones))

    def _changes(self, seen: DeliveryZones) -> None:
        self.world.sleep(self.random.uniform(0, 5))
        way = Way(price=self.random.randint(100, 999), days=self.random.randint(1, 9))
        home = replace(seen.zones[0], standard=way)
        body = SetDeliveryZones(zones=(home, *seen.zones[1:]), version=seen.version, by="grace")
        for _ in range(self.random.choice((1, 2))):
            if made := self._ask(SET_DELIVERY_ZONES, body=body):
                self.acknowledged.setdefault(made["version"], []).append(convert(made, DeliveryZones))


def zone_keepers(shop: Shop, watch: Watch) -> list[Buyer]:
    """Five buyers and two of the staff, who know nothing of each other."""
    buyers: list[Buyer] = []
    buyers += [Buyer(shop, number, buyers) for number in range(5)]
    for buyer in buyers:
        shop.world.start("buyer", PEOPLE, buyer.shops, 1e9, lambda _: None)
    for worker in (ZoneKeeper(shop, watch.acknowledged_zones), ZoneKeeper(shop, watch.acknowledged_zones), Staff(shop)):
        shop.world.start("staff", PEOPLE, worker.works, 1e9, lambda _: None)
    return buyers
