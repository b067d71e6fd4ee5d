"""What we know already, so that nobody types it twice (WCAG 2.2, 3.3.7): the last order's address, else what the sign-in told."""

from typing import Any

from django.http import HttpRequest

from backend.contracts.order import GET_ORDER, LIST_ORDERS, Order, OrderPage, OrdersQuery
from storefront import api
from storefront.basket import owner
from storefront.checkout.forms import values_of


def known(request: HttpRequest) -> dict[str, Any]:
    """Initial values of the address form. An order service that is down costs only the comfort."""
    shopper = owner.shopper(request)
    return _last_address(request) or {"email": shopper.email, "name": shopper.name}


def _last_address(request: HttpRequest) -> dict[str, Any]:
    try:
        page: OrderPage = api.call(LIST_ORDERS, request=request, query=OrdersQuery(limit=1))
        if not page.items:
            return {}
        order: Order = api.call(GET_ORDER, request=request, path={"order_id": page.items[0].id})
    except (api.Refusal, api.Unavailable):
        return {}
    return values_of(order.address)
