"""What staff do with the parcels of an order: one piece of the first article, two of the second, three of the third."""

from typing import Any

import msgspec

from backend.contracts.order.models import StaffOrder
from backend.contracts.order.operations import GET_STAFF_ORDER, MOVE_ORDER
from backend.contracts.order.parcel_operations import DELIVER_PARCEL, SEND_PARCEL
from tests.backend.events import token
from tests.backend.order.checkouts import ADA
from tests.backend.order.order_api import call
from tests.backend.shop import SKUS

GRACE, LINUS = token("grace", groups="[staff]"), token("linus", groups="[staff]")
ONE, TWO, THREE = SKUS
WHO = {"owner": ADA, "by": "grace@example.com"}


def move(after: str, status: int = 200, **more: Any) -> Any:
    return call(MOVE_ORDER, status, GRACE, body=WHO | {"state": after} | more)


def send(number: int, pieces: dict[str, int], status: int = 200, claims: dict[str, str] = GRACE, **more: Any) -> Any:
    return call(SEND_PARCEL, status, claims, body=WHO | {"number": number, "lines": to_lines(pieces)} | more)


def deliver(number: int, status: int = 200) -> Any:
    return call(DELIVER_PARCEL, status, GRACE, body=WHO | {"number": number})


def order() -> StaffOrder:
    return msgspec.convert(call(GET_STAFF_ORDER, 200, GRACE), StaffOrder)


def to_lines(pieces: dict[str, int]) -> list[dict[str, Any]]:
    return [{"sku": sku, "quantity": quantity} for sku, quantity in pieces.items()]
