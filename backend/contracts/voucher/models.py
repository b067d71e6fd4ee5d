"""What the voucher service's operations and events carry. Money is in minor units."""

import enum
from typing import Annotated

from msgspec import Meta

from backend.contracts.currencies import about
from backend.contracts.types import (
    Amount,
    Currency,
    Cursor,
    Day,
    Email,
    Key,
    Model,
    OptionalNote,
    OptionalShortText,
    OrderId,
    RequestModel,
    ShortText,
    Timestamp,
    TotalAmount,
    Version,
)
from backend.contracts.voucher.codes import Hint, VoucherCode, VoucherId

MAX_VOUCHERS = 5
"""Vouchers that may pay for one order."""

MIN_VALUE, MAX_VALUE = 100, 50_000
"""What a voucher may be worth when it is issued, in euro cents: see `value_range`."""


def value_range(currency: str) -> tuple[int, int]:
    """Return what a voucher is worth at least and at most, in the currency's minor units."""
    return about(MIN_VALUE, currency), about(MAX_VALUE, currency)


MAX_MAILS = 20
"""How often a voucher's code is mailed. All mails are erased in one transaction, which has 100 items at most."""

VALID_YEARS = 3
"""A voucher is good until the end of the third year after the one that it was issued in (§§ 195, 199 BGB)."""


class VoucherPayment(Model, frozen=True, kw_only=True):
    """What a voucher pays of an order, or gets back of it. `hint` is the end of its code."""

    id: VoucherId
    hint: Hint
    amount: TotalAmount


class Voucher(Model, frozen=True, omit_defaults=True, kw_only=True):
    """A voucher as other services know it. `balance` is what it can still pay; it is good until `expires_on`."""

    id: VoucherId
    hint: Hint
    currency: Currency
    balance: TotalAmount
    expires_on: Day
    version: Version
    blocked: bool = False


class EntryKind(enum.StrEnum):
    """What happened to a voucher. The amounts of all its entries add up to its balance."""

    ISSUED = "issued"
    HELD = "held"
    RELEASED = "released"
    REFUNDED = "refunded"
    WITHDRAWN = "withdrawn"
    BLOCKED = "blocked"
    UNBLOCKED = "unblocked"


class Entry(Model, frozen=True, omit_defaults=True, kw_only=True):
    """A line of a voucher's ledger, which is only ever added to. `amount` is what its balance changed by."""

    at: Timestamp
    kind: EntryKind
    amount: Annotated[int, Meta(ge=-(10**13), le=10**13)] = 0
    order_id: OrderId | None = None
    by: OptionalShortText = ""
    note: OptionalShortText = ""


class StaffVoucher(Voucher, frozen=True, omit_defaults=True, kw_only=True):
    """A voucher as staff see it: what it was worth at first, who has it, and its ledger, oldest entry first.

    `mails` counts how often its code was mailed. `order_id` is the order that bought it, and `buyer` that order's
    owner; one that staff issued has neither. `withdrawn` is what went back to who paid.
    """

    value: TotalAmount
    issued_at: Timestamp
    by: OptionalShortText = ""
    email: Email
    mails: Annotated[int, Meta(ge=0)] = 0
    entries: tuple[Entry, ...] = ()
    order_id: OrderId | None = None
    buyer: str | None = None
    withdrawn: TotalAmount = 0


class MailedVoucher(Voucher, frozen=True, omit_defaults=True, kw_only=True):
    """A voucher in a copy of the data of whoever it was mailed to: without its code, which is money."""

    value: TotalAmount
    issued_at: Timestamp
    email: Email
    message: OptionalNote = ""


class VoucherPage(Model, frozen=True):
    items: tuple[StaffVoucher, ...]
    next: Cursor | None


class HoldState(enum.StrEnum):
    """What became of the vouchers that shall pay for an order. Refused ones were never held."""

    REFUSED = "refused"
    HELD = "held"
    RELEASED = "released"


class VoucherHold(Model, frozen=True, omit_defaults=True, kw_only=True):
    """What vouchers pay of an order, and what of it went back to them."""

    order_id: str
    state: HoldState
    at: Timestamp
    payments: tuple[VoucherPayment, ...] = ()
    refunds: tuple[VoucherPayment, ...] = ()


class VoucherHoldPage(Model, frozen=True):
    items: tuple[VoucherHold, ...]
    next: Cursor | None


class VoucherPath(Model, frozen=True, kw_only=True):
    voucher_id: VoucherId


class VoucherCodeBody(RequestModel, frozen=True, kw_only=True):
    """The code whole: it stands in no address, and so in no log."""

    code: VoucherCode


class VoucherBalance(Model, frozen=True, kw_only=True):
    """What whoever has a code may know of its voucher."""

    balance: TotalAmount
    currency: Currency
    expires_on: Day


class IssueVoucher(RequestModel, frozen=True, omit_defaults=True, kw_only=True):
    """A voucher to make and to mail to `email`, with a `message` of who gives it. `key` makes it one voucher."""

    key: Key
    value: Amount
    email: Email
    message: OptionalNote = ""
    by: OptionalShortText = ""


class BlockVoucher(RequestModel, frozen=True, omit_defaults=True, kw_only=True):
    """Whether the voucher can pay for nothing any more; it keeps its balance. `reason` goes into its ledger."""

    blocked: bool
    reason: ShortText
    by: OptionalShortText = ""


class WithdrawVoucher(RequestModel, frozen=True, omit_defaults=True, kw_only=True):
    """Take back what is left on a voucher that was bought: it goes to who paid, who reads the `reason`.

    `version` is that of the voucher that was shown, with what is left: sent twice, it goes back once.
    """

    version: Version
    reason: ShortText
    by: OptionalShortText = ""


class ResendVoucher(RequestModel, frozen=True, omit_defaults=True, kw_only=True):
    """Mail the code once more. `number` is how often it was mailed, with this time: sent twice, it is mailed once."""

    number: Annotated[int, Meta(ge=2, le=MAX_MAILS)]
    by: OptionalShortText = ""
