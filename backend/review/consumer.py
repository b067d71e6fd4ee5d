"""The review service's event consumer: confirms purchases, and erases the reviews of closed accounts."""

from backend.contracts.order.data_export import DataRequested
from backend.contracts.order.events import AccountClosed, OrderErased, PurchaseVerified
from backend.review import personal_data, writing
from backend.shared.consumer import event_consumer

handler = event_consumer({
    PurchaseVerified: writing.verify,
    AccountClosed: writing.erase,
    OrderErased: writing.erase,
    DataRequested: personal_data.give,
})  # fmt: skip
