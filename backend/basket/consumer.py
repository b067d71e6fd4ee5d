"""The basket's event consumer: keeps offers and stock levels by the events of the product and inventory services."""

from backend.basket import offers
from backend.contracts.inventory.events import StockChanged
from backend.contracts.product.events import ProductChanged, ProductWithdrawn
from backend.shared.consumer import event_consumer

handler = event_consumer(
    {ProductChanged: offers.save_offers, ProductWithdrawn: offers.mark_withdrawn, StockChanged: offers.save_stock}
)
