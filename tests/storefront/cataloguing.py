"""The catalogue, and what is sold with what, as the services of the tests answer for them."""

from typing import Any

from backend.contracts.inventory.models import LOW_STOCK_THRESHOLD, Level, Stock, StockLevel, StockLevels
from backend.contracts.problem import Refused
from backend.contracts.product.models import (
    AddressPage,
    CardPage,
    Categories,
    Category,
    Product,
    ProductAddress,
    Sort,
    card,
)
from backend.contracts.product.queries import ListQuery
from backend.contracts.recommendation.models import BoughtTogether, Recommendations
from backend.contracts.recommendation.queries import SeedQuery
from backend.contracts.search.models import SearchPage, Suggestions
from tests.storefront.searching import Searching


class Cataloguing:
    """Products, which the search service's own engine finds.

    `queries` are those that lists of products were asked for with.
    """

    stock: dict[str, Stock]

    def __init__(self) -> None:
        super().__init__()
        self.products: list[Product] = []
        self.tree = Categories(items=(Category(path="prints", title="Prints", count=1),), count=1)
        self.companions = BoughtTogether(items=(), orders=0)
        self.recommendations = Recommendations(items=())
        self.seeds: list[SeedQuery] = []
        self.queries: list[ListQuery] = []
        self.searching = Searching()

    def list_categories(self, *_: Any) -> Categories:
        return self.tree

    def list_bought_together(self, *_: Any) -> BoughtTogether:
        return self.companions

    def list_recommendations(self, _: str, __: Any, query: SeedQuery, ___: Any) -> Recommendations:
        self.seeds.append(query)
        return self.recommendations

    def list_products(self, _: str, __: Any, query: ListQuery, ___: Any) -> CardPage:
        self.queries.append(query)
        here = [
            each
            for each in self.products
            if query.category is None or f"{each.category_path}/".startswith(f"{query.category}/")
        ]
        if query.sort in (Sort.PRICE_UP, Sort.PRICE_DOWN):
            here.sort(key=lambda each: card(each).price, reverse=query.sort is Sort.PRICE_DOWN)
        first, end = window(query)
        return CardPage(
            items=tuple(card(each) for each in here[first:end]), next=f"after-{end}" if here[end:] else None
        )

    def list_addresses(self, _: str, __: Any, query: Any, ___: Any) -> AddressPage:
        start = int(query.cursor or 0)
        end = start + query.limit
        items = tuple(ProductAddress(id=each.id, changed_at=each.changed_at) for each in self.products[start:end])
        return AddressPage(items=items, next=str(end) if self.products[end:] else None)

    def get_product(self, _: str, path: Any, *__: Any) -> Product:
        found = next((each for each in self.products if each.id == path.product_id), None)
        if found is None:
            raise Refused(404, "not-found", "There is no such product")
        return found

    def search(self, _: str, __: Any, query: Any, ___: Any) -> SearchPage:
        return self.searching.search(self.products, self._levels, query)

    def suggest(self, _: str, __: Any, query: Any, ___: Any) -> Suggestions:
        return self.searching.suggest(self.products, self._levels, query.q)

    @property
    def _levels(self) -> dict[str, Level]:
        return {sku: self.level(sku).level for sku in self.stock}

    def get_stock(self, _: str, __: Any, query: Any, ___: Any) -> StockLevels:
        return StockLevels(items=tuple(self.level(sku) for sku in query.skus.split(",") if sku in self.stock))

    def level(self, sku: str) -> StockLevel:
        left = self.stock[sku].available if sku in self.stock else LOW_STOCK_THRESHOLD + 1
        if left <= 0 and (back := self.stock[sku].back_order):
            return StockLevel(sku=sku, level=Level.BACK_ORDER, back_on=back.on)
        if left > LOW_STOCK_THRESHOLD:
            return StockLevel(sku=sku, level=Level.IN_STOCK)
        return StockLevel(sku=sku, level=Level.LOW if left else Level.SOLD_OUT, left=left or None)


def window(query: Any) -> tuple[int, int]:
    """Return where the asked page begins and ends. Raises Refused for another's cursor."""
    if query.cursor and not query.cursor.startswith("after-"):
        raise Refused(400, "bad-cursor", "This is no cursor of ours")
    first = int(query.cursor.removeprefix("after-")) if query.cursor else 0
    return first, first + query.limit
