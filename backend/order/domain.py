"""What an order holds, and its views for shoppers and staff. Money is in minor units."""

from typing import Any

import msgspec
from msgspec.structs import asdict, replace

from backend.contracts.basket.events import BasketCheckedOut
from backend.contracts.basket.models import Address, Delivery, OrderLine
from backend.contracts.order.events import OrderConfirmed, OrderPlaced
from backend.contracts.order.models import Order, OrderSummary, PlacedLine, StaffOrder, Step
from backend.contracts.order.purchase import Purchase
from backend.contracts.order.states import State
from backend.contracts.types import Model
from backend.order.state_machine import FIRST_REMINDER, OrderState, later

MAX_SUMMARY_LINES = 3
"""Lines that a list shows of an order by title and picture."""


class OrderDetails(Model, frozen=True, omit_defaults=True, kw_only=True):
    """What was ordered, where it goes and what it costs. Only the address may change after the checkout, by staff.

    `order_key` opens a guest's order; no view of it shows the key.
    """

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
    order_key: str | None = None


def order_details(event: BasketCheckedOut) -> OrderDetails:
    """Return the details in a checkout. The order is placed at the time of the checkout, not of its message."""
    return msgspec.convert(asdict(event) | {"placed_at": event.at}, OrderDetails)


def order_placed_event(owner: str, order_id: str, details: OrderDetails, at: str) -> OrderPlaced:
    """Return OrderPlaced. A reminder has a later `at`."""
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
    """Return the state of a new order. It follows from the checkout alone, so creating it twice is harmless."""
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


def add_purchase(order: OrderState, details: OrderDetails) -> OrderState:
    """Return the order with what was bought in its event, if that is OrderConfirmed: invoices are made of it alone."""
    if not isinstance(order.event, OrderConfirmed):
        return order
    plain = tuple(replace(line, picture=None) for line in details.lines)
    purchase = msgspec.convert(asdict(details) | {"lines": plain, "attempt": order.attempt}, Purchase)
    return replace(order, event=replace(order.event, purchase=purchase))


def order(order: OrderState, details: OrderDetails) -> Order:
    """Return the order as its shopper sees it, without the names of staff."""
    steps = tuple(replace(step, by="") for step in order.steps)
    return msgspec.convert(_order_fields(order, details) | {"time_line": steps}, Order)


def staff_order(order: OrderState, details: OrderDetails) -> StaffOrder:
    """Return the order as staff see it, with its owner."""
    return msgspec.convert(_order_fields(order, details), StaffOrder)


def _order_fields(order: OrderState, details: OrderDetails) -> dict[str, Any]:
    """Return all fields of an order, under the contract's names."""
    return asdict(details) | asdict(order) | {"id": order.order_id, "state": order.state, "time_line": order.steps}


def summary(order: OrderState, details: OrderDetails) -> OrderSummary:
    """Return the order as a list shows it."""
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
