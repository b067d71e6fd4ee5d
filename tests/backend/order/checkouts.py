"""Checkouts as the order service hears of them."""

from typing import Any

import msgspec

from backend.contracts.basket.events import BasketCheckedOut
from backend.contracts.basket.models import OrderLine
from backend.order import domain
from backend.order.state_machine import OrderState
from tests.backend import shop

TOKEN = "tok_" + "a1B2" * 6
ADA, BOB = "shopper#5e5b1c9a-7a8e-4a3e-9df4-0f6a3f1f0d11", "shopper#8d1f"


def order_id(number: int) -> str:
    """Ids in the order of their numbers, as random at their ends as real ones."""
    return f"{0x19A4F00D000 + number:012x}{number * 0x9E3779B97F4A7C15 % 2**64:016x}"


def order_line(number: int = 0) -> OrderLine:
    product = shop.product(shop.SKUS[number])
    return OrderLine(
        sku=shop.SKUS[number],
        quantity=number + 1,
        product_id=product.id,
        title=product.title,
        price=2900,
        total=2900 * (number + 1),
        values=product.variants[0].values,
        picture=product.pictures[0],
    )


def checked_out(number: int = 1, owner: str = ADA, **more: Any) -> BasketCheckedOut:
    """A checkout of all three articles, six pieces for 174.00."""
    plain: dict[str, Any] = {
        "order_id": order_id(number),
        "owner": owner,
        "at": "2026-11-03T10:11:12.123Z",
        "currency": "EUR",
        "lines": tuple(order_line(each) for each in range(3)),
        "address": shop.ADDRESS,
        "delivery": shop.STANDARD,
        "subtotal": 17400,
        "delivery_price": 0,
        "total": 17400,
        "tax": 2778,
        "tax_rate": 1900,
        "promised_on": "2026-11-06",
        "token": TOKEN,
    }
    return BasketCheckedOut(**(plain | more))


def fresh_order(**more: Any) -> OrderState:
    """The life of a fresh order, as a table gives it back."""
    event = checked_out(**more)
    return msgspec.structs.replace(domain.new_order(event, domain.order_details(event)), event=None)
