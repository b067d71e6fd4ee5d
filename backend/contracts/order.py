"""The order service's contract: orders as they were placed, and what became of them."""

import enum
from typing import Annotated

from msgspec import Meta

from backend.contracts.basket import LINES, Address, Delivery, OrderLine
from backend.contracts.event import Event
from backend.contracts.operation import Caller, Operation
from backend.contracts.payment import Attempt, Token
from backend.contracts.product import Picture
from backend.contracts.types import (
    Amount,
    Currency,
    Cursor,
    Day,
    Model,
    OptionalShortText,
    OrderId,
    PageQuery,
    RequestModel,
    ShortText,
    Sku,
    StoredEmail,
    TaxRate,
    Timestamp,
    TotalAmount,
)


class State(enum.StrEnum):
    """The states of an order. Those it cannot leave are final."""

    PLACED = "placed"
    HELD = "held"
    ACTION_REQUIRED = "action-required"
    DECLINED = "declined"
    PAID = "paid"
    CONFIRMED = "confirmed"
    PACKED = "packed"
    SENT = "sent"
    DELIVERED = "delivered"
    REFUSED = "refused"
    CANCELLED = "cancelled"
    RETURN_REQUESTED = "return-requested"
    RETURN_ACCEPTED = "return-accepted"
    RETURNED = "returned"
    RETURN_DENIED = "return-denied"


# The order's life, drawn once: from each state, the states it may go to. Everything that moves an order asks this table.
EDGES: dict[State, tuple[State, ...]] = {
    State.PLACED: (State.HELD, State.REFUSED, State.CANCELLED),
    State.HELD: (State.ACTION_REQUIRED, State.DECLINED, State.PAID, State.REFUSED, State.CANCELLED),
    State.ACTION_REQUIRED: (State.DECLINED, State.PAID, State.REFUSED, State.CANCELLED),
    State.DECLINED: (State.HELD, State.REFUSED, State.CANCELLED),
    State.PAID: (State.CONFIRMED, State.CANCELLED),
    State.CONFIRMED: (State.PACKED, State.CANCELLED),
    State.PACKED: (State.SENT,),
    State.SENT: (State.DELIVERED,),
    State.DELIVERED: (State.RETURN_REQUESTED,),
    State.RETURN_REQUESTED: (State.RETURN_ACCEPTED, State.RETURN_DENIED),
    State.RETURN_ACCEPTED: (State.RETURNED, State.RETURN_DENIED),
    State.REFUSED: (),
    State.CANCELLED: (),
    State.RETURNED: (State.RETURN_REQUESTED,),
    State.RETURN_DENIED: (State.RETURN_REQUESTED,),
}
CANCELLABLE = tuple(state for state, after in EDGES.items() if State.CANCELLED in after)
RETURNABLE = tuple(state for state, after in EDGES.items() if State.RETURN_REQUESTED in after)
STAFF_MOVES = (State.PACKED, State.SENT, State.DELIVERED, State.RETURN_ACCEPTED, State.RETURNED, State.RETURN_DENIED)
MOST_RETURNS = 20
"""Returns that may be asked for of one order, denied ones included."""


def number(order_id: str) -> str:
    """The order's number as people read it out: the last eight digits of its id, in two groups, such as `3F9A-72C1`."""
    return f"{order_id[-8:-4]}-{order_id[-4:]}".upper()


class Step(Model, frozen=True, omit_defaults=True, kw_only=True):
    """A state the order reached, and when. `note` says more in plain words: why it was refused, how it can be tracked.

    `by` is who of the staff moved it there; shoppers are not told.
    """

    state: State
    at: Timestamp
    note: OptionalShortText = ""
    by: OptionalShortText = ""


class ReturnState(enum.StrEnum):
    """The states of one return. `RECEIVED`: the parcel is back, and what was paid for it goes back."""

    REQUESTED = "requested"
    ACCEPTED = "accepted"
    RECEIVED = "received"
    DENIED = "denied"


class ReturnLine(Model, frozen=True, kw_only=True):
    """Pieces of a SKU that go back."""

    sku: Sku
    quantity: Annotated[int, Meta(ge=1, le=99)]


class OrderReturn(Model, frozen=True, omit_defaults=True, kw_only=True):
    """One return: which pieces go back, and what was paid for them.

    `number` counts the returns of an order from 1. `refund` is in minor units and includes `delivery`, the part of it that is the
    delivery charge; `tax` is the part of it that is tax. `restocked` tells whether the pieces went back in stock.
    """

    number: Annotated[int, Meta(ge=1)]
    state: ReturnState
    at: Timestamp
    lines: tuple[ReturnLine, ...]
    refund: TotalAmount
    tax: TotalAmount = 0
    delivery: TotalAmount = 0
    reason: OptionalShortText = ""
    restocked: bool = False


class Refund(Model, frozen=True, omit_defaults=True, kw_only=True):
    """Money that went back, as the payment service reported it: in minor units, 0 where a hold was released and nothing was taken.

    `number` is the return it belongs to, 0 where the whole payment went back; `attempt` is the card it went to.
    """

    at: Timestamp
    amount: TotalAmount
    attempt: Attempt = 1
    number: int = 0


class OrderSummary(Model, frozen=True, omit_defaults=True, kw_only=True):
    """An order as a list shows it. `count` is pieces; `titles` and `pictures` are those of the first lines, `more` counts the others."""

    id: OrderId
    state: State
    placed_at: Timestamp
    currency: Currency
    total: TotalAmount
    count: int
    titles: tuple[ShortText, ...] = ()
    pictures: tuple[Picture, ...] = ()
    more: int = 0


class OrderPage(Model, frozen=True, kw_only=True):
    """Orders, newest first. `next` is the cursor of the page after, or None at the end."""

    items: tuple[OrderSummary, ...]
    next: Cursor | None


class Order(Model, frozen=True, kw_only=True):
    """An order. Prices are those of the moment it was checked out, which is `placed_at`, and never change."""

    id: OrderId
    state: State
    placed_at: Timestamp
    currency: Currency
    lines: tuple[OrderLine, ...]
    address: Address
    delivery: Delivery
    subtotal: TotalAmount
    delivery_price: Amount
    total: TotalAmount
    time_line: tuple[Step, ...]
    tax: TotalAmount = 0
    tax_rate: TaxRate = 0
    promised_on: Day | None = None
    attempt: int = 1
    action_url: str | None = None
    tracking: OptionalShortText = ""
    missing: tuple[Sku, ...] = ()
    returns: tuple[OrderReturn, ...] = ()
    refunds: tuple[Refund, ...] = ()


class OrderPath(Model, frozen=True, kw_only=True):
    order_id: OrderId


class OrdersQuery(RequestModel, frozen=True, kw_only=True):
    cursor: Cursor | None = None
    limit: Annotated[int, Meta(ge=1, le=50)] = 10


class PlacedLine(Model, frozen=True, kw_only=True):
    sku: Sku
    quantity: Annotated[int, Meta(ge=1, le=99)]


class OrderPlaced(Event, frozen=True, kw_only=True, tag="OrderPlaced.v1"):
    """An order was placed: once per order id, however often its checkout was delivered."""

    order_id: OrderId
    owner: str
    at: Timestamp
    email: StoredEmail
    currency: Currency
    total: TotalAmount
    lines: tuple[PlacedLine, ...]


class PaymentRequested(Event, frozen=True, kw_only=True, tag="PaymentRequested.v1"):
    """The order's lines are held; now its total is asked for. A further card is a further `attempt`."""

    order_id: OrderId
    owner: str
    attempt: Attempt
    at: Timestamp
    amount: TotalAmount
    currency: Currency
    token: Token


class OrderPaid(Event, frozen=True, kw_only=True, tag="OrderPaid.v1"):
    """The payment is authorized; it shall be captured."""

    order_id: OrderId
    owner: str
    attempt: Attempt
    at: Timestamp


class OrderConfirmed(Event, frozen=True, kw_only=True, tag="OrderConfirmed.v1"):
    """The money is taken and the pieces are the shopper's."""

    order_id: OrderId
    owner: str
    at: Timestamp


class OrderPaymentDeclined(Event, frozen=True, kw_only=True, tag="OrderPaymentDeclined.v1"):
    """The card was declined, `reason` says why in plain words. The pieces stay held until `pay_by` for another card."""

    order_id: OrderId
    owner: str
    attempt: Attempt
    at: Timestamp
    reason: OptionalShortText
    pay_by: Timestamp


class OrderActionRequired(Event, frozen=True, kw_only=True, tag="OrderActionRequired.v1"):
    """The shopper's bank wants a confirmation; the pieces stay held until `pay_by` for it."""

    order_id: OrderId
    owner: str
    attempt: Attempt
    at: Timestamp
    pay_by: Timestamp


class OrderRefused(Event, frozen=True, kw_only=True, tag="OrderRefused.v1"):
    """The order cannot be fulfilled; `reason` is in plain words."""

    order_id: OrderId
    owner: str
    at: Timestamp
    reason: ShortText
    missing: tuple[Sku, ...] = ()


class OrderCancelled(Event, frozen=True, kw_only=True, tag="OrderCancelled.v1"):
    """The order ends: as its shopper asked, or for a `reason` of ours in plain words.

    `paid`: its payment was approved or taken, and goes back. None is from before this was told.
    """

    order_id: OrderId
    owner: str
    at: Timestamp
    reason: OptionalShortText = ""
    paid: bool | None = None


class OrderPacked(Event, frozen=True, kw_only=True, tag="OrderPacked.v1"):
    order_id: OrderId
    owner: str
    at: Timestamp


class OrderSent(Event, frozen=True, kw_only=True, tag="OrderSent.v1"):
    order_id: OrderId
    owner: str
    at: Timestamp
    tracking: OptionalShortText = ""


class OrderTrackingChanged(Event, frozen=True, kw_only=True, tag="OrderTrackingChanged.v1"):
    """The parcel is under way by another number than was told."""

    order_id: OrderId
    owner: str
    at: Timestamp
    tracking: ShortText


class OrderDelivered(Event, frozen=True, kw_only=True, tag="OrderDelivered.v1"):
    order_id: OrderId
    owner: str
    at: Timestamp


class OrderReturnRequested(Event, frozen=True, kw_only=True, tag="OrderReturnRequested.v1"):
    """The shopper wants to send `lines` back; events from before returns had lines mean the whole order."""

    order_id: OrderId
    owner: str
    at: Timestamp
    reason: OptionalShortText = ""
    number: int = 1
    lines: tuple[ReturnLine, ...] = ()
    refund: TotalAmount = 0


class OrderReturnAccepted(Event, frozen=True, kw_only=True, tag="OrderReturnAccepted.v1"):
    """Staff agreed: the shopper may post the parcel. Nothing is refunded or restocked yet."""

    order_id: OrderId
    owner: str
    at: Timestamp
    number: int
    lines: tuple[ReturnLine, ...]
    refund: TotalAmount
    note: OptionalShortText = ""


class OrderReturnReceived(Event, frozen=True, kw_only=True, tag="OrderReturnReceived.v1"):
    """The parcel is back: `refund` goes to the shopper, and with `restock` the pieces go back in stock."""

    order_id: OrderId
    owner: str
    at: Timestamp
    number: int
    lines: tuple[ReturnLine, ...]
    refund: TotalAmount
    restock: bool = True


class OrderReturned(Event, frozen=True, kw_only=True, tag="OrderReturned.v1"):
    """The whole order went back. Nobody publishes it any more; those under way and in the archive are still heard."""

    order_id: OrderId
    owner: str
    at: Timestamp


class OrderReturnDenied(Event, frozen=True, kw_only=True, tag="OrderReturnDenied.v1"):
    order_id: OrderId
    owner: str
    at: Timestamp
    reason: OptionalShortText = ""
    number: int = 1


class Pay(RequestModel, frozen=True, kw_only=True):
    """Another card for a declined order. `attempt` is the order's next one, so that sending it twice asks once."""

    token: Token
    attempt: Attempt


class Return(RequestModel, frozen=True, kw_only=True):
    """What shall go back: without `lines` everything that is left. No reason is needed (Directive 2011/83/EU, article 9).

    `expected_refund` is what the shopper was shown; it decides nothing, it only refuses when it differs from ours. `number` is the
    order's next return, so that sending it twice asks once, however late.
    """

    reason: OptionalShortText = ""
    number: Annotated[int, Meta(ge=1, le=MOST_RETURNS)] | None = None
    lines: Annotated[tuple[ReturnLine, ...], Meta(max_length=LINES)] = ()
    expected_refund: TotalAmount | None = None


class StaffOrder(Order, frozen=True, kw_only=True):
    """An order for staff: whose it is, too."""

    owner: str


class StaffOrderPage(Model, frozen=True, omit_defaults=True, kw_only=True):
    """`unreadable` are the ids of orders on this page that are kept in a form nobody can read."""

    items: tuple[StaffOrder, ...]
    next: Cursor | None
    unreadable: tuple[str, ...] = ()


class UpgradedOrders(Model, frozen=True, kw_only=True):
    """How many orders of the page were written in today's form; `next` is the cursor of the next page, None at the end."""

    upgraded: Annotated[int, Meta(ge=0)]
    next: Cursor | None
    unreadable: tuple[str, ...] = ()


class StateQuery(RequestModel, frozen=True, kw_only=True):
    """Orders in one state, oldest first."""

    state: State
    cursor: Cursor | None = None
    limit: Annotated[int, Meta(ge=1, le=50)] = 25


OrderOwner = Annotated[str, Meta(pattern=r"^(shopper|guest)#[A-Za-z0-9-]{1,64}$(?!\n)")]


class Move(RequestModel, frozen=True, kw_only=True):
    """The state staff move an order to: one of `STAFF_MOVES`, along the drawn edges. `note` is the tracking number or the reason.

    `restock` counts for `RETURNED` alone: whether the pieces can be sold again. `by` is who moves it, as colleagues know them.
    """

    owner: OrderOwner
    state: State
    note: OptionalShortText = ""
    restock: bool = True
    by: OptionalShortText = ""


class Tracking(RequestModel, frozen=True, kw_only=True):
    """The right tracking number of a parcel that is sent. `replaces` is the one that stood there: another is a 409 that names it."""

    owner: OrderOwner
    tracking: ShortText
    replaces: OptionalShortText = ""


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
PAY_ORDER = Operation(
    name="pay_order",
    service="order",
    route="POST /orders/{order_id}/payment",
    caller=Caller.SHOPPER,
    summary="Try another card on a declined order",
    path=OrderPath,
    body=Pay,
    reply=Order,
    status=202,
    problems=(404, 409),
)
CANCEL_ORDER = Operation(
    name="cancel_order",
    service="order",
    route="POST /orders/{order_id}/cancellation",
    caller=Caller.SHOPPER,
    summary="Cancel an order that is not packed yet",
    path=OrderPath,
    reply=Order,
    status=202,
    problems=(404, 409),
)
RETURN_ORDER = Operation(
    name="return_order",
    service="order",
    route="POST /orders/{order_id}/return",
    caller=Caller.SHOPPER,
    summary="Ask to send pieces of a delivered order back",
    path=OrderPath,
    body=Return,
    reply=Order,
    status=202,
    problems=(404, 409, 422),
)
LIST_STAFF_ORDERS = Operation(
    name="list_staff_orders",
    service="order",
    route="GET /staff/orders",
    caller=Caller.STAFF,
    summary="Orders in one state, oldest first",
    query=StateQuery,
    reply=StaffOrderPage,
)
GET_STAFF_ORDER = Operation(
    name="get_staff_order",
    service="order",
    route="GET /staff/orders/{order_id}",
    caller=Caller.STAFF,
    summary="Anybody's order, whatever its state",
    path=OrderPath,
    reply=StaffOrder,
    problems=(404,),
)
LIST_ALL_ORDERS = Operation(
    name="list_all_orders",
    service="order",
    route="GET /staff/orders/all",
    caller=Caller.STAFF,
    summary="Orders in every state, in no order; a page may be empty and not the last",
    query=PageQuery,
    reply=StaffOrderPage,
)
UPGRADE_ORDERS = Operation(
    name="upgrade_orders",
    service="order",
    route="POST /staff/orders/upgrade",
    caller=Caller.STAFF,
    summary="Write a page of orders that an earlier release placed in today's form, so that staff's lists show them",
    query=PageQuery,
    reply=UpgradedOrders,
)
CORRECT_TRACKING = Operation(
    name="correct_tracking",
    service="order",
    route="PUT /staff/orders/{order_id}/tracking",
    caller=Caller.STAFF,
    summary="Correct the tracking number of a parcel that is sent",
    path=OrderPath,
    body=Tracking,
    reply=StaffOrder,
    problems=(404, 409),
)
MOVE_ORDER = Operation(
    name="move_order",
    service="order",
    route="PUT /staff/orders/{order_id}/state",
    caller=Caller.STAFF,
    summary="Mark an order packed, sent, delivered or returned",
    path=OrderPath,
    body=Move,
    reply=StaffOrder,
    problems=(404, 409),
)

OPERATIONS = (
    LIST_ORDERS,
    GET_ORDER,
    PAY_ORDER,
    CANCEL_ORDER,
    RETURN_ORDER,
    LIST_STAFF_ORDERS,
    GET_STAFF_ORDER,
    LIST_ALL_ORDERS,
    UPGRADE_ORDERS,
    MOVE_ORDER,
    CORRECT_TRACKING,
)
EVENTS = (
    OrderPlaced,
    PaymentRequested,
    OrderPaid,
    OrderPaymentDeclined,
    OrderActionRequired,
    OrderConfirmed,
    OrderRefused,
    OrderCancelled,
    OrderPacked,
    OrderSent,
    OrderTrackingChanged,
    OrderDelivered,
    OrderReturnRequested,
    OrderReturnAccepted,
    OrderReturnReceived,
    OrderReturned,
    OrderReturnDenied,
)
