"""The product service's staff API, in memory."""

from typing import Any

import msgspec

from backend.contracts.inventory.models import SetStock, Stock, StockPage
from backend.contracts.inventory.operations import LIST_STOCK, SET_STOCK
from backend.contracts.operation import Operation
from backend.contracts.problem import FieldError, Problem
from backend.contracts.product.models import CardPage, Product, card
from backend.contracts.product.operations import (
    CHECK_PRODUCT,
    CREATE_PRODUCT,
    DELETE_PRODUCT,
    GET_PRODUCT,
    LIST_PRODUCTS,
    REPLACE_PRODUCT,
)
from storefront.clients import api

AT = "2026-11-03T10:11:12.123Z"


class Shop:
    """The staff API in memory.

    `writes` are the operations that changed it; `taken` a SKU that belongs to somebody else.

    What it has told of a product is told again, as `api.call` does for a while, to whoever does not bypass the cache.
    """

    def __init__(self) -> None:
        self.products: dict[str, Product] = {}
        self.kept: dict[str, Product] = {}
        self.writes: list[str] = []
        self.stocked: list[str] = []
        self.taken = ""
        self.down_after: int | None = None
        self.stock: dict[str, tuple[int, int]] = {}
        self.heard = True

    def call(
        self,
        operation: Operation,
        *,
        path: Any = None,
        query: Any = None,
        body: Any = None,
        request: Any = None,
        token: str | None = None,
        bypass_cache: bool = False,
    ) -> Any:
        if operation is LIST_PRODUCTS:
            return CardPage(items=tuple(card(each) for each in self.products.values()), next=None)
        if operation is GET_PRODUCT:
            if bypass_cache or path.product_id not in self.kept:
                self.kept[path.product_id] = self._find(path.product_id)
            return self.kept[path.product_id]
        assert token == "staff-token"
        if operation is LIST_STOCK:
            return self._list(query.prefix)
        if operation is SET_STOCK:
            return self._set(path["sku"], body)
        if operation is not CHECK_PRODUCT and self.down_after is not None and len(self.writes) >= self.down_after:
            raise api.Unavailable("product")
        if operation is DELETE_PRODUCT:
            assert query.version == self._find(path.product_id).version
            self.writes.append(operation.name)
            return self.products.pop(path.product_id) and None
        if any(variant.sku == self.taken for variant in body.variants):
            raise api.Refusal(
                Problem(
                    type="sku-taken", title="Taken", status=409, errors=(FieldError("variants[0].sku", "is another's"),)
                )
            )
        if operation is CHECK_PRODUCT:
            return None
        if operation is CREATE_PRODUCT:
            return self._write(operation, body.id, body, 1)
        assert operation is REPLACE_PRODUCT
        present = self._find(path.product_id)
        if query.version != present.version:
            raise api.Refusal(Problem(type="stale-version", title="Stale", status=409, version=present.version))
        return self._write(operation, path.product_id, body, present.version + 1)

    def _list(self, sku: str) -> StockPage:
        """Stock by SKU, of all that the inventory has heard of."""
        heard = {each.sku: (0, 1) for product in self.products.values() for each in product.variants if self.heard}
        levels = sorted((name, level) for name, level in (heard | self.stock).items() if name.startswith(sku))
        items = (Stock(sku=name, available=count, held=0, sold=0, version=at) for name, (count, at) in levels)
        return StockPage(items=tuple(items), next=None)

    def _set(self, sku: str, body: SetStock) -> Stock:
        """Pieces and version by SKU; one that the inventory has heard of from its product begins with none at version
        1."""
        version = self.stock[sku][1] if sku in self.stock else int(self.heard)
        if body.version != version:
            raise api.Refusal(Problem(type="stale-version", title="Stale", status=409, version=version))
        self.stock[sku] = (body.available, version + 1)
        self.writes.append("set_stock")
        return Stock(sku=sku, available=body.available, held=0, sold=0, version=version + 1)

    def _find(self, id: str) -> Product:
        if id not in self.products:
            raise api.Refusal(Problem(type="not-found", title="No such product", status=404))
        return self.products[id]

    def _write(self, operation: Operation, id: str, body: Any, version: int) -> Product:
        kept = msgspec.to_builtins(body) | {
            "id": id,
            "version": version,
            "category_path": "x",
            "created_at": AT,
            "changed_at": AT,
        }
        self.products[id] = msgspec.convert(kept, Product)
        self.writes.append(operation.name)
        return self.products[id]
