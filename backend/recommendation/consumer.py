"""The recommendation's event consumer: what was checked out, what of it was bought, and how products look."""

from backend.contracts.basket.events import BasketCheckedOut
from backend.contracts.order.events import OrderConfirmed
from backend.contracts.product.events import ProductChanged, ProductWithdrawn
from backend.contracts.product.models import card
from backend.recommendation import domain, repository
from backend.shared.consumer import RetryLater, event_consumer


def _checked_out(event: BasketCheckedOut) -> None:
    repository.remember(event.order_id, domain.products(event.lines))


def _confirmed(event: OrderConfirmed) -> None:
    """Only what was paid counts. Raises Again while the checkout has not been heard of."""
    products = repository.recall(event.order_id)
    if products is None:
        raise RetryLater(event.order_id)
    repository.bought(event.order_id, products)


def _changed(event: ProductChanged) -> None:
    repository.show(event.product.id, event.product.version, card(event.product))


def _withdrawn(event: ProductWithdrawn) -> None:
    repository.show(event.product_id, event.version, None)


handler = event_consumer(
    {BasketCheckedOut: _checked_out, OrderConfirmed: _confirmed, ProductChanged: _changed, ProductWithdrawn: _withdrawn}
)
