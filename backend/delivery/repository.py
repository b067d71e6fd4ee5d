"""The delivery zones: one item, `pk=ZONES sk=ZONES`.

It does not exist until staff change something: until then the zones are `backend.contracts.delivery.zones.DEFAULT`.
"""

from backend.contracts import shop
from backend.contracts.delivery.events import DeliveryZonesChanged
from backend.contracts.delivery.models import DeliveryZones, SetDeliveryZones
from backend.contracts.delivery.zones import DEFAULT, in_currency
from backend.delivery import domain
from backend.delivery.versioned_item import VersionedItem, check_same
from backend.shared import dynamodb, staff_changes

KEY: dynamodb.Item = {"pk": {"S": "ZONES"}, "sk": {"S": "ZONES"}}
_item = VersionedItem(KEY, "zones", DEFAULT)


def get() -> DeliveryZones:
    """Return the zones with amounts in the stage's currency, by a consistent read."""
    return in_currency(_item.read(), shop.currency())


def put(body: SetDeliveryZones) -> DeliveryZones:
    """Replace the zones and publish the change; a repeated request changes nothing.

    Raises Refused 422 for zones that make no sense, 409 with the present version if `body.version` is another.
    """
    domain.check(body.zones, shop.currency())
    present, new = get(), domain.next_version(body, shop.currency())
    if present == new or _item.replace(body.version, new, body.by, DeliveryZonesChanged(zones=new)):
        staff_changes.describe(*domain.differences(present, new))
    else:
        check_same(_item.name, get(), new)
    return new
