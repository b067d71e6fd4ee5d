"""The basket's queue door: the product service's events become offers."""

from backend.basket import offers
from backend.contracts.inventory import StockChanged
from backend.contracts.product import ProductChanged, ProductWithdrawn
from backend.shared.intake import intake

handler = intake({ProductChanged: offers.change, ProductWithdrawn: offers.withdraw, StockChanged: offers.stock})
