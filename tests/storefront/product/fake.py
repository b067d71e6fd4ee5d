"""A catalogue in memory in the place of the API: it answers the public operations as the product service does, and
counts the calls."""

from collections.abc import Callable
from typing import Any

import msgspec

from backend.contracts.inventory.models import Level, StockLevel, StockLevels, StockQuery
from backend.contracts.problem import Problem
from backend.contracts.product.models import (
    ADDRESS_PAGE_SIZE,
    AddressPage,
    CardPage,
    Categories,
    Category,
    Option,
    Picture,
    Product,
    ProductAddress,
    Sort,
    Variant,
    card,
)
from backend.contracts.product.queries import AddressQuery, ListQuery
from backend.contracts.recommendation.models import BoughtTogether
from backend.contracts.search.models import SearchPage, SearchQuery
from storefront.clients import api
from tests.storefront.searching import Searching

AT = "2026-11-21T08:00:00.000Z"


def product(slug: str = "slow-tide", title: str = "Slow Tide", **more: Any) -> Product:
    """A print in two sizes, framed or not; the large one is made unframed only, and the small one is reduced."""
    made = (("A4", "Unframed", 2400), ("A4", "Oak frame", 5900), ("A2", "Unframed", 4800))
    variants = tuple(
        Variant(
            sku=f"{slug}-{size}-{frame[:2]}".upper(),
            values=(size, frame),
            price=price,
            compare_at=3000 if price == 2400 else None,
        )
        for size, frame, price in made
    )
    options = (Option(name="Size", values=("A4", "A2", "A0")), Option(name="Frame", values=("Unframed", "Oak frame")))
    given: dict[str, Any] = {
        "id": slug, "title": title, "currency": "EUR", "category": ("Prints", "Landscapes"), "category_path": "prints/landscapes",
        "variants": variants, "options": options, "description": "Seven hills.\n\nOne sun.", "brand": "Tidewater", "tags": ("sea", "calm"),
        "pictures": tuple(Picture(src=src, alt=alt, width=960, height=1200) for src, alt in (("tide-1", "Hills"), ("tide-2", "On a wall"))),
        "version": 1, "created_at": AT, "changed_at": AT,
    }  # fmt: skip
    return Product(**{**given, **more})


TREE = Categories(
    items=(
        Category(path="cards", title="Cards", count=0),
        Category(path="prints", title="Prints", count=60),
        Category(path="prints/landscapes", title="Landscapes", count=40),
        Category(path="prints/portraits", title="Portraits", count=20),
    ),
    count=60,
)


class Fake:
    """`down` names operations that do not answer; a cursor is `page-<number of cards before it>`."""

    def __init__(self, products: list[Product], tree: Categories = TREE) -> None:
        self.products, self.tree = products, tree
        self.stock: dict[str, StockLevel] = {}
        self.together = BoughtTogether(items=(), orders=0)
        self.down: set[str] = set()
        self.calls: list[str] = []
        self.queries: list[ListQuery] = []
        self.searching = Searching()

    def call(self, operation: Any, *, path: Any = None, query: Any = None, **_: Any) -> Any:
        self.calls.append(operation.name)
        if operation.name in self.down:
            raise api.Unavailable(operation.service)
        answers: dict[str, Callable[[], Any]] = {
            "list_addresses": lambda: self.addresses(query),
            "list_categories": lambda: self.tree, "list_products": lambda: self.page(query), "get_product": lambda: self.one(path),
            "get_stock": lambda: self.told(query), "list_bought_together": lambda: self.together,
            "search": lambda: self.found(query), "suggest": lambda: self.searching.suggest(self.products, self.levels, query.q),
        }  # fmt: skip
        return answers[operation.name]()

    def page(self, query: ListQuery) -> CardPage:
        try:
            msgspec.convert(msgspec.to_builtins(query), ListQuery)
        except msgspec.ValidationError:
            raise api.Refusal(Problem(type="invalid", title="Not as agreed", status=400)) from None
        self.queries.append(query)
        first = int(query.cursor.removeprefix("page-")) if query.cursor and query.cursor.startswith("page-") else 0
        if query.cursor and not first:
            raise api.Refusal(Problem(type="bad-cursor", title="This is no cursor of ours", status=400))
        here = [
            each
            for each in self.products
            if query.category is None or f"{each.category_path}/".startswith(f"{query.category}/")
        ]
        if query.sort in (Sort.PRICE_UP, Sort.PRICE_DOWN):
            here.sort(key=lambda each: card(each).price, reverse=query.sort is Sort.PRICE_DOWN)
        end = first + query.limit
        return CardPage(items=tuple(card(each) for each in here[first:end]), next=f"page-{end}" if here[end:] else None)

    def addresses(self, query: AddressQuery) -> AddressPage:
        start = int(query.cursor or 0)
        end = start + ADDRESS_PAGE_SIZE
        items = tuple(ProductAddress(id=each.id, changed_at=each.changed_at) for each in self.products[start:end])
        return AddressPage(items=items, next=str(end) if self.products[end:] else None)

    def found(self, query: SearchQuery) -> SearchPage:
        asked = msgspec.convert(msgspec.to_builtins(query), SearchQuery)
        return self.searching.search(self.products, self.levels, asked)

    @property
    def levels(self) -> dict[str, Level]:
        return {sku: level.level for sku, level in self.stock.items()}

    def told(self, query: StockQuery) -> StockLevels:
        msgspec.convert(msgspec.to_builtins(query), StockQuery)
        return StockLevels(items=tuple(self.stock[sku] for sku in query.skus.split(",") if sku in self.stock))

    def one(self, path: dict[str, str]) -> Product:
        found = next((each for each in self.products if each.id == path["product_id"]), None)
        if found is None:
            raise api.Refusal(Problem(type="not-found", title="There is no such product", status=404))
        return found
