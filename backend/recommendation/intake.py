"""The recommendation's queue door: what was checked out, what of it was bought, and how products look."""

from backend.contracts.basket import BasketCheckedOut
from backend.contracts.order import OrderConfirmed
from backend.contracts.product import ProductChanged, ProductWithdrawn, card
from backend.recommendation import domain, store
from backend.shared.intake import Again, intake


def _checked_out(event: BasketCheckedOut) -> None:
    store.remember(event.order_id, domain.products(event.lines))


def _confirmed(event: OrderConfirmed) -> None:
    """Only what was paid counts. Raises Again while the checkout has not been heard of."""
    products = store.recall(event.order_id)
    if products is None:
        raise Again(event.order_id)
    store.bought(event.order_id, products)


def _changed(event: ProductChanged) -> None:
    store.show(event.product.id, event.product.version, card(event.product))


def _withdrawn(event: ProductWithdrawn) -> None:
    store.show(event.product_id, event.version, None)


handler = intake({BasketCheckedOut: _checked_out, OrderConfirmed: _confirmed, ProductChanged: _changed, ProductWithdrawn: _withdrawn})
