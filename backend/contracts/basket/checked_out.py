"""The answer to a checkout."""

from backend.contracts.types import Currency, Model, OrderId, OrderKey, TotalAmount


class CheckedOut(Model, frozen=True, omit_defaults=True, kw_only=True):
    """The order that will be placed. The same key always gets the same answer.

    `order_key` opens the order of a guest; a shopper's token opens a shopper's.
    """

    order_id: OrderId
    total: TotalAmount
    currency: Currency
    order_key: OrderKey | None = None
