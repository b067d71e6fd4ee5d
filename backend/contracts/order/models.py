"""What the order service's operations and events carry."""

from typing import Annotated

from msgspec import Meta

from backend.contracts.basket.models import MAX_LINES
from backend.contracts.order.actions import StaffAction
from backend.contracts.order.parcel import Parcel, ParcelNumber
from backend.contracts.order.purchase import PurchaseDetails
from backend.contracts.order.states import ReturnState, State
from backend.contracts.payment.models import MAX_ATTEMPTS, Attempt, Token
from backend.contracts.product.models import Picture
from backend.contracts.tax import TaxLines
from backend.contracts.types import (
    MAX_QUANTITY,
    Currency,
    Cursor,
    Day,
    Model,
    OptionalShortText,
    OrderId,
    RequestModel,
    ShortText,
    Sku,
    Timestamp,
    TotalAmount,
)
from backend.contracts.voucher.codes import WithdrawalId
from backend.contracts.voucher.models import VoucherPayment

MAX_RETURNS = 20
"""Returns that may be asked for of one order, denied ones included."""


def number(order_id: str) -> str:
    """Return the order's number as people read it out: the last eight digits of its id, in two groups, such as
    `3F9A-72C1`.
    """
    return f"{order_id[-8:-4]}-{order_id[-4:]}".upper()


class Step(Model, frozen=True, omit_defaults=True, kw_only=True):
    """A state the order reached, and when. `note` says more in plain words: why it was refused, how it can be tracked.

    `by` is who of the staff moved it there; shoppers are not told.
    """

    state: State
    at: Timestamp
    note: OptionalShortText = ""
    by: OptionalShortText = ""


class ReturnLine(Model, frozen=True, kw_only=True):
    """Pieces of a SKU that go back."""

    sku: Sku
    quantity: Annotated[int, Meta(ge=1, le=MAX_QUANTITY)]


class OrderReturn(Model, frozen=True, omit_defaults=True, kw_only=True):
    """One return: which pieces go back, and what was paid for them.

    `number` counts the returns of an order from 1. `refund` is in minor units and includes `delivery`, the part of it
    that is the delivery charge; `tax` is the part of it that is tax. `restocked` tells whether the pieces went back in
    stock, `restocked_part` which where not all of them did. `announced` is what the shopper wanted to send, where
    something else came. `by_shop`: staff gave the money back, for pieces (or for none) that nobody sent back.
    `vouchers` are what of the refund went back to vouchers, once it was decided; `taxes` are its parts at each rate of
    tax, where it has several. `withdrawal`: it was given back for
    the rest of a gift voucher that the order had bought. `note` is what staff said of one that was asked for while
    a part of the order was still to come: of others the order's steps tell it. `prices` are what was paid for the
    pieces of each of `lines`; of returns of earlier releases they are not known.
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
    by_shop: bool = False
    announced: tuple[ReturnLine, ...] = ()
    restocked_part: tuple[ReturnLine, ...] = ()
    vouchers: tuple[VoucherPayment, ...] = ()
    withdrawal: WithdrawalId | None = None
    taxes: TaxLines = ()
    note: OptionalShortText = ""
    prices: tuple[TotalAmount, ...] = ()

    @property
    def restocked_lines(self) -> tuple[ReturnLine, ...]:
        """The pieces that went back in stock."""
        return self.lines if self.restocked else self.restocked_part


class Refund(Model, frozen=True, omit_defaults=True, kw_only=True):
    """Money that went back, as the payment service reported it: in minor units, 0 where a hold was released and nothing
    was taken.

    `number` is the return it belongs to, 0 where the whole payment went back; `attempt` is the card it went to, 0 where
    it went to vouchers.
    """

    at: Timestamp
    amount: TotalAmount
    attempt: Annotated[int, Meta(ge=0, le=MAX_ATTEMPTS)] = 1
    number: int = 0


class OrderSummary(Model, frozen=True, omit_defaults=True, kw_only=True):
    """An order as a list shows it.

    `count` is pieces; `titles` and `pictures` are those of the first lines, `more` counts the others.
    """

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


class Order(PurchaseDetails, frozen=True, kw_only=True):
    """An order: what was bought, and how far it is. `missing` are the SKUs that it was refused for. `parcels` are those
    that were sent: it is packed while there are more to come. `tracking` is the last one's."""

    id: OrderId
    state: State
    time_line: tuple[Step, ...]
    attempt: int = 1
    action_url: str | None = None
    tracking: OptionalShortText = ""
    missing: tuple[Sku, ...] = ()
    returns: tuple[OrderReturn, ...] = ()
    refunds: tuple[Refund, ...] = ()
    parcels: tuple[Parcel, ...] = ()

    @property
    def is_settled(self) -> bool:
        """Whether it bought gift vouchers, whose codes are mailed: nothing is packed or cancelled any more."""
        return self.is_of_vouchers and self.state is State.CONFIRMED


class OrderPath(Model, frozen=True, kw_only=True):
    order_id: OrderId


class OrdersQuery(RequestModel, frozen=True, kw_only=True):
    cursor: Cursor | None = None
    limit: Annotated[int, Meta(ge=1, le=50)] = 10


class PlacedLine(Model, frozen=True, omit_defaults=True, kw_only=True):
    """`back_on` as in `OrderLine`."""

    sku: Sku
    quantity: Annotated[int, Meta(ge=1, le=MAX_QUANTITY)]
    back_on: Day | None = None


class Pay(RequestModel, frozen=True, kw_only=True):
    """Another card for a declined order. `attempt` is the order's next one, so that sending it twice asks once."""

    token: Token
    attempt: Attempt


class Return(RequestModel, frozen=True, kw_only=True):
    """What shall go back: without `lines` everything that is left.

    No reason is needed (Directive 2011/83/EU, article 9). `expected_refund` is what the shopper was shown; it decides
    nothing, it only refuses when it differs from ours. `number` is the order's next return: sending it twice asks once.
    """

    reason: OptionalShortText = ""
    number: Annotated[int, Meta(ge=1, le=MAX_RETURNS)] | None = None
    lines: Annotated[tuple[ReturnLine, ...], Meta(max_length=MAX_LINES)] = ()
    expected_refund: TotalAmount | None = None


class StaffOrder(Order, frozen=True, kw_only=True):
    """An order for staff: whose it is, too, and what staff did to it. `version` grows with every change."""

    owner: str
    version: int = 0
    actions: tuple[StaffAction, ...] = ()


class StaffOrderPage(Model, frozen=True, omit_defaults=True, kw_only=True):
    """`unreadable` are the ids of orders on this page that are kept in a form nobody can read."""

    items: tuple[StaffOrder, ...]
    next: Cursor | None
    unreadable: tuple[str, ...] = ()


class UpgradedOrders(Model, frozen=True, kw_only=True):
    """How many orders of the page were written in today's form; `next` is the cursor of the next page, None at the
    end."""

    upgraded: Annotated[int, Meta(ge=0)]
    next: Cursor | None
    unreadable: tuple[str, ...] = ()


class StateQuery(RequestModel, frozen=True, kw_only=True):
    """Orders in one state, oldest first. `beside`: those in another state, with a return in this one beside it."""

    state: State
    beside: bool = False
    cursor: Cursor | None = None
    limit: Annotated[int, Meta(ge=1, le=50)] = 25


OrderOwner = Annotated[str, Meta(pattern=r"^(shopper|guest|heartbeat)#[A-Za-z0-9-]{1,64}$(?!\n)")]


class Move(RequestModel, frozen=True, kw_only=True):
    """The state staff move an order to: one of `STAFF_MOVES`, along the drawn edges.

    `note` is the tracking number or the reason. `parcel` is the number of the parcel that is sent: where another was
    sent meanwhile, nothing is.

    `restock` counts for `RETURNED` alone: whether the pieces can be sold again. `by` is who moves it, as colleagues
    know them. A return beside the order's state is accepted and denied by the same words, and the order stays where it
    is; `number` is the return's: where another one is open, nothing is decided.
    """

    owner: OrderOwner
    state: State
    note: OptionalShortText = ""
    restock: bool = True
    by: OptionalShortText = ""
    parcel: ParcelNumber | None = None
    number: Annotated[int, Meta(ge=1, le=MAX_RETURNS)] | None = None
