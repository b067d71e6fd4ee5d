"""The basket's copy of the delivery zones, built from the events of the delivery service.

It is one item, `pk=DELIVERY sk=ZONES`. Until staff change something it does not exist, and the zones are the contract's
`DEFAULT`.
"""

import msgspec

from backend.basket.fresh_copy import FreshCopy
from backend.contracts import shop
from backend.contracts.delivery.events import DeliveryZonesChanged
from backend.contracts.delivery.models import DeliveryZones
from backend.contracts.delivery.zones import DEFAULT, in_currency
from backend.shared import dynamodb
from backend.shared.aws import client
from backend.shared.copies import write_newer

KEY: dynamodb.Item = {"pk": {"S": "DELIVERY"}, "sk": {"S": "ZONES"}}


def _read() -> DeliveryZones:
    item = client("dynamodb").get_item(TableName=dynamodb.table_name(), Key=KEY).get("Item")
    return msgspec.json.decode(item["zones"]["S"], type=DeliveryZones) if item else DEFAULT


stored = FreshCopy(_read)
"""The zones as they were set, with sums in the currency of that time."""


def current() -> DeliveryZones:
    """Return the zones with sums in the stage's currency."""
    return in_currency(stored.get(), shop.currency())


def save(event: DeliveryZonesChanged) -> None:
    """Store the zones, unless a version as new is stored."""
    write_newer(KEY, event.zones.version, {"zones": msgspec.json.encode(event.zones).decode()})
