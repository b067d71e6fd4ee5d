"""The recommendation's event consumer: what was checked out, what of it was bought, and how products look."""

from backend.contracts.basket.events import BasketCheckedOut
from backend.contracts.order.events import OrderConfirmed
from backend.contracts.product.events import ProductChanged, ProductWithdrawn
from backend.contracts.product.models import card
from backend.recommendation import domain, repository
from backend.shared.consumer import RetryLater, event_consumer


def _remember_order(event: BasketCheckedOut) -> None:
    repository.remember(event.order_id, domain.products(event.lines))


def _count_order(event: OrderConfirmed) -> None:
    """Count a paid order. Raise RetryLater while its checkout is unknown."""
    products = repository.recall(event.order_id)
    if products is None:
        raise RetryLater(event.order_id)
    repository.add_order(event.order_id, products)


def _save_card(event: ProductChanged) -> None:
    repository.save_card(event.product.id, event.product.version, card(event.product), event.product.category_path)


def _remove_card(event: ProductWithdrawn) -> None:
    repository.save_card(event.product_id, event.version, None)


handler = event_consumer(
    {
        BasketCheckedOut: _remember_order,
        OrderConfirmed: _count_order,
        ProductChanged: _save_card,
        ProductWithdrawn: _remove_card,
    }
)
