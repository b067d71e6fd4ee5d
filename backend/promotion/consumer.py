"""The promotion service's event consumer: holds the uses that orders need, and releases those of orders that end.

The bus delivers only orders that have a limited promotion (`registry.ONLY_WITH`).
"""

from backend.contracts.order.events import OrderCancelled, OrderPlaced, OrderRefused
from backend.promotion import uses
from backend.shared.consumer import event_consumer

handler = event_consumer({OrderPlaced: uses.hold, OrderRefused: uses.release, OrderCancelled: uses.release})
