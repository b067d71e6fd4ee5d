"""The voucher service's event consumer: has vouchers pay their part of an order, gives back what is to go back, and
issues those that an order bought.

Of orders the bus delivers only events of those that vouchers pay for, or that buy some (`registry.ONLY_WITH`).
"""

from backend.contracts.order.data_export import DataRequested
from backend.contracts.order.events import (
    AccountClosed,
    OrderCancelled,
    OrderConfirmed,
    OrderErased,
    OrderPlaced,
    OrderRefused,
    OrderReturnReceived,
    RefundRequested,
)
from backend.shared.consumer import event_consumer
from backend.voucher import holds, personal_data, sales

handler = event_consumer({
    OrderPlaced: holds.hold,
    OrderConfirmed: sales.issue,
    OrderRefused: holds.release,
    OrderCancelled: holds.release,
    OrderReturnReceived: holds.refund,
    RefundRequested: holds.refund,
    AccountClosed: personal_data.erase,
    OrderErased: personal_data.erase_sold,
    DataRequested: personal_data.give,
})  # fmt: skip
