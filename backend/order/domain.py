"""What an order is: made of a checkout, once, and shown as it then was. Money is in minor units."""

from typing import Any

import msgspec
from msgspec.structs import asdict, replace

from backend.contracts.basket.events import BasketCheckedOut
from backend.contracts.basket.models import Address, Delivery, OrderLine
from backend.contracts.order.events import OrderPlaced
from backend.contracts.order.models import Order, OrderSummary, PlacedLine, StaffOrder, Step
from backend.contracts.order.states import State
from backend.contracts.types import Model
from backend.order.state_machine import FIRST_REMINDER, OrderState, later

MAX_SUMMARY_LINES = 3
"""Lines that a list shows of an order by title and picture."""


class OrderDetails(Model, frozen=True, kw_only=True):
    """What was bought, by whom and when. Nothing of it ever changes, so a second delivery of the checkout can be told from another one."""

    placed_at: str
    currency: str
    lines: tuple[OrderLine, ...]
    address: Address
    delivery: Delivery
    subtotal: int
    delivery_price: int
    total: int
    tax: int = 0
    tax_rate: int = 0
    promised_on: str | None = None


def order_details(event: BasketCheckedOut) -> OrderDetails:
    """What a checkout says was bought. The order is placed at the moment of the checkout, however late its message comes."""
    return msgspec.convert(asdict(event) | {"placed_at": event.at}, OrderDetails)


def order_placed_event(owner: str, order_id: str, details: OrderDetails, at: str) -> OrderPlaced:
    """The fact that follows a checkout. Said again when nobody answers, at a later time `at`."""
    return OrderPlaced(
        order_id=order_id,
        owner=owner,
        at=at,
        email=details.address.email,
        currency=details.currency,
        total=details.total,
        lines=tuple(PlacedLine(sku=line.sku, quantity=line.quantity) for line in details.lines),
    )


def new_order(event: BasketCheckedOut, details: OrderDetails) -> OrderState:
    """The life of an order that was just checked out: made of the checkout alone, so that making it twice makes the same one."""
    return OrderState(
        owner=event.owner,
        order_id=event.order_id,
        amount=event.total,
        currency=event.currency,
        steps=(Step(state=State.PLACED, at=event.at),),
        token=event.token,
        due=later(event.at, FIRST_REMINDER),
        event=order_placed_event(event.owner, event.order_id, details, event.at),
    )


def order(order: OrderState, details: OrderDetails) -> Order:
    """The order as its shopper sees it: who of the staff did what is not told."""
    steps = tuple(replace(step, by="") for step in order.steps)
    return msgspec.convert(_order_fields(order, details) | {"time_line": steps}, Order)


def staff_order(order: OrderState, details: OrderDetails) -> StaffOrder:
    """The order as staff see it: whose it is, too."""
    return msgspec.convert(_order_fields(order, details), StaffOrder)


def _order_fields(order: OrderState, details: OrderDetails) -> dict[str, Any]:
    """All that is known of an order, under the contract's names."""
    return asdict(details) | asdict(order) | {"id": order.order_id, "state": order.state, "time_line": order.steps}


def summary(order: OrderState, details: OrderDetails) -> OrderSummary:
    """The order as a list shows it."""
    return OrderSummary(
        id=order.order_id,
        state=order.state,
        placed_at=details.placed_at,
        currency=details.currency,
        total=details.total,
        count=sum(line.quantity for line in details.lines),
        titles=tuple(line.title for line in details.lines[:MAX_SUMMARY_LINES]),
        pictures=tuple(line.picture for line in details.lines[:MAX_SUMMARY_LINES] if line.picture),
        more=len(details.lines[MAX_SUMMARY_LINES:]),
    )
