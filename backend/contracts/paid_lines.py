"""What was paid for each line of an order: its price, including the tax that was added to it."""

from backend.contracts.basket.models import OrderLine
from backend.contracts.order.purchase import PurchaseDetails
from backend.contracts.tax import share

_DELIVERY = -1
"""Where delivery stands among the lines that share a total."""


def paid_for_lines(order: PurchaseDetails) -> list[int]:
    """Return what was paid for each line, in minor units, after its discount.

    Where tax was added to the prices, that is the line's part of the total at its rate, of which delivery has the rest:
    together they are exactly the total.
    """
    prices = [line.total - line.discount for line in order.lines]
    if not order.added_tax:
        return prices
    shares: dict[int, int] = {}
    for tax_line in order.tax_lines:
        goods = {at: price for at, price in enumerate(prices) if rate_of(order, order.lines[at]) == tax_line.rate}
        shares |= share(tax_line.total, goods | {_DELIVERY: tax_line.net - sum(goods.values())})
    return [shares.get(at, price) for at, price in enumerate(prices)]


def rate_of(order: PurchaseDetails, line: OrderLine) -> int:
    """Return the rate of tax of a line, in hundredths of a percent: the order's, where it has one only."""
    return order.tax_rate if line.tax_rate is None else line.tax_rate
