"""The delivery zones: one item, `pk=ZONES sk=ZONES`, with its version, who wrote it when, and the event (outbox).

There is none until staff change something: then the zones are those of `backend.contracts.delivery.zones.DEFAULT`.
"""

import msgspec

from backend.contracts import shop
from backend.contracts.delivery.events import DeliveryZonesChanged
from backend.contracts.delivery.models import DeliveryZones, SetDeliveryZones
from backend.contracts.delivery.zones import DEFAULT, in_currency
from backend.contracts.problem import Refused
from backend.delivery import domain
from backend.shared import clock, dynamodb, staff_changes
from backend.shared.aws import client
from backend.shared.outbox import encode_event
from backend.shared.versions import put_if_unchanged

KEY: dynamodb.Item = {"pk": {"S": "ZONES"}, "sk": {"S": "ZONES"}}


def get() -> DeliveryZones:
    """Return the zones with sums in the stage's currency, by a consistent read."""
    item = client("dynamodb").get_item(TableName=dynamodb.table_name(), Key=KEY, ConsistentRead=True).get("Item")
    zones = msgspec.json.decode(item["zones"]["S"], type=DeliveryZones) if item else DEFAULT
    return in_currency(zones, shop.currency())


def put(body: SetDeliveryZones) -> DeliveryZones:
    """Replace the zones, and publish it; a repeated request changes nothing.

    Raises Refused 422 for zones that make no sense, 409 with the present version if `body.version` is another.
    """
    domain.check(body.zones, shop.currency())
    present, new = get(), domain.next_version(body, shop.currency())
    if present != new and not _write(new, body):
        return _resolve_conflict(new)
    staff_changes.describe(*domain.differences(present, new))
    return new


def _write(new: DeliveryZones, body: SetDeliveryZones) -> bool:
    """Write the zones; return False where somebody else has replaced what the body was made from."""
    return dynamodb.write_if("put_item", **put_if_unchanged(_encode(new, body.by), body.version))


def _resolve_conflict(new: DeliveryZones) -> DeliveryZones:
    """Return the zones if the conflicting write was our own, whose answer was lost; else raise Refused 409."""
    if (present := get()) != new:
        raise Refused(409, "stale-version", "The zones have changed since you saw them", version=present.version)
    return present


def _encode(zones: DeliveryZones, by: str) -> dynamodb.Item:
    values = {
        "zones": msgspec.json.encode(zones).decode(),
        "version": zones.version,
        "changed_at": clock.now(),
        "by": by or None,
        "event": encode_event(DeliveryZonesChanged(zones=zones)).decode(),
    }
    return KEY | dynamodb.to_item(values)
