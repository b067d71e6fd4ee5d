"""Vouchers and orders of the voucher service's tests."""

import itertools
from typing import Any

from backend.contracts.basket.models import Address, Delivery, OrderLine
from backend.contracts.order.data_export import DataRequested
from backend.contracts.order.events import (
    AccountClosed,
    OrderCancelled,
    OrderConfirmed,
    OrderErased,
    OrderPlaced,
    OrderRefused,
    RefundRequested,
)
from backend.contracts.order.purchase import Purchase
from backend.contracts.product.kinds import ProductKind
from backend.contracts.voucher.models import IssueVoucher, StaffVoucher, VoucherPayment
from backend.shared import clock
from backend.voucher import repository

_KEYS = itertools.count(1)


def new(value: int = 5000, **changes: Any) -> IssueVoucher:
    """The body that issues a voucher; each has a key of its own, unless it says which."""
    terms: dict[str, Any] = {"key": f"voucher-key-{next(_KEYS):08}", "value": value, "email": "ada@example.com"}
    return IssueVoucher(**terms | changes)


def issue(value: int = 5000) -> StaffVoucher:
    """Issue a voucher in the table."""
    return repository.issue(new(value))


def payment(voucher: StaffVoucher, amount: int) -> VoucherPayment:
    """What the voucher pays of an order."""
    return VoucherPayment(id=voucher.id, hint=voucher.hint, amount=amount)


def order_placed(number: int, *payments: VoucherPayment, at: str = "") -> OrderPlaced:
    """An order that these vouchers shall pay for."""
    return OrderPlaced(
        order_id=f"{number:028x}",
        owner="shopper#ada",
        at=at or clock.now(),
        email="ada@example.com",
        currency="EUR",
        total=10_000,
        lines=(),
        vouchers=payments,
    )


def order_cancelled(number: int, *payments: VoucherPayment, paid: bool = True) -> OrderCancelled:
    """The end of an order that vouchers had paid for."""
    return OrderCancelled(
        order_id=f"{number:028x}", owner="shopper#ada", at=clock.now(), paid=paid, vouchers=payments or ()
    )


def order_refused(number: int) -> OrderRefused:
    """The refusal of an order that vouchers should have paid for."""
    return OrderRefused(
        order_id=f"{number:028x}", owner="shopper#ada", at=clock.now(), reason="Somebody was quicker.", vouchers=()
    )


def refund(number: int, *payments: VoucherPayment, order: int = 1) -> RefundRequested:
    """What goes back to vouchers of an order."""
    return RefundRequested(
        order_id=f"{order:028x}",
        owner="shopper#ada",
        at=clock.now(),
        number=number,
        refund=10_000,
        reason="Bent",
        vouchers=payments,
    )


def line(value: int = 5000, quantity: int = 1, kind: ProductKind = ProductKind.VOUCHER) -> OrderLine:
    """Pieces of a gift voucher that is worth this, or of something else."""
    return OrderLine(
        sku=f"GIFT-{value}",
        quantity=quantity,
        product_id="gift-voucher",
        title="Gift voucher",
        price=value,
        total=value * quantity,
        kind=kind,
    )


def order_confirmed(*lines: OrderLine, order: int = 1, email: str = "ada@example.com") -> OrderConfirmed:
    """The confirmation of an order that bought these: one voucher, unless it says what."""
    lines = lines or (line(),)
    total = sum(each.total for each in lines)
    purchase = Purchase(
        placed_at=clock.now(),
        currency="EUR",
        lines=lines,
        address=Address(name="Ada", email=email, street="Street 1", town="Berlin", country="DE"),
        delivery=Delivery.EMAIL,
        subtotal=total,
        delivery_price=0,
        total=total,
    )
    return OrderConfirmed(order_id=f"{order:028x}", owner="guest#ada", at=clock.now(), purchase=purchase)


def order_erased(order: int = 1) -> OrderErased:
    """The end of what is known of who ordered."""
    return OrderErased(order_id=f"{order:028x}", owner="guest#ada", at=clock.now())


def account_closed(email: str | None = "ada@example.com") -> AccountClosed:
    """The end of an account with this confirmed address."""
    return AccountClosed(owner="shopper#ada", at=clock.now(), email=email)


def data_requested(email: str = "ada@example.com", number: int = 1) -> DataRequested:
    """The wish of whoever has this confirmed address for a copy of the data."""
    return DataRequested(
        owner="shopper#ada", at=clock.now(), export_id="e" * 28, number=number, order_ids=(), email=email
    )
