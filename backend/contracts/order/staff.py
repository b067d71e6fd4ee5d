"""What staff can do to an order besides moving it: cancel it, refund money, send it elsewhere."""

from typing import Annotated

from msgspec import Meta

from backend.contracts.basket.models import MAX_LINES, NewAddress
from backend.contracts.order.models import MAX_RETURNS, OrderOwner, ReturnLine
from backend.contracts.order.parcel import ParcelLine, ParcelNumber
from backend.contracts.order.states import CANCELLABLE, State
from backend.contracts.types import (
    MAX_QUANTITY,
    MAX_SAFE_INTEGER,
    Model,
    OptionalShortText,
    RequestModel,
    ShortText,
    Sku,
    TotalAmount,
)

ADDRESSABLE = CANCELLABLE
"""States in which the address can still be changed: nothing is packed."""

REFUNDABLE = (
    State.CONFIRMED,
    State.PACKED,
    State.SENT,
    State.DELIVERED,
    State.RETURNED,
    State.RETURN_DENIED,
)
"""States in which money can be given back: it was taken, and no return is open, whose refund was promised already."""


class CancelOrder(RequestModel, frozen=True, kw_only=True):
    """Cancel an order that is not packed. The shopper reads the reason."""

    owner: OrderOwner
    reason: ShortText
    by: OptionalShortText = ""


class RefundOrder(RequestModel, frozen=True, kw_only=True):
    """Give money back without a parcel: for `lines`, or an `amount` in minor units; with neither all that is left.

    `number` is the order's next return, so that sending it twice gives back once. `expected_refund` is what was shown;
    it decides nothing, it only refuses when it differs from ours.
    """

    owner: OrderOwner
    number: Annotated[int, Meta(ge=1, le=MAX_RETURNS)]
    reason: ShortText
    lines: Annotated[tuple[ReturnLine, ...], Meta(max_length=MAX_LINES)] = ()
    amount: Annotated[int, Meta(ge=1, le=10**13)] | None = None
    expected_refund: TotalAmount | None = None
    by: OptionalShortText = ""


class ReceivedLine(Model, frozen=True, kw_only=True):
    """Pieces of a SKU that came back and are accepted. `restock`: they can be sold again."""

    sku: Sku
    quantity: Annotated[int, Meta(ge=1, le=MAX_QUANTITY)]
    restock: bool = True


class ReceiveReturn(RequestModel, frozen=True, kw_only=True):
    """Take the parcel of an accepted return in: `lines` are the pieces that came and are paid back.

    One SKU may have a line of pieces to sell again and one of others. `number` is the return's, so that sending it
    twice pays once. `expected_refund` is what was shown; it only refuses when it differs from ours.
    """

    owner: OrderOwner
    number: Annotated[int, Meta(ge=1, le=MAX_RETURNS)]
    lines: Annotated[tuple[ReceivedLine, ...], Meta(min_length=1, max_length=2 * MAX_LINES)]
    note: OptionalShortText = ""
    expected_refund: TotalAmount | None = None
    by: OptionalShortText = ""


class ChangeAddress(RequestModel, frozen=True, kw_only=True):
    """Send an order that is not packed elsewhere in the same country, whose tax and delivery charge were paid.

    `version` is the order's that was read: another one is a 409.
    """

    owner: OrderOwner
    version: Annotated[int, Meta(ge=0, le=MAX_SAFE_INTEGER)]
    address: NewAddress
    by: OptionalShortText = ""


class RequestInvoice(RequestModel, frozen=True, kw_only=True):
    """Have the invoice issued of an order that was confirmed before there were invoices."""

    owner: OrderOwner
    by: OptionalShortText = ""


class SendParcel(RequestModel, frozen=True, kw_only=True):
    """Send a parcel of a packed order: `lines` are in it, no more than is still to be sent.

    `number` is the order's next parcel, so that sending it twice sends once.
    """

    owner: OrderOwner
    number: ParcelNumber
    lines: Annotated[tuple[ParcelLine, ...], Meta(min_length=1, max_length=MAX_LINES)]
    tracking: OptionalShortText = ""
    by: OptionalShortText = ""


class DeliverParcel(RequestModel, frozen=True, kw_only=True):
    """Mark the parcel with this number delivered."""

    owner: OrderOwner
    number: ParcelNumber
    by: OptionalShortText = ""


class Tracking(RequestModel, frozen=True, kw_only=True):
    """The right tracking number of a parcel that is sent: of the last one without `parcel`.

    `replaces` is the one that stood there: another is a 409 that names it.
    """

    owner: OrderOwner
    tracking: ShortText
    replaces: OptionalShortText = ""
    by: OptionalShortText = ""
    parcel: ParcelNumber | None = None
