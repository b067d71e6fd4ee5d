"""The answer to a checkout."""

from backend.contracts.types import Currency, Model, OrderId, OrderKey, TotalAmount


class CheckedOut(Model, frozen=True, omit_defaults=True, kw_only=True):
    """The order that will be placed. The same key always answers with the same one.

    `order_key` opens the order of a guest; a shopper's token opens that of a shopper.
    """

    order_id: OrderId
    total: TotalAmount
    currency: Currency
    order_key: OrderKey | None = None
