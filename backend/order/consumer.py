"""The order service's event consumer: creates orders from checkouts, advances them by other services' events, and
confirms to the review service what was delivered."""

from collections.abc import Callable
from typing import TypeVar

from backend.contracts.basket.events import BasketCheckedOut
from backend.contracts.event import OrderEvent
from backend.contracts.inventory.events import StockHeld, StockRefused
from backend.contracts.payment.events import (
    PaymentActionRequired,
    PaymentAuthorized,
    PaymentCaptured,
    PaymentDeclined,
    PaymentReturned,
)
from backend.contracts.promotion.events import PromotionHeld, PromotionRefused
from backend.contracts.review.events import ReviewSubmitted
from backend.contracts.voucher.events import VoucherHeld, VoucherRefunded, VoucherRefused, VoucherWithdrawn
from backend.order import holding, purchases, repository, state_machine, timeouts, withdrawals
from backend.shared import clock
from backend.shared.consumer import event_consumer

E = TypeVar("E", bound=OrderEvent)


def _transition_by(
    by: Callable[[state_machine.OrderState, E, str], state_machine.OrderState | None],
) -> Callable[[E], None]:
    """Return a consumer that applies a transition to the event's order. It is retried while that order does not exist
    yet."""

    def consume(event: E) -> None:
        repository.change(event.owner, event.order_id, lambda order: by(order, event, clock.now()))

    return consume


handler = event_consumer({
    BasketCheckedOut: repository.place,
    StockHeld: _transition_by(holding.on_stock_held),
    StockRefused: _transition_by(holding.on_stock_refused),
    PromotionHeld: _transition_by(holding.on_promotion_held),
    PromotionRefused: _transition_by(holding.on_promotion_refused),
    VoucherHeld: _transition_by(holding.on_voucher_held),
    VoucherRefused: _transition_by(holding.on_voucher_refused),
    VoucherRefunded: _transition_by(holding.on_voucher_refunded),
    VoucherWithdrawn: _transition_by(withdrawals.on_voucher_withdrawn),
    PaymentActionRequired: _transition_by(state_machine.on_action_required),
    PaymentAuthorized: _transition_by(state_machine.on_authorized),
    PaymentDeclined: _transition_by(state_machine.on_declined),
    PaymentCaptured: _transition_by(timeouts.confirm),
    PaymentReturned: _transition_by(state_machine.on_payment_returned),
    ReviewSubmitted: purchases.verify,
})  # fmt: skip
