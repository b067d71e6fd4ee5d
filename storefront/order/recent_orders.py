"""The orders that a session has just placed: their pages are shown from here until the order service has them, and a
form sent twice finds its order."""

import time

import msgspec
from django.http import HttpRequest

from backend.contracts.types import OrderId

ENTRY = "orders"
MAX_ORDERS = 8
NEW = 3600  # seconds that an order counts as just made


class RecentOrder(msgspec.Struct, frozen=True):
    """A checkout that was acknowledged.

    `at` is epoch seconds, `total` minor units; `key` is the form's idempotency key.
    """

    order_id: OrderId
    key: str
    total: int
    currency: str
    email: str
    at: float

    @property
    def age(self) -> float:
        """Seconds since the checkout."""
        return time.time() - self.at

    @property
    def new(self) -> bool:
        """Whether it was placed just now."""
        return self.age < NEW


def keep(request: HttpRequest, recent_order: RecentOrder) -> None:
    """Remember an order; of many the latest."""
    other_orders = [msgspec.to_builtins(order) for order in all_of(request) if order.order_id != recent_order.order_id]
    request.session[ENTRY] = [*other_orders, msgspec.to_builtins(recent_order)][-MAX_ORDERS:]


def all_of(request: HttpRequest) -> list[RecentOrder]:
    """Return the orders of this session, oldest first."""
    return msgspec.convert(request.session.get(ENTRY, []), list[RecentOrder])


def recent(request: HttpRequest) -> list[RecentOrder]:
    """Return the orders placed just now, newest first."""
    return [recent_order for recent_order in reversed(all_of(request)) if recent_order.new]


def by_id(request: HttpRequest, order_id: str) -> RecentOrder | None:
    """Return the order, if this session made it."""
    return next((recent_order for recent_order in all_of(request) if recent_order.order_id == order_id), None)


def by_key(request: HttpRequest, key: str) -> RecentOrder | None:
    """Return the order that was made with this key."""
    return next((recent_order for recent_order in all_of(request) if recent_order.key == key), None)
