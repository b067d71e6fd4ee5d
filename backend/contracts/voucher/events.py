"""The events that the voucher service publishes."""

from msgspec import UNSET, UnsetType

from backend.contracts.event import Event, OrderEvent
from backend.contracts.types import Currency, Email, OptionalNote, OrderId, ShortText, TotalAmount
from backend.contracts.voucher.codes import VoucherCode, WithdrawalId
from backend.contracts.voucher.models import Voucher


class VoucherChanged(Event, frozen=True, kw_only=True, tag="VoucherChanged.v1"):
    """A voucher was issued, blocked, or has another balance. Its version orders these changes."""

    voucher: Voucher


class VoucherMailRequested(Event, frozen=True, kw_only=True, tag="VoucherMailRequested.v1"):
    """The voucher's code shall be mailed, for the `number`th time. The one event that has the code.

    `order_id` is the order that sold the voucher, in whose language the mail is; what staff issue has none.
    """

    voucher: Voucher
    code: VoucherCode
    email: Email
    message: OptionalNote = ""
    number: int = 1
    order_id: OrderId | UnsetType = UNSET


class VoucherHeld(OrderEvent, frozen=True, kw_only=True, tag="VoucherHeld.v1"):
    """The order's vouchers have paid their part of it."""


class VoucherRefused(OrderEvent, frozen=True, kw_only=True, tag="VoucherRefused.v1"):
    """At least one voucher could not pay its part of the order, so none did."""


class VoucherRefunded(OrderEvent, frozen=True, kw_only=True, tag="VoucherRefunded.v1"):
    """What vouchers had paid went back to them: for the return of this `number`, or all that was left where it is 0."""

    refunded: TotalAmount
    currency: Currency
    number: int = 0

    @property
    def attempt(self) -> int:
        """Stands where a refund to a card names which one it was."""
        return 0


class VoucherWithdrawn(OrderEvent, frozen=True, kw_only=True, tag="VoucherWithdrawn.v1"):
    """Staff took back a voucher that the order had bought: `amount` was left on it, and goes back to who paid."""

    withdrawal: WithdrawalId
    amount: TotalAmount
    reason: ShortText


EVENTS = (VoucherChanged, VoucherMailRequested, VoucherHeld, VoucherRefused, VoucherRefunded, VoucherWithdrawn)
