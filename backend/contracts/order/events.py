"""The events that the order service publishes."""

from msgspec import UNSET, UnsetType

from backend.contracts.basket.models import Address
from backend.contracts.event import Event, OrderEvent, VersionedOrderEvent
from backend.contracts.order.data_export import DataExported, DataRequested
from backend.contracts.order.invoice_events import InvoiceRequested
from backend.contracts.order.models import PlacedLine, ReturnLine
from backend.contracts.order.parcel import ParcelLine, ParcelNumber
from backend.contracts.order.parcel_events import OrderParcelDelivered, OrderParcelSent
from backend.contracts.order.purchase import Purchase
from backend.contracts.order.states import State
from backend.contracts.payment.models import Attempt, Token
from backend.contracts.promotion.codes import Code
from backend.contracts.tax import TaxLine
from backend.contracts.types import (
    Currency,
    OptionalShortText,
    ShortText,
    Sku,
    Slug,
    StoredEmail,
    Timestamp,
    TotalAmount,
)
from backend.contracts.voucher.codes import WithdrawalId
from backend.contracts.voucher.models import VoucherPayment


class AccountClosed(Event, frozen=True, kw_only=True, tag="AccountClosed.v1"):
    """A shopper closed the account. What a service keeps of the owner or the account's confirmed address is erased;
    orders have their own event. `email` is None where none is confirmed, and in events from before it was told."""

    owner: str
    at: Timestamp
    email: StoredEmail | None = None


class OrderErased(OrderEvent, frozen=True, kw_only=True, tag="OrderErased.v1"):
    """The order of a closed account is over, and nothing in it tells any more who it was for."""


class OrderPlaced(OrderEvent, frozen=True, kw_only=True, tag="OrderPlaced.v1"):
    """An order was placed: once per order id, however often its checkout was delivered.

    `codes` are limited promotions to hold a use of, `vouchers` what vouchers shall pay; most orders have neither.
    """

    email: StoredEmail
    currency: Currency
    total: TotalAmount
    lines: tuple[PlacedLine, ...]
    codes: tuple[Code, ...] | UnsetType = UNSET
    vouchers: tuple[VoucherPayment, ...] | UnsetType = UNSET


class PaymentRequested(OrderEvent, frozen=True, kw_only=True, tag="PaymentRequested.v1"):
    """The order's lines are held; now its total is asked for. A further card is a further `attempt`."""

    attempt: Attempt
    amount: TotalAmount
    currency: Currency
    token: Token


class OrderPaid(OrderEvent, frozen=True, kw_only=True, tag="OrderPaid.v1"):
    """The payment is authorized; it shall be captured."""

    attempt: Attempt


class OrderConfirmed(VersionedOrderEvent, frozen=True, omit_defaults=True, kw_only=True, tag="OrderConfirmed.v1"):
    """The money is taken and the pieces are the shopper's. Events from before invoices tell no `purchase`."""

    purchase: Purchase | None = None


class OrderPaymentDeclined(VersionedOrderEvent, frozen=True, kw_only=True, tag="OrderPaymentDeclined.v1"):
    """The card was declined, `reason` says why in plain words. The pieces stay held until `pay_by` for another card."""

    attempt: Attempt
    reason: OptionalShortText
    pay_by: Timestamp


class OrderPaymentAwaited(VersionedOrderEvent, frozen=True, kw_only=True, tag="OrderPaymentAwaited.v1"):
    """Staff placed the order for its buyer, who shall pay it by a link. The pieces stay held until `pay_by`."""

    pay_by: Timestamp


class OrderActionRequired(VersionedOrderEvent, frozen=True, kw_only=True, tag="OrderActionRequired.v1"):
    """The shopper's bank wants a confirmation; the pieces stay held until `pay_by` for it."""

    attempt: Attempt
    pay_by: Timestamp


class OrderRefused(VersionedOrderEvent, frozen=True, kw_only=True, tag="OrderRefused.v1"):
    """The order cannot be fulfilled; `reason` is in plain words. `codes` and `vouchers` as in `OrderPlaced`."""

    reason: ShortText
    missing: tuple[Sku, ...] = ()
    codes: tuple[Code, ...] | UnsetType = UNSET
    vouchers: tuple[VoucherPayment, ...] | UnsetType = UNSET


class OrderCancelled(VersionedOrderEvent, frozen=True, kw_only=True, tag="OrderCancelled.v1"):
    """The order ends: as its shopper asked, or for a `reason` of ours in plain words. `paid`: its payment was approved
    or taken, and goes back; None is from before this was told. `codes` and `vouchers` as in `OrderPlaced`."""

    reason: OptionalShortText = ""
    paid: bool | None = None
    codes: tuple[Code, ...] | UnsetType = UNSET
    vouchers: tuple[VoucherPayment, ...] | UnsetType = UNSET


class OrderPacked(VersionedOrderEvent, frozen=True, kw_only=True, tag="OrderPacked.v1"):
    """The parcel is packed: the order can be cancelled no more."""


class OrderSent(VersionedOrderEvent, frozen=True, kw_only=True, tag="OrderSent.v1"):
    """All is on its way. An order in several parcels tells which is the last, and what `lines` are in it."""

    tracking: OptionalShortText = ""
    parcel: ParcelNumber | UnsetType = UNSET
    lines: tuple[ParcelLine, ...] | UnsetType = UNSET


class OrderTrackingChanged(VersionedOrderEvent, frozen=True, kw_only=True, tag="OrderTrackingChanged.v1"):
    """The parcel is under way by another number than was told. `parcel` is which, of an order in several."""

    tracking: ShortText
    parcel: ParcelNumber | UnsetType = UNSET


class OrderDelivered(VersionedOrderEvent, frozen=True, kw_only=True, tag="OrderDelivered.v1"):
    """All of it has arrived: from now on pieces can be returned. An order in several parcels tells what `lines` came
    last."""

    lines: tuple[ParcelLine, ...] | UnsetType = UNSET


class OrderReturnRequested(VersionedOrderEvent, frozen=True, kw_only=True, tag="OrderReturnRequested.v1"):
    """The shopper wants to send `lines` back; events from before returns had lines mean the whole order.

    `stays` is the order's state where the return stands beside it, as in all events of such a return: a part of the
    order was still to come."""

    reason: OptionalShortText = ""
    number: int = 1
    lines: tuple[ReturnLine, ...] = ()
    refund: TotalAmount = 0
    stays: State | UnsetType = UNSET


class OrderReturnAccepted(VersionedOrderEvent, frozen=True, kw_only=True, tag="OrderReturnAccepted.v1"):
    """Staff agreed: the shopper may post the parcel. Nothing is refunded or restocked yet."""

    number: int
    lines: tuple[ReturnLine, ...]
    refund: TotalAmount
    note: OptionalShortText = ""
    stays: State | UnsetType = UNSET


class OrderReturnReceived(VersionedOrderEvent, frozen=True, kw_only=True, tag="OrderReturnReceived.v1"):
    """The parcel is back: `refund` goes to the shopper for the accepted `lines`, and with `restock` they go back in
    stock, else `restocked_part` of them. `announced` is what was expected, where something else came; `vouchers` is
    what of the refund goes back to vouchers, `taxes` its parts at each rate of tax, where the order has several."""

    number: int
    lines: tuple[ReturnLine, ...]
    refund: TotalAmount
    restock: bool = True
    restocked_part: tuple[ReturnLine, ...] | UnsetType = UNSET
    announced: tuple[ReturnLine, ...] | UnsetType = UNSET
    vouchers: tuple[VoucherPayment, ...] | UnsetType = UNSET
    taxes: tuple[TaxLine, ...] | UnsetType = UNSET
    stays: State | UnsetType = UNSET


class RefundRequested(VersionedOrderEvent, frozen=True, kw_only=True, tag="RefundRequested.v1"):
    """Staff give money back without a parcel: `refund` goes to the shopper, and the stock stays as it is.

    `number` counts on with the order's returns; `lines` are the pieces that it is for, none where it is for none.
    `vouchers` and `taxes` as in `OrderReturnReceived`. `withdrawal` tells which `VoucherWithdrawn` it is for."""

    number: int
    refund: TotalAmount
    reason: ShortText
    lines: tuple[ReturnLine, ...] = ()
    vouchers: tuple[VoucherPayment, ...] | UnsetType = UNSET
    withdrawal: WithdrawalId | UnsetType = UNSET
    taxes: tuple[TaxLine, ...] | UnsetType = UNSET


class OrderAddressChanged(VersionedOrderEvent, frozen=True, kw_only=True, tag="OrderAddressChanged.v1"):
    """The order goes to another address, or its news to another e-mail address. Nothing was packed yet."""

    address: Address


class OrderReturned(OrderEvent, frozen=True, kw_only=True, tag="OrderReturned.v1"):
    """The whole order went back. Nobody publishes it any more; those under way and in the archive are still heard."""


class OrderReturnDenied(VersionedOrderEvent, frozen=True, kw_only=True, tag="OrderReturnDenied.v1"):
    reason: OptionalShortText = ""
    number: int = 1
    stays: State | UnsetType = UNSET


class OrderClaimed(OrderEvent, frozen=True, kw_only=True, tag="OrderClaimed.v1"):
    """A guest's order was taken into an account: from now on the account opens it, and its key nothing. `owner` stays
    the one that it was placed by; `shopper` is the account as an owner."""

    shopper: str


class PurchaseVerified(OrderEvent, frozen=True, kw_only=True, tag="PurchaseVerified.v1"):
    """A product, called `title`, was delivered with this order. `buyer` is the owner who asked whether it was.

    That is the account for an order that was claimed, while `owner` stays the one that it was placed by. `variant` is
    what was bought of the product, such as `A3 · Oak`.
    """

    buyer: str
    product_id: Slug
    title: ShortText
    variant: OptionalShortText = ""


EVENTS = (
    AccountClosed, OrderErased, DataRequested, DataExported, OrderPlaced, PaymentRequested, OrderPaid,
    OrderPaymentDeclined, OrderPaymentAwaited, OrderActionRequired, OrderConfirmed, OrderRefused, OrderCancelled,
    OrderPacked, OrderParcelSent, OrderParcelDelivered, OrderSent, OrderTrackingChanged, OrderDelivered,
    OrderReturnRequested, OrderReturnAccepted,
    OrderReturnReceived, RefundRequested, OrderAddressChanged, OrderReturned, OrderReturnDenied, OrderClaimed,
    PurchaseVerified, InvoiceRequested,
)  # fmt: skip
