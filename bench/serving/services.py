"""The services in memory, holding the demo catalogue; they speak HTTP at the storefront's own seam."""

from collections.abc import Sequence

from backend.contracts.product.models import Categories, Category, Product
from backend.product import domain
from bench import stock
from tests.storefront.service import ADA, Offer, Service

MINE = f"shopper#{ADA}"
ORDERS = 10


class Shelves(Service):
    """With something in the basket, the whole list and a history."""

    def __init__(self) -> None:
        super().__init__()
        self.products = products = sorted(stock.catalogue(), key=lambda product: -product.rank)
        self.tree = _tree(products)
        self.offers |= {product.variants[0].sku: _offer(product) for product in products}
        self.wanted = [product.variants[0] for product in products[:3]]
        self.fill()

    def fill(self) -> None:
        """Three things into the basket."""
        self.baskets[MINE] = {variant.sku: [1, variant.price] for variant in self.wanted}


def _tree(products: Sequence[Product]) -> Categories:
    """Return the categories of these products, as the product service counts them."""
    found: dict[str, tuple[str, int]] = {}
    for product in products:
        for path, title in domain.categories(product).items():
            found[path] = title, found.get(path, (title, 0))[1] + 1
    tree = tuple(Category(path=path, title=title, count=count) for path, (title, count) in sorted(found.items()))
    return Categories(items=tree, count=len(products))


def _offer(product: Product) -> Offer:
    variant = product.variants[0]
    return Offer(
        title=product.title,
        price=variant.price,
        product_id=product.id,
        values=variant.values,
        picture=product.pictures[0],
    )
