"""The services in memory, holding the demo catalogue; they speak HTTP at the storefront's own seam."""

from typing import Any

from backend.contracts.problem import Refused
from backend.contracts.product.models import CardPage, Categories, Category, Product, card
from backend.product import domain
from bench import stock
from tests.storefront.service import ADA, Offer, Service

MINE = f"shopper#{ADA}"
ORDERS = 10


class Shelves(Service):
    """With something in the basket, the whole list and a history."""

    def __init__(self) -> None:
        super().__init__()
        products = sorted(stock.catalogue(), key=lambda product: -product.rank)
        self.products = {product.id: product for product in products}
        self.searched = tuple(products)
        self.cards = [(product.category_path, card(product)) for product in products]
        self.offers |= {product.variants[0].sku: _offer(product) for product in products}
        self.wanted = [product.variants[0] for product in products[:3]]
        self.fill()

    def fill(self) -> None:
        """Three things into the basket."""
        self.baskets[MINE] = {variant.sku: [1, variant.price] for variant in self.wanted}

    def list_products(self, _: str, __: Any, query: Any, ___: Any) -> CardPage:
        here = [
            card for path, card in self.cards if query.category is None or f"{path}/".startswith(f"{query.category}/")
        ]
        return CardPage(items=tuple(here[: query.limit]), next="bmV4dA" if len(here) > query.limit else None)

    def get_product(self, _: str, path: Any, *__: Any) -> Product:
        if path.product_id not in self.products:
            raise Refused(404, "not-found", "There is no such product")
        return self.products[path.product_id]

    def list_categories(self, *_: Any) -> Categories:
        found: dict[str, tuple[str, int]] = {}
        for product in self.products.values():
            for path, title in domain.categories(product).items():
                found[path] = title, found.get(path, (title, 0))[1] + 1
        tree = tuple(Category(path=path, title=title, count=count) for path, (title, count) in sorted(found.items()))
        return Categories(items=tree, count=len(self.products))


def _offer(product: Product) -> Offer:
    variant = product.variants[0]
    return Offer(
        title=product.title,
        price=variant.price,
        product_id=product.id,
        values=variant.values,
        picture=product.pictures[0],
    )
