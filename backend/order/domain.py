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
from backend.order.state_machine import NUDGE, Life, later

PICTURED = 3
"""Lines that a list shows of an order by title and picture."""


class Purchase(Model, frozen=True, kw_only=True):
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


def purchase(event: BasketCheckedOut) -> Purchase:
    """What a checkout says was bought. The order is placed at the moment of the checkout, however late its message comes."""
    return msgspec.convert(asdict(event) | {"placed_at": event.at}, Purchase)


def placed(owner: str, order_id: str, bought: Purchase, at: str) -> OrderPlaced:
    """The fact that follows a checkout. Said again when nobody answers, at a later time `at`."""
    return OrderPlaced(
        order_id=order_id,
        owner=owner,
        at=at,
        email=bought.address.email,
        currency=bought.currency,
        total=bought.total,
        lines=tuple(PlacedLine(sku=line.sku, quantity=line.quantity) for line in bought.lines),
    )


def begun(event: BasketCheckedOut, bought: Purchase) -> Life:
    """The life of an order that was just checked out: made of the checkout alone, so that making it twice makes the same one."""
    return Life(
        owner=event.owner,
        order_id=event.order_id,
        amount=event.total,
        currency=event.currency,
        steps=(Step(state=State.PLACED, at=event.at),),
        token=event.token,
        due=later(event.at, NUDGE),
        event=placed(event.owner, event.order_id, bought, event.at),
    )


def order(life: Life, bought: Purchase) -> Order:
    """The order as its shopper sees it: who of the staff did what is not told."""
    steps = tuple(replace(step, by="") for step in life.steps)
    return msgspec.convert(_shown(life, bought) | {"time_line": steps}, Order)


def staff_order(life: Life, bought: Purchase) -> StaffOrder:
    """The order as staff see it: whose it is, too."""
    return msgspec.convert(_shown(life, bought), StaffOrder)


def _shown(life: Life, bought: Purchase) -> dict[str, Any]:
    """All that is known of an order, under the contract's names."""
    return asdict(bought) | asdict(life) | {"id": life.order_id, "state": life.state, "time_line": life.steps}


def summary(life: Life, bought: Purchase) -> OrderSummary:
    """The order as a list shows it."""
    return OrderSummary(
        id=life.order_id,
        state=life.state,
        placed_at=bought.placed_at,
        currency=bought.currency,
        total=bought.total,
        count=sum(line.quantity for line in bought.lines),
        titles=tuple(line.title for line in bought.lines[:PICTURED]),
        pictures=tuple(line.picture for line in bought.lines[:PICTURED] if line.picture),
        more=len(bought.lines[PICTURED:]),
    )
