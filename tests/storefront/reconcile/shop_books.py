"""The books of a shop in which all is right."""

from typing import Any

import msgspec

from backend.contracts.basket.models import Address, Delivery
from backend.contracts.inventory.models import HeldLine, Hold, Stock
from backend.contracts.inventory.states import HoldState
from backend.contracts.order.models import StaffOrder, Step
from backend.contracts.order.states import State
from backend.contracts.payment.models import OrderPayment, Tried
from backend.contracts.payment.states import PaymentState
from storefront.reconcile.books import Books

ID, THEN, SINCE, LATELY = "a" * 28, "2026-11-03T10:20:00.000Z", "2026-11-03T11:00:00.000Z", "2026-11-03T11:00:00.001Z"


ADA = Address(name="Ada", email="ada@example.com", street="1 Street", postal_code="1", town="London", country="GB")


def order(state: State, at: str = THEN) -> StaffOrder:
    return StaffOrder(
        owner="shopper#ada", id=ID, state=state, placed_at=THEN, currency="EUR", lines=(), address=ADA, delivery=Delivery.STANDARD,
        subtotal=2900, delivery_price=0, total=2900, time_line=(Step(state=State.PLACED, at=THEN), Step(state=state, at=at)),
    )  # fmt: skip


def hold(state: HoldState) -> Hold:
    return Hold(order_id=ID, state=state, at=THEN, lines=() if state is HoldState.REFUSED else LINES)


def payment_of(*states: PaymentState, amount: int = 2900) -> OrderPayment:
    tried = (Tried(number=number, state=state, amount=amount, currency="EUR") for number, state in enumerate(states, 1))
    return OrderPayment(order_id=ID, attempts=tuple(tried))


def stock(held: int = 0, sold: int = 0) -> Stock:
    return Stock(sku="DOTS", available=5, held=held, sold=sold, version=1)


def books(**changed: Any) -> Books:
    """An order that is confirmed, its pieces sold, its money taken."""
    agreed = Books(
        orders=(order(State.CONFIRMED),),
        holds=(hold(HoldState.SOLD),),
        stock=(stock(sold=2),),
        payments=(payment_of(PaymentState.CAPTURED),),
    )
    return msgspec.structs.replace(agreed, **changed)


LINES = (HeldLine(sku="DOTS", quantity=2),)
