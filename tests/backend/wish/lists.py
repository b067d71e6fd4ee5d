"""What the tests of the wish service call it with."""

from typing import Any, cast

from backend.contracts.inventory.events import StockChanged
from backend.contracts.inventory.models import Level
from backend.contracts.operation import AnyOperation
from backend.contracts.product.events import ProductChanged
from backend.contracts.product.models import Option, Variant
from backend.contracts.product.translations import LocalOption, LocalValue
from backend.contracts.wish.events import AlertRequested, AlertsDue, AlertStopped, AlertTriggered
from backend.shared import compression
from backend.shared.aws import client
from backend.wish import consumer, handler
from tests.backend import shop
from tests.backend.events import http, sqs, token

GUEST = "a" * 32
ADA, GRACE = token("ada"), token("grace")
HARBOUR = "harbour-at-dusk"
_EVENTS = cast("type[Any]", AlertRequested | AlertTriggered | AlertStopped | AlertsDue)
SMALL, LARGE = "HARBOUR-A4", "HARBOUR-A3"


IN_GERMAN = LocalOption(option="Size", values=(LocalValue(value="A4", title="Klein"),))
"""What the smaller size of the harbour is called in German."""


def harbour(version: int = 1, small: int = 2900, large: int = 4900, **more: Any) -> ProductChanged:
    """A product in two sizes."""
    options = {"options": (Option(name="Size", values=("A4", "A3")),)}
    variants = (
        Variant(sku=SMALL, values=("A4",), price=small),
        Variant(sku=LARGE, values=("A3",), price=large),
    )
    return shop.product_changed(shop.SKUS[0], version=version, **(options | {"variants": variants} | more))


def stock(sku: str, level: Level, version: int = 1) -> StockChanged:
    return StockChanged(sku=sku, version=version, level=level, left=2 if level is Level.LOW else None)


def consume(*events: Any) -> None:
    """Have the service hear of these."""
    assert consumer.handler(sqs(*events), None) == {"batchItemFailures": []}


def call(operation: AnyOperation, product: str = HARBOUR, **more: Any) -> dict[str, Any]:
    """Call an operation: as Ada, or as the guest where it is a guest's."""
    path = {"product_id": product} if "product_id" in operation.parameters else {}
    if "guest_id" in operation.parameters:
        return handler.handler(http(operation, path={"guest_id": GUEST, **path, **more.pop("path", {})}, **more), None)
    claims = more.pop("claims", ADA)
    return handler.handler(http(operation, claims=claims, path=path, **more), None)


class Outbox:
    """What the service's table publishes: every new event in an item. What the service hears of itself is consumed."""

    def __init__(self) -> None:
        self._seen: set[tuple[str, str, bytes]] = set()

    def take(self) -> list[Any]:
        """Return what was published since the last time, in no order, with what that caused."""
        published: list[Any] = []
        while new := self._new():
            for event in new:
                if isinstance(event, AlertsDue):
                    consume(event)
                else:
                    published.append(event)
        return published

    def _new(self) -> list[Any]:
        items = [each for each in client("dynamodb").scan(TableName="wish")["Items"] if "event" in each]
        events = {(each["pk"]["S"], each["sk"]["S"], bytes(each["event"]["B"])) for each in items} - self._seen
        self._seen |= events
        return [compression.decode(event, _EVENTS) for _, _, event in sorted(events)]
