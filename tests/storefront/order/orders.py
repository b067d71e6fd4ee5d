"""Orders that a page shows."""

from backend.contracts.basket.models import CheckOut, Delivery
from backend.contracts.order.states import State
from tests.storefront.service import ADA, ADDRESS, TOKEN, Service

MINE = f"shopper#{ADA}"


HTMX = {"HTTP_HX_REQUEST": "true"}


def placed_order(service: Service, owner: str = MINE, sku: str = "TIDE-A4") -> str:
    """The id of an order that is there already."""
    service.baskets[owner] = {sku: [1, service.offers[sku].price]}
    key = f"key-{len(service.checkouts):016}"
    total = service._show(owner).deliveries[0].total
    return service.check_out(
        owner,
        None,
        None,
        CheckOut(key=key, address=ADDRESS, delivery=Delivery.STANDARD, expected_total=total, token=TOKEN),
    ).order_id


TO_DELIVERED = (State.HELD, State.PAID, State.CONFIRMED, State.PACKED, State.SENT, State.DELIVERED)
