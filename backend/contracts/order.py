"""The order service's contract: orders as they were placed, and what became of them."""

import enum
from typing import Annotated

from msgspec import Meta

from backend.contracts.basket import Address, Delivery, OrderLine
from backend.contracts.event import Event
from backend.contracts.operation import Caller, Operation
from backend.contracts.product import Picture
from backend.contracts.words import Body, Currency, Cursor, Email, Instant, Line, Minor, OrderId, Shape, Sku, Sum


class State(enum.StrEnum):
    """The states of an order."""

    PLACED = "placed"


class Step(Shape, frozen=True, kw_only=True):
    """A state the order reached, and when."""

    state: State
    at: Instant


class OrderSummary(Shape, frozen=True, omit_defaults=True, kw_only=True):
    """An order as a list shows it. `count` is pieces; `pictures` are those of the first lines."""

    id: OrderId
    state: State
    placed_at: Instant
    currency: Currency
    total: Sum
    count: int
    titles: tuple[Line, ...] = ()
    pictures: tuple[Picture, ...] = ()


class OrderPage(Shape, frozen=True, kw_only=True):
    """Orders, newest first. `next` is the cursor of the page after, or None at the end."""

    items: tuple[OrderSummary, ...]
    next: Cursor | None


class Order(Shape, frozen=True, kw_only=True):
    """An order. Prices are those of the moment it was checked out, which is `placed_at`, and never change."""

    id: OrderId
    state: State
    placed_at: Instant
    currency: Currency
    lines: tuple[OrderLine, ...]
    address: Address
    delivery: Delivery
    subtotal: Sum
    delivery_price: Minor
    total: Sum
    time_line: tuple[Step, ...]


class OrderPath(Shape, frozen=True, kw_only=True):
    order_id: OrderId


class OrdersQuery(Body, frozen=True, kw_only=True):
    cursor: Cursor | None = None
    limit: Annotated[int, Meta(ge=1, le=50)] = 10


class PlacedLine(Shape, frozen=True, kw_only=True):
    sku: Sku
    quantity: Annotated[int, Meta(ge=1, le=99)]


class OrderPlaced(Event, frozen=True, kw_only=True, tag="OrderPlaced.v1"):
    """An order was placed: once per order id, however often its checkout was delivered."""

    order_id: OrderId
    owner: str
    at: Instant
    email: Email
    currency: Currency
    total: Sum
    lines: tuple[PlacedLine, ...]


LIST_ORDERS = Operation(
    name="list_orders",
    service="order",
    route="GET /orders",
    caller=Caller.SHOPPER,
    summary="The shopper's orders, newest first",
    query=OrdersQuery,
    reply=OrderPage,
)
GET_ORDER = Operation(
    name="get_order",
    service="order",
    route="GET /orders/{order_id}",
    caller=Caller.SHOPPER,
    summary="One of the shopper's orders",
    path=OrderPath,
    reply=Order,
    problems=(404,),
)

OPERATIONS = (LIST_ORDERS, GET_ORDER)
EVENTS = (OrderPlaced,)
