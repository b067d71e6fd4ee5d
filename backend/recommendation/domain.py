"""What goes together, counted. No I/O."""

from collections import Counter
from collections.abc import Iterable, Sequence

from backend.contracts.basket.models import OrderLine
from backend.contracts.recommendation.models import MIN_ORDERS

Others = tuple[str, ...]


def products(lines: Iterable[OrderLine]) -> tuple[str, ...]:
    """Return the products of an order, each once: two sizes of a print are one choice."""
    return tuple(sorted({line.product_id for line in lines}))


def companions(orders: Sequence[Others]) -> list[tuple[str, int]]:
    """Return the other products of a product's orders with the number of orders, most often first; rarer than
    `MIN_ORDERS` is chance.

    Of equals the one in the newer order comes first: `orders` are newest first.
    """
    counted = Counter(product for others in orders for product in others)
    return [(product, together) for product, together in counted.most_common() if together >= MIN_ORDERS]
