"""Lines and offers of a basket."""

from hypothesis import strategies as st

from backend.basket.checkout import Closing
from backend.basket.domain import Line, Offer
from backend.contracts.types import MAX_QUANTITY
from tests.backend.basket.owners import ADA


def offer(price: int = 1000, **more: object) -> Offer:
    return Offer(**({"product_id": "a", "title": "A print", "price": price, "currency": "EUR"} | more))  # type: ignore[arg-type]


def line(sku: str = "A", quantity: int = 1, seen_price: int = 1000, since: int = 1) -> Line:
    return Line(sku=sku, quantity=quantity, seen_price=seen_price, since=since)


CLOSING = Closing(owner=ADA, order_id="0" * 28, at="2026-11-03T10:11:12.123Z", currency="EUR")


prices = st.integers(0, 10**9)


quantities = st.integers(1, MAX_QUANTITY)
