"""The outbox relay of the inventory table. It makes StockChanged from the stream's images of a stock item.

A sale always changes the number but seldom the level, and only the stream shows both numbers.
"""

from typing import TYPE_CHECKING

import msgspec

from backend.contracts.inventory.events import StockChanged
from backend.inventory.stock import SK, level, undated_level
from backend.shared.outbox_relay import BatchResponse, StreamEvent, relay

if TYPE_CHECKING:
    from backend.shared.dynamodb import Item


def handler(event: StreamEvent, context: object) -> BatchResponse:
    """Publish the records' events, with StockChanged added where a level changed."""
    for record in event["Records"]:
        images = record["dynamodb"]
        if (stock_event := _stock_changed_event(images.get("OldImage"), images.get("NewImage"))) is not None:
            images["NewImage"]["event"] = {"S": msgspec.json.encode(stock_event).decode()}
    return relay(event, context)


def _stock_changed_event(old: "Item | None", new: "Item | None") -> StockChanged | None:
    """Return StockChanged if the level in words differs from the one published before, else None.

    That one ignores that the day of a back order has come, because this changes no item.
    """
    if not new or new["sk"]["S"] != SK:
        return None
    before, after = undated_level(old) if old else None, level(new)
    if before == after:
        return None
    version = int(new["version"]["N"])
    back_on = after.back_on or msgspec.UNSET
    return StockChanged(sku=after.sku, version=version, level=after.level, left=after.left, back_on=back_on)
