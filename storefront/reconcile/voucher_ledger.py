"""Whether the vouchers agree with the orders that they paid for: what was issued is what is open and what was spent."""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping

from backend.contracts.order.models import StaffOrder
from backend.contracts.order.states import BOUGHT
from backend.contracts.voucher.models import HoldState, StaffVoucher, VoucherHold
from backend.contracts.voucher.payments import rest, total_of
from storefront.reconcile.difference import Difference


def check_orders(orders: Collection[StaffOrder], holds: Collection[VoucherHold]) -> Iterator[Difference]:
    """Yield orders that have more or less of their vouchers than they should: what these paid, without refunds."""
    spent = {hold.order_id: _sum_spent(hold) for hold in holds}
    for order in orders:
        due = (
            total_of(order.vouchers) - sum(total_of(each.vouchers) for each in order.returns)
            if order.state in BOUGHT
            else 0
        )
        if off := spent.get(order.id, 0) - due:
            what = f"is {order.state} and should have {due} of its vouchers, and has {spent.get(order.id, 0)}"
            yield Difference(order.id, "vouchers", what, off)


def find_orphans(orders: Collection[str], holds: Collection[VoucherHold]) -> Iterator[Difference]:
    """Yield money of vouchers that is held for an order that is not there."""
    for hold in holds:
        if hold.order_id not in orders and _sum_spent(hold):
            yield Difference(
                hold.order_id, "no order's vouchers", f"is no order, and has {_sum_spent(hold)} of vouchers"
            )


def count_spent(holds: Iterable[VoucherHold]) -> dict[str, int]:
    """Return what orders hold of each voucher, by its id."""
    spent = Counter[str]()
    for hold in holds:
        if hold.state is HoldState.HELD:
            spent.update({each.id: each.amount for each in rest(hold.payments, hold.refunds)})
    return spent


def check_balances(vouchers: Iterable[StaffVoucher], spent: Mapping[str, int]) -> Iterator[Difference]:
    """Yield vouchers of which more or less is left than was issued and not spent: `spent`, by voucher's id."""
    for voucher in vouchers:
        held = spent.get(voucher.id, 0)
        if off := voucher.balance - (voucher.value - held - voucher.withdrawn):
            back = f", and {voucher.withdrawn} was withdrawn" if voucher.withdrawn else ""
            what = f"has {voucher.balance} of {voucher.value} left, and orders have {held}{back}"
            yield Difference(f"voucher …{voucher.hint}", "voucher", what, off)


def check_sales(orders: Collection[StaffOrder], vouchers: Collection[StaffVoucher]) -> Iterator[Difference]:
    """Yield orders that bought more or fewer vouchers than were issued for them, or got another rest of them back."""
    issued, withdrawn = Counter[str](), Counter[str]()
    for voucher in vouchers:
        if voucher.order_id:
            issued.update({voucher.order_id: voucher.value})
            withdrawn.update({voucher.order_id: voucher.withdrawn})
    for order in orders:
        bought = order.subtotal if order.is_settled else 0
        if off := issued[order.id] - bought:
            what = f"is {order.state} and bought {bought} of vouchers, and {issued[order.id]} is issued"
            yield Difference(order.id, "vouchers bought", what, off)
        back = sum(each.refund for each in order.returns if each.withdrawal)
        if off := withdrawn[order.id] - back:
            what = f"gives {back} back for vouchers, and {withdrawn[order.id]} is withdrawn"
            yield Difference(order.id, "vouchers withdrawn", what, off)


def _sum_spent(hold: VoucherHold) -> int:
    return total_of(rest(hold.payments, hold.refunds)) if hold.state is HoldState.HELD else 0
