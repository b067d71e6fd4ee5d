"""Promotions and orders of the promotion service's tests."""

from typing import Any

from backend.contracts.order.events import OrderCancelled, OrderPlaced
from backend.contracts.promotion.models import Kind, NewPromotion, StaffPromotion
from backend.promotion import repository
from backend.shared import clock

TERMS: dict[str, Any] = {"title": "10 % off", "kind": Kind.PERCENTAGE, "percent": 10, "starts_on": "2026-01-01"}


def new(**changes: Any) -> NewPromotion:
    """The body that makes a promotion of 10 %, with changes."""
    return NewPromotion(**TERMS | changes)


def create(code: str = "SUMMER10", **changes: Any) -> StaffPromotion:
    """Make a promotion in the table."""
    return repository.create(code, new(**changes))


def order_placed(number: int, *codes: str, email: str = "", at: str = "", owner: str = "") -> OrderPlaced:
    """An order with these limited promotions; each order is of a person of its own, unless it says whose it is."""
    return OrderPlaced(
        order_id=f"{number:028x}",
        owner=owner or f"shopper#{number}",
        at=at or clock.now(),
        email=email or f"{number}@shop.test",
        currency="EUR",
        total=1000,
        lines=(),
        codes=codes or ("SUMMER10",),
    )


def order_cancelled(number: int) -> OrderCancelled:
    """The end of an order that had limited promotions."""
    return OrderCancelled(order_id=f"{number:028x}", owner=f"shopper#{number}", at=clock.now(), codes=("SUMMER10",))
