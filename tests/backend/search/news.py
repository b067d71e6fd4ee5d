"""What the search hears of, and what it then finds."""

from typing import Any

import msgspec

from backend.contracts.event import Event
from backend.contracts.inventory.events import StockChanged
from backend.contracts.inventory.models import Level
from backend.contracts.product.events import ProductChanged, ProductWithdrawn
from backend.contracts.product.models import Product
from backend.contracts.search.models import SearchPage, SearchQuery
from backend.search.consumer import handler
from backend.search.sqlite import product_search
from backend.search.sqlite.local_index import LocalIndex, open_latest
from tests.backend.events import sqs
from tests.backend.product.examples import new

NOW = "2026-11-03T10:11:12.123Z"


def product_changed(product_id: str = "harbour", version: int = 1, **more: Any) -> ProductChanged:
    """News of a product with the SKUs `<id>-a4` and `<id>-a3`."""
    body = msgspec.structs.asdict(new(product_id, **more))
    return ProductChanged(
        product=Product(**body, category_path="prints/sea-shore", version=version, created_at=NOW, changed_at=NOW)
    )


def withdrawn(product_id: str = "harbour", version: int = 2) -> ProductWithdrawn:
    return ProductWithdrawn(product_id=product_id, version=version, skus=(f"{product_id}-a4", f"{product_id}-a3"))


def stock(sku: str = "harbour-a4", version: int = 1, level: Level = Level.IN_STOCK) -> StockChanged:
    return StockChanged(sku=sku, version=version, level=level)


def hear(*events: Event) -> int:
    """Takes the events in, in one batch; how many messages come again."""
    return len(handler(sqs(*events), None)["batchItemFailures"])


def search_index(of: LocalIndex | None = None, **asked: Any) -> SearchPage:
    """What a copy of the index answers; a new one, unless told of which."""
    return product_search.search((of or open_latest()).connection, SearchQuery(**asked))


def titles(of: LocalIndex | None = None, **asked: Any) -> list[str]:
    return [hit.title for hit in search_index(of, **asked).items]
