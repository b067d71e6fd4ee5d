"""Orders as the desk hears of them."""

from typing import Any

from backend.contracts.desk.audit import Difference, StaffChange
from backend.contracts.desk.events import StaffChangeMade
from backend.contracts.desk.models import DeskAddress, DeskOrder
from backend.contracts.operation import Thing
from backend.contracts.order.states import State
from tests.backend.order.checkouts import ADA, order_id

AT = "2026-11-03T10:11:12.123Z"


def desk_order(number: int = 1, **more: Any) -> DeskOrder:
    plain: dict[str, Any] = {
        "id": order_id(number),
        "owner": ADA,
        "state": State.CONFIRMED,
        "state_at": AT,
        "placed_at": AT,
        "currency": "EUR",
        "total": 17400,
        "count": 6,
        "address": DeskAddress(
            name="Ada Lovelace",
            email="ada.lovelace@example.com",
            town="London",
            country="GB",
            postal_code="SW1Y 4JH",
        ),
        "skus": ("HARBOUR-DUSK-A3", "REEF-NOTE-A5-LINED"),
        "version": 4,
    }
    return DeskOrder(**(plain | more))


def staff_change(number: int = 1, **more: Any) -> StaffChangeMade:
    """The event of an entry of the audit log: somebody marked an order as packed."""
    plain: dict[str, Any] = {
        "id": f"{number:032x}",
        "at": f"2026-11-03T10:{number // 60:02}:{number % 60:02}.000Z",
        "who": "grace-sub",
        "operation": "move_order",
        "thing": Thing.ORDER,
        "thing_id": order_id(1),
        "differences": (Difference(what="state", before="confirmed", after="packed"),),
        "reason": "Rang about Ada",
    }
    return StaffChangeMade(change=StaffChange(**(plain | more)))
