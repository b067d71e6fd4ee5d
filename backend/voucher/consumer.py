"""The voucher service's event consumer: has vouchers pay their part of an order, and gives back what is to go back.

Of orders the bus delivers only events of those that vouchers pay for (`registry.ONLY_WITH`).
"""

from backend.contracts.order.data_export import DataRequested
from backend.contracts.order.events import (
    AccountClosed,
    OrderCancelled,
    OrderPlaced,
    OrderRefused,
    OrderReturnReceived,
    RefundRequested,
)
from backend.shared.consumer import event_consumer
from backend.voucher import holds, personal_data

handler = event_consumer({
    OrderPlaced: holds.hold,
    OrderRefused: holds.release,
    OrderCancelled: holds.release,
    OrderReturnReceived: holds.refund,
    RefundRequested: holds.refund,
    AccountClosed: personal_data.erase,
    DataRequested: personal_data.give,
})  # fmt: skip
