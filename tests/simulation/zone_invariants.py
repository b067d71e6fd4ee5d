"""What must be true of the delivery zones once all is over (INV-30): nothing that staff were told is lost, baskets know
the last version, and each order was charged what some version asks for."""

from msgspec import json

from backend.basket import delivery_zones
from backend.contracts.basket.models import Delivery
from backend.contracts.delivery.models import DeliveryZones
from backend.contracts.delivery.zones import DEFAULT, ways
from backend.delivery import repository
from tests.simulation.monitor import Watch, must
from tests.simulation.shop import Shop


def check_zones(shop: Shop, watch: Watch) -> None:
    """Raises `Violated` where a change was lost, written over, or never reached the baskets."""
    for version, zones in watch.acknowledged_zones.items():
        must(
            all(each == watch.zones.get(version) for each in zones),
            f"INV-30: version {version} was acknowledged as {zones} and is {watch.zones.get(version)}",
        )
    tables = shop.cloud.store.tables
    item = tables.get("delivery", {}).get((repository.KEY["pk"]["S"], repository.KEY["sk"]["S"]))
    copy = tables["basket"].get((delivery_zones.KEY["pk"]["S"], delivery_zones.KEY["sk"]["S"]))
    last, known = (json.decode(each["zones"]["S"], type=DeliveryZones) if each else DEFAULT for each in (item, copy))
    must(last == known, f"INV-30: baskets know version {known.version} of {last.version}")
    _check_charges(watch)


def _check_charges(watch: Watch) -> None:
    """Free delivery is a promotion's, or that of a zone."""
    for order in (each for each in watch.checkouts.values() if each.delivery is not Delivery.EMAIL):
        versions = (DEFAULT, *watch.zones.values())
        charges = {ways(order.address.country, "EUR", each)[order.delivery].charge(order.subtotal) for each in versions}
        given = sum(each.delivery for each in order.promotions)
        must(order.delivery_price + given in charges, f"INV-30: {order.order_id} pays {order.delivery_price}")
