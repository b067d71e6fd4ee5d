"""The basket's event consumer: the product service's events become offers."""

from backend.basket import offers
from backend.contracts.inventory.events import StockChanged
from backend.contracts.product.events import ProductChanged, ProductWithdrawn
from backend.shared.consumer import event_consumer

handler = event_consumer({ProductChanged: offers.change, ProductWithdrawn: offers.withdraw, StockChanged: offers.stock})
