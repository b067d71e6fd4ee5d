"""What an order is: made of a checkout, once, and shown as it then was. Money is in minor units."""

from backend.contracts.basket import Address, BasketCheckedOut, Delivery, OrderLine
from backend.contracts.order import Order, OrderPlaced, OrderSummary, PlacedLine, State, Step
from backend.contracts.words import Shape

PICTURED = 3
"""Lines that a list shows of an order by title and picture."""


class Purchase(Shape, frozen=True, kw_only=True):
    """What was bought, by whom and when. Nothing of it ever changes, so a second delivery of the checkout can be told from another one."""

    placed_at: str
    currency: str
    lines: tuple[OrderLine, ...]
    address: Address
    delivery: Delivery
    subtotal: int
    delivery_price: int
    total: int


def purchase(event: BasketCheckedOut) -> Purchase:
    """What a checkout says was bought. The order is placed at the moment of the checkout, however late its message comes."""
    return Purchase(
        placed_at=event.at,
        currency=event.currency,
        lines=event.lines,
        address=event.address,
        delivery=event.delivery,
        subtotal=event.subtotal,
        delivery_price=event.delivery_price,
        total=event.total,
    )


def placed(event: BasketCheckedOut) -> OrderPlaced:
    """The fact that follows: made of the checkout alone, so that making it twice makes the same one."""
    return OrderPlaced(
        order_id=event.order_id,
        owner=event.owner,
        at=event.at,
        email=event.address.email,
        currency=event.currency,
        total=event.total,
        lines=tuple(PlacedLine(sku=line.sku, quantity=line.quantity) for line in event.lines),
    )


def order(order_id: str, state: State, bought: Purchase) -> Order:
    """The order as its shopper sees it."""
    return Order(
        id=order_id,
        state=state,
        placed_at=bought.placed_at,
        currency=bought.currency,
        lines=bought.lines,
        address=bought.address,
        delivery=bought.delivery,
        subtotal=bought.subtotal,
        delivery_price=bought.delivery_price,
        total=bought.total,
        time_line=(Step(state=State.PLACED, at=bought.placed_at),),
    )


def summary(order_id: str, state: State, bought: Purchase) -> OrderSummary:
    """The order as a list shows it."""
    return OrderSummary(
        id=order_id,
        state=state,
        placed_at=bought.placed_at,
        currency=bought.currency,
        total=bought.total,
        count=sum(line.quantity for line in bought.lines),
        titles=tuple(line.title for line in bought.lines[:PICTURED]),
        pictures=tuple(line.picture for line in bought.lines[:PICTURED] if line.picture),
    )
