"""The orders a session has just made: their pages are shown from here until the order service has them, and a form sent
twice finds it."""

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


def keep(request: HttpRequest, made: RecentOrder) -> None:
    """Remember an order; of many the latest."""
    others = [msgspec.to_builtins(kept) for kept in all_of(request) if kept.order_id != made.order_id]
    request.session[ENTRY] = [*others, msgspec.to_builtins(made)][-MAX_ORDERS:]


def all_of(request: HttpRequest) -> list[RecentOrder]:
    """Return the orders of this session, oldest first."""
    return msgspec.convert(request.session.get(ENTRY, []), list[RecentOrder])


def recent(request: HttpRequest) -> list[RecentOrder]:
    """Return the orders placed just now, newest first."""
    return [made for made in reversed(all_of(request)) if made.new]


def by_id(request: HttpRequest, order_id: str) -> RecentOrder | None:
    """Return the order, if this session made it."""
    return next((made for made in all_of(request) if made.order_id == order_id), None)


def by_key(request: HttpRequest, key: str) -> RecentOrder | None:
    """Return the order that was made with this key."""
    return next((made for made in all_of(request) if made.key == key), None)
