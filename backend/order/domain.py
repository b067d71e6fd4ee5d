"""The contents of an order, and its views for shoppers and staff. Money is in minor units."""

import msgspec
from msgspec import UNSET
from msgspec.structs import asdict, replace

from backend.contracts.basket.events import BasketCheckedOut
from backend.contracts.order.events import OrderConfirmed, OrderPlaced
from backend.contracts.order.models import Order, OrderSummary, PlacedLine, StaffOrder, Step
from backend.contracts.order.purchase import Purchase, PurchaseDetails
from backend.contracts.order.states import State
from backend.order.parcels import parcels_of
from backend.order.state_machine import FIRST_REMINDER, OrderState, later

MAX_SUMMARY_LINES = 3
"""How many of an order's lines a list shows with title and picture."""


class OrderDetails(PurchaseDetails, frozen=True, omit_defaults=True, kw_only=True):
    """What was ordered, where it goes and what it costs. After the checkout only the address may change, by staff.

    `order_key` opens a guest's order; no view shows it.
    """

    order_key: str | None = None

    def limited_codes(self) -> tuple[str, ...]:
        """Return the codes of the promotions of which the order must hold a use; most orders have none."""
        return tuple(each.code for each in self.promotions if each.limited)


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
        lines=tuple(PlacedLine(sku=each.sku, quantity=each.quantity, back_on=each.back_on) for each in details.lines),
        codes=details.limited_codes() or UNSET,
        vouchers=details.vouchers or UNSET,
    )


def new_order(event: BasketCheckedOut, details: OrderDetails) -> OrderState:
    """Return the state of a new order. It follows from the checkout alone, so creating it twice is harmless."""
    return OrderState(
        owner=event.owner,
        order_id=event.order_id,
        amount=details.card_amount,
        currency=event.currency,
        steps=(Step(state=State.PLACED, at=event.at),),
        token=event.token,
        attempt=0 if event.pay_later else 1,
        codes=details.limited_codes(),
        vouchers=details.vouchers,
        of_vouchers=details.is_of_vouchers,
        due=later(event.at, FIRST_REMINDER),
        event=order_placed_event(event.owner, event.order_id, details, event.at),
    )


def add_purchase(order: OrderState, details: OrderDetails) -> OrderState:
    """Return the order with its purchase added to the event, if that is OrderConfirmed: invoices are made from it
    alone."""
    if not isinstance(order.event, OrderConfirmed):
        return order
    return replace(order, event=replace(order.event, purchase=purchase(order, details)))


def purchase(order: OrderState, details: OrderDetails) -> Purchase:
    """Return the part of the order that its invoice is made from."""
    plain = tuple(replace(line, picture=None) for line in details.lines)
    attempt = max(order.attempt, 1)  # 0 where staff placed it and vouchers paid all of it: no card was ever entered
    return msgspec.convert(asdict(details) | {"lines": plain, "attempt": attempt}, Purchase)


def order(order: OrderState, details: OrderDetails) -> Order:
    """Return the order as its shopper sees it, without the names of staff."""
    steps = tuple(replace(step, by="") for step in order.steps)
    return msgspec.convert(_order_fields(order, details) | {"time_line": steps}, Order)


def staff_order(order: OrderState, details: OrderDetails) -> StaffOrder:
    """Return the order as staff see it, with its owner."""
    return msgspec.convert(_order_fields(order, details), StaffOrder)


def _order_fields(order: OrderState, details: OrderDetails) -> dict[str, object]:
    """Return all fields of an order, under the contract's names."""
    parcels = parcels_of(order, details)
    own = {"id": order.order_id, "state": order.state, "time_line": order.steps, "parcels": parcels}
    return asdict(details) | asdict(order) | own


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
