"""The basket's event consumer: keeps copies of offers, stock, promotions, delivery zones and tax rates up to date, and
erases closed accounts."""

from backend.basket import (
    address_book,
    delivery_zones,
    offers,
    personal_data,
    promotions,
    repository,
    tax_rates,
    vouchers,
)
from backend.contracts.delivery.events import DeliveryZonesChanged, TaxRatesChanged
from backend.contracts.inventory.events import StockChanged
from backend.contracts.order.data_export import DataRequested
from backend.contracts.order.events import AccountClosed
from backend.contracts.product.events import ProductChanged, ProductWithdrawn
from backend.contracts.promotion.events import PromotionChanged
from backend.contracts.voucher.events import VoucherChanged
from backend.shared.consumer import event_consumer


def _erase(event: AccountClosed) -> None:
    """Erase the saved addresses of a closed account, and delete its basket with the last checkout's event in it."""
    address_book.close(event.owner)
    repository.delete(event.owner)


handler = event_consumer(
    {
        ProductChanged: offers.save_offers,
        ProductWithdrawn: offers.mark_withdrawn,
        StockChanged: offers.save_stock,
        PromotionChanged: promotions.save,
        VoucherChanged: vouchers.save,
        DeliveryZonesChanged: delivery_zones.save,
        TaxRatesChanged: tax_rates.save,
        AccountClosed: _erase,
        DataRequested: personal_data.give,
    }
)
