"""What a session remembers of the orders it made."""

from django.contrib.sessions.backends.signed_cookies import SessionStore
from django.test import RequestFactory

from storefront.order import recent_orders
from storefront.order.recent_orders import RecentOrder


def recent_order(number: int, at: float = 0) -> RecentOrder:
    return RecentOrder(f"{number:028x}", f"key-{number:016}", 2890, "EUR", "ada@example.org", at)


def test_only_the_latest_are_kept() -> None:
    request = RequestFactory().get("/")
    request.session = SessionStore()
    for number in range(recent_orders.MAX_ORDERS + 3):
        recent_orders.keep(request, recent_order(number))
    assert [kept.order_id for kept in recent_orders.all_of(request)] == [
        f"{number:028x}" for number in range(3, recent_orders.MAX_ORDERS + 3)
    ]


def test_an_order_is_kept_once() -> None:
    request = RequestFactory().get("/")
    request.session = SessionStore()
    recent_orders.keep(request, recent_order(1))
    recent_orders.keep(request, recent_order(1))
    assert recent_orders.all_of(request) == [recent_order(1)]


def test_an_order_is_found_by_its_key_and_its_id_and_no_other() -> None:
    request = RequestFactory().get("/")
    request.session = SessionStore()
    recent_orders.keep(request, recent_order(1))
    assert (
        recent_orders.by_key(request, recent_order(1).key)
        == recent_orders.by_id(request, recent_order(1).order_id)
        == recent_order(1)
    )
    assert recent_orders.by_key(request, "other") is recent_orders.by_id(request, "other") is None
