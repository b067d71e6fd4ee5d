"""Orders that a proof waits for."""

from tests.chaos import books
from tests.cloud import ShopCloud
from tests.integration.fault_injection import Ear
from tests.integration.shop import Shopper

CHECKED_OUT, PLACED, CONFIRMED = "BasketCheckedOut.v1", "OrderPlaced.v1", "OrderConfirmed.v1"


def placed_once(ear: Ear, orders: dict[str, Shopper]) -> None:
    """Each order is there, alone, and its placing was told once."""
    for order_id, shopper in orders.items():
        shopper.arrived(order_id)
        assert shopper.orders() == [order_id]
        ear.hears(PLACED, order_id)
    assert {order_id: ear.times(PLACED)[order_id] for order_id in orders} == dict.fromkeys(orders, 1)


def mail_kinds(cloud: ShopCloud, order_id: str) -> list[str]:
    """The mails about the order so far, by kind."""
    return [mail.kind for mail in books.mails(cloud) if mail.order_id == order_id]
