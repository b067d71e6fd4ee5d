"""The recommendation's event consumer: what was bought, and how products look."""

from backend.contracts.basket.events import BasketCheckedOut
from backend.contracts.order.events import OrderConfirmed
from backend.contracts.product.events import ProductChanged, ProductWithdrawn
from backend.contracts.product.models import card
from backend.recommendation import domain, repository
from backend.shared.consumer import event_consumer, ignore


def _count_order(event: OrderConfirmed) -> None:
    """Count a paid order; one whose event is from before it told what was bought is left out."""
    if event.purchase:
        repository.add_order(event.order_id, domain.products(event.purchase.lines))


def _save_card(event: ProductChanged) -> None:
    repository.save_card(event.product.id, event.product.version, card(event.product), event.product.category_path)


def _remove_card(event: ProductWithdrawn) -> None:
    repository.save_card(event.product_id, event.version, None)


handler = event_consumer(
    {
        BasketCheckedOut: ignore,
        OrderConfirmed: _count_order,
        ProductChanged: _save_card,
        ProductWithdrawn: _remove_card,
    }
)
