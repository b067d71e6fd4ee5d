"""What may go back of an order, and how much money comes back for it: the form shows it, and the order service decides
by it.

A refund is what was paid for the pieces, with the tax that was added to their prices. The delivery charge goes back
with the last piece, since a withdrawal from the whole contract gives back all payments including delivery (Directive
2011/83/EU, article 13(1)): see docs/decisions. Whatever the order in which pieces go back, the refunds add up to the
order's total and their tax to the order's tax at each rate, to the minor unit.
"""

from collections import Counter
from collections.abc import Iterator, Mapping

from backend.contracts import piece_prices
from backend.contracts.order.models import Order, OrderReturn
from backend.contracts.order.purchase import PurchaseDetails
from backend.contracts.order.states import ReturnState
from backend.contracts.paid_lines import rate_of
from backend.contracts.tax import TaxLine, TaxLines, all_lines
from backend.contracts.tax_credits import credit
from backend.contracts.types import Model


class Refunding(Model, frozen=True, kw_only=True):
    """What comes back for a choice of pieces, in minor units.

    `total` includes `delivery`; `tax` is the part of it that is tax. `taxes` are its parts at each rate, where the
    order has several. `prices` are what was paid for the pieces of each SKU, by SKU.
    """

    total: int
    delivery: int
    tax: int
    taxes: TaxLines = ()
    prices: tuple[int, ...] = ()

    @property
    def goods(self) -> int:
        """What comes back for the pieces alone."""
        return self.total - self.delivery


def received_returns(order: Order) -> list[OrderReturn]:
    """Return the order's returns whose parcels came back."""
    return [each for each in order.returns if each.state is ReturnState.RECEIVED]


def total_refunded(order: Order) -> int:
    """Return what staff have decided to give back so far."""
    return sum(each.refund for each in received_returns(order))


def unrefunded_amount(order: Order) -> int:
    """Return what can still be given back, in minor units."""
    return order.total - total_refunded(order)


def returnable_pieces(order: Order) -> dict[str, int]:
    """Pieces that the shopper still has, by SKU; those of an open return are still the shopper's.

    SKUs with none left are not named.
    """
    pieces = ordered_pieces(order)
    for each in received_returns(order):
        pieces.subtract({line.sku: line.quantity for line in each.lines})
    return {sku: quantity for sku, quantity in pieces.items() if quantity > 0}


def fits(order: Order, chosen: Mapping[str, int]) -> bool:
    """Whether the choice names at least one piece, and of each SKU no more than is left."""
    here = returnable_pieces(order)
    return bool(chosen) and all(0 < quantity <= here.get(sku, 0) for sku, quantity in chosen.items())


def refund(order: Order, chosen: Mapping[str, int]) -> Refunding:
    """Return what comes back for pieces that fit. The last pieces bring exactly what is left of the total."""
    remaining = unrefunded_amount(order)
    goods = piece_prices.prices_left(order, received_returns(order), chosen)
    price = sum(goods.values())
    if dict(chosen) == returnable_pieces(order):
        return _refunding(order, remaining, goods, delivery=max(remaining - price, 0))
    return _refunding(order, min(price, remaining), goods)


def refund_amount(order: Order, amount: int) -> Refunding:
    """Return an amount that is not above the rest as a refund, with its part of the tax: of what is left at each rate
    as much as of the others.
    """
    return _refunding(order, amount, {})


def _refunding(order: Order, amount: int, goods: Mapping[str, int], delivery: int = 0) -> Refunding:
    taxes = credit(order.tax_lines, _lines_back(order), amount, _by_rate(order, goods))
    return Refunding(
        total=amount,
        delivery=delivery,
        tax=sum(line.tax for line in taxes),
        taxes=taxes if order.taxes else (),
        prices=tuple(goods[sku] for sku in sorted(goods)),
    )


def _lines_back(order: Order) -> Iterator[TaxLine]:
    """Yield what went back, by rate."""
    for each in received_returns(order):
        yield from all_lines(each.refund, each.tax, order.tax_rate, each.taxes)


def _by_rate(order: Order, paid: Mapping[str, int]) -> dict[int, int]:
    """Return what was paid by SKU as what was paid at each rate of tax."""
    rates = {line.sku: rate_of(order, line) for line in order.lines}
    sums: Counter[int] = Counter()
    for sku, amount in paid.items():
        sums[rates[sku]] += amount
    return sums


def ordered_pieces(order: PurchaseDetails) -> Counter[str]:
    """Return how many pieces were bought, by SKU."""
    pieces: Counter[str] = Counter()
    for line in order.lines:
        pieces[line.sku] += line.quantity
    return pieces
