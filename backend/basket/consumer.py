"""The basket's event consumer: keeps copies of offers, stock and promotions; deletes closed accounts' baskets."""

from backend.basket import offers, personal_data, promotions, repository, vouchers
from backend.contracts.inventory.events import StockChanged
from backend.contracts.order.data_export import DataRequested
from backend.contracts.order.events import AccountClosed
from backend.contracts.product.events import ProductChanged, ProductWithdrawn
from backend.contracts.promotion.events import PromotionChanged
from backend.contracts.voucher.events import VoucherChanged
from backend.shared.consumer import event_consumer


def _delete_basket(event: AccountClosed) -> None:
    """Delete the basket of a closed account, with the last checkout's event in it."""
    repository.delete(event.owner)


handler = event_consumer(
    {
        ProductChanged: offers.save_offers,
        ProductWithdrawn: offers.mark_withdrawn,
        StockChanged: offers.save_stock,
        PromotionChanged: promotions.save,
        VoucherChanged: vouchers.save,
        AccountClosed: _delete_basket,
        DataRequested: personal_data.give,
    }
)
