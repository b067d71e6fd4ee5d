"""What vouchers pay of an order, and what goes back to them: pure arithmetic, in minor units."""

from collections.abc import Iterable, Sequence

from msgspec.structs import replace

from backend.contracts.promotion.discounts import LEAST_TO_PAY
from backend.contracts.voucher.models import Voucher, VoucherPayment


def is_usable(voucher: Voucher, day: str, currency: str) -> bool:
    """Return whether the voucher can pay for something on that day of the shop's calendar."""
    return not voucher.blocked and voucher.balance > 0 and voucher.expires_on >= day and voucher.currency == currency


def pay(vouchers: Iterable[Voucher], total: int, least: int = LEAST_TO_PAY) -> tuple[VoucherPayment, ...]:
    """Return what these usable vouchers pay of a total, one after another.

    What is left for a card is nothing, or at least `least` where the total allows it: the last voucher
    then pays less than it could.
    """
    payments, amount_left = list[VoucherPayment](), total
    for voucher in vouchers:
        amount = min(voucher.balance, amount_left)
        if 0 < amount_left - amount < least:
            amount = max(amount_left - least, 0)
        if amount:
            payments.append(VoucherPayment(id=voucher.id, hint=voucher.hint, amount=amount))
            amount_left -= amount
    return tuple(payments)


def total_of(payments: Iterable[VoucherPayment]) -> int:
    """Return the sum of the payments."""
    return sum(each.amount for each in payments)


def refund(
    payments: Sequence[VoucherPayment], before: Iterable[VoucherPayment], amount: int
) -> tuple[VoucherPayment, ...]:
    """Return what of a refund goes back to which voucher: all of it, as far as they paid and got nothing back yet."""
    refunds = list[VoucherPayment]()
    for each in rest(payments, before):
        share = min(each.amount, amount)
        amount -= share
        refunds += [replace(each, amount=share)] if share else []
    return tuple(refunds)


def rest(payments: Sequence[VoucherPayment], before: Iterable[VoucherPayment]) -> tuple[VoucherPayment, ...]:
    """Return what the vouchers have paid and did not get back."""
    back = dict[str, int]()
    for each in before:
        back[each.id] = back.get(each.id, 0) + each.amount
    return tuple(replace(each, amount=each.amount - back.get(each.id, 0)) for each in payments)
