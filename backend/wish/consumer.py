"""The wish service's event consumer: keeps copies of products and stock, triggers alerts, erases closed accounts."""

from backend.contracts.inventory.events import StockChanged
from backend.contracts.order.data_export import DataRequested
from backend.contracts.order.events import AccountClosed
from backend.contracts.product.events import ProductChanged, ProductWithdrawn
from backend.contracts.wish.events import AlertsDue
from backend.shared.consumer import event_consumer
from backend.wish import alerts, copies, personal_data, repository, shares


def _erase(event: AccountClosed) -> None:
    repository.close(event.owner)
    alerts.stop_all(event.owner, event.email)
    shares.stop(event.owner)
    repository.erase(event.owner)


handler = event_consumer(
    {
        ProductChanged: copies.save_product,
        ProductWithdrawn: copies.mark_withdrawn,
        StockChanged: copies.save_stock,
        AccountClosed: _erase,
        DataRequested: personal_data.give,
        AlertsDue: alerts.look_at_due,
    }
)
