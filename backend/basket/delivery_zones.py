"""The basket's copy of the delivery zones, built from the events of the delivery service.

It is one item, `pk=DELIVERY sk=ZONES`. Every basket is reckoned with it, so a function reads it once in `FRESH_SECONDS`
and not for each basket. Until staff change something there is none, and the zones are the contract's `DEFAULT`.
"""

import msgspec

from backend.contracts import shop
from backend.contracts.delivery.events import DeliveryZonesChanged
from backend.contracts.delivery.models import DeliveryZones
from backend.contracts.delivery.zones import DEFAULT, in_currency
from backend.shared import clock, dynamodb
from backend.shared.aws import client
from backend.shared.copies import write_newer

KEY: dynamodb.Item = {"pk": {"S": "DELIVERY"}, "sk": {"S": "ZONES"}}
FRESH_SECONDS = 10
_known: tuple[int, DeliveryZones] | None = None


def current() -> DeliveryZones:
    """Return the zones with sums in the stage's currency, as of `FRESH_SECONDS` ago at most."""
    global _known
    now = clock.millis()
    if _known is None or not _known[0] <= now < _known[0] + FRESH_SECONDS * 1000:
        _known = (now, _read())
    return in_currency(_known[1], shop.currency())


def _read() -> DeliveryZones:
    item = client("dynamodb").get_item(TableName=dynamodb.table_name(), Key=KEY).get("Item")
    return msgspec.json.decode(item["zones"]["S"], type=DeliveryZones) if item else DEFAULT


def forget() -> None:
    """Have the next basket read the zones again."""
    global _known
    _known = None


def save(event: DeliveryZonesChanged) -> None:
    """Store the zones, unless a version as new is stored."""
    write_newer(KEY, event.zones.version, {"zones": msgspec.json.encode(event.zones).decode()})
