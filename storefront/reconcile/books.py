"""What must agree, as tables: where an order's pieces and its money are in each of its states."""

from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta

import msgspec

from backend.contracts import heartbeat
from backend.contracts.basket.models import OrderLine
from backend.contracts.inventory.models import HeldLine, Hold, Stock
from backend.contracts.inventory.states import HoldState
from backend.contracts.order.models import ReturnLine, StaffOrder
from backend.contracts.order.states import BOUGHT, State
from backend.contracts.payment.models import OrderPayment, Tried
from backend.contracts.payment.states import PaymentState
from backend.contracts.promotion.models import StaffPromotion, Use
from backend.contracts.returns import total_refunded
from backend.contracts.voucher.models import StaffVoucher, VoucherHold
from backend.contracts.voucher.payments import total_of
from storefront.reconcile import promotion_uses, sums, voucher_ledger
from storefront.reconcile.difference import Difference

OVER = (State.REFUSED, State.CANCELLED)

# Where an order's pieces may be once all is told, unless all of them went back; None where inventory has never heard of
# it.
PIECES: dict[State, tuple[HoldState | None, ...]] = {
    **dict.fromkeys(BOUGHT, (HoldState.SOLD,)),
    State.CANCELLED: (HoldState.BACK, HoldState.REFUSED),
    State.REFUSED: (HoldState.BACK, HoldState.REFUSED),
}
LONGEST = {
    State.PLACED: timedelta(hours=1),
    State.HELD: timedelta(hours=25),  # a payment may be unknown for a day
    State.ACTION_REQUIRED: timedelta(hours=1),
    State.DECLINED: timedelta(hours=1),
    State.AWAITING_PAYMENT: timedelta(hours=25),
    State.PAID: timedelta(hours=1),
}
"""How long an order may wait in a state that somebody must get it out of; whatever stands there longer is stuck."""
OPEN = (PaymentState.REQUESTED, PaymentState.UNKNOWN, PaymentState.ACTION_REQUIRED, PaymentState.AUTHORIZED)
"""Money that is neither ours nor the shopper's yet."""


class Books(msgspec.Struct, frozen=True):
    """All that the services have, or a part of it."""

    orders: tuple[StaffOrder, ...] = ()
    holds: tuple[Hold, ...] = ()
    stock: tuple[Stock, ...] = ()
    payments: tuple[OrderPayment, ...] = ()
    promotions: tuple[StaffPromotion, ...] = ()
    uses: tuple[Use, ...] = ()
    vouchers: tuple[StaffVoucher, ...] = ()
    voucher_holds: tuple[VoucherHold, ...] = ()
    unreadable: tuple[str, ...] = ()
    """Ids of orders that are kept in a form nobody can read."""


def order_in_motion(order: StaffOrder, since: str) -> bool:
    """Whether the order waits for somebody, or changed after that instant: what it causes may still be on its way."""
    return order.state not in PIECES or _changed_at(order) > since


def _changed_at(order: StaffOrder) -> str:
    """Return when money or pieces last moved: a refund leaves the order's state as it is."""
    returned, refunded = (each.at for each in order.returns), (each.at for each in order.refunds)
    return max((order.time_line[-1].at, *returned, *refunded))


def differences(books: Books, since: str, now: str) -> list[Difference]:
    """Return everything that does not agree, but for orders that were on the way after `since`.

    Orders first, then stock.
    """
    counted = sums.add_up(books.holds, books.uses, books.voucher_holds)
    return [
        *differences_of_orders(books, since, now),
        *sums.check_sums(books.stock, books.promotions, books.vouchers, counted),
    ]


def differences_of_orders(books: Books, since: str, now: str) -> list[Difference]:
    """Return what does not agree about single orders. It takes all that there is of each, and no other orders."""
    still = [order for order in books.orders if not order_in_motion(order, since)]
    return [
        *_unreadable(books),
        *_stuck(books, now),
        *_pieces(books, still),
        *_money(books, still),
        *_orphans(books),
        *promotion_uses.check_orders(still, books.uses),
        *promotion_uses.find_orphans({order.id for order in books.orders} | set(books.unreadable), books.uses),
        *voucher_ledger.check_orders(still, books.voucher_holds),
        *voucher_ledger.find_orphans({order.id for order in books.orders} | set(books.unreadable), books.voucher_holds),
        *voucher_ledger.check_sales(still, books.vouchers),
    ]


def _unreadable(books: Books) -> Iterator[Difference]:
    for order_id in books.unreadable:
        yield Difference(order_id, "unreadable", "cannot be read: the order service's log says why")


def _stuck(books: Books, now: str) -> Iterator[Difference]:
    for order in books.orders:
        last = order.time_line[-1]
        if (
            order.state in LONGEST
            and datetime.fromisoformat(now) - datetime.fromisoformat(last.at) > LONGEST[order.state]
        ):
            yield Difference(order.id, "stuck", f"is stuck: it has been {order.state} since {last.at}")


def _pieces(books: Books, orders: list[StaffOrder]) -> Iterator[Difference]:
    holds = {hold.order_id: hold for hold in books.holds}
    for order in orders:
        hold = holds.get(order.id)
        state = hold.state if hold else None
        if state not in _places(order):
            yield Difference(
                order.id, "pieces", f"is {order.state}, and inventory says its pieces are {state or 'nowhere'}"
            )
        elif hold and hold.state is HoldState.SOLD and (off := _count(hold.back) - _count_restocked(order)):
            yield Difference(
                order.id,
                "pieces back",
                f"has {_count_restocked(order)} pieces back, and inventory has {_count(hold.back)}",
                off,
            )


def _places(order: StaffOrder) -> tuple[HoldState | None, ...]:
    """Return where its pieces may be: back in stock where returns brought the last of them. What inventory knew of an
    order of the heartbeat that is over may be deleted before the order is.
    """
    if order.state in BOUGHT and _count_restocked(order) and _count_restocked(order) == _count(order.lines):
        return (HoldState.BACK,)
    is_deleted = order.state in OVER and heartbeat.is_owner(order.owner)
    return (*PIECES[order.state], None) if is_deleted else PIECES[order.state]


def _count_restocked(order: StaffOrder) -> int:
    """Return pieces that returns put in stock again."""
    return sum(_count(each.restocked_lines) for each in order.returns)


def _count(lines: Iterable[HeldLine | ReturnLine | OrderLine]) -> int:
    return sum(line.quantity for line in lines)


def _money(books: Books, orders: list[StaffOrder]) -> Iterator[Difference]:
    payments = {payment.order_id: payment for payment in books.payments}
    for order in orders:
        states = Counter(_attempts(payments.get(order.id)))
        balance = sum(each.amount - each.refunded for each in _captured_attempts(payments.get(order.id)))
        due = order.card_amount - _back_to_card(order) if order.state in BOUGHT else 0
        if balance != due:
            back = f" with {total_refunded(order)} to go back" if total_refunded(order) else ""
            yield Difference(
                order.id,
                "money",
                f"is {order.state} for {order.total}{back}, and payment has kept {balance}",
                balance - due,
            )
        for state in OPEN:
            if states[state]:
                yield Difference(
                    order.id, f"money {state}", f"is {order.state}, and payment has an attempt that is {state}"
                )


def _back_to_card(order: StaffOrder) -> int:
    return total_refunded(order) - sum(total_of(each.vouchers) for each in order.returns)


def _orphans(books: Books) -> Iterator[Difference]:
    """Yield pieces and money for an order that is not there. A hold that never had pieces may come before its order."""
    known_orders = {order.id for order in books.orders} | set(books.unreadable)
    for hold in books.holds:
        if hold.order_id not in known_orders and hold.state in (HoldState.HELD, HoldState.SOLD):
            yield Difference(
                hold.order_id, "no order's pieces", f"is no order, and inventory has its pieces {hold.state}"
            )
    for payment in books.payments:
        if payment.order_id not in known_orders and (
            _captured_attempts(payment) or set(_attempts(payment)) & set(OPEN)
        ):
            yield Difference(payment.order_id, "no order's money", "is no order, and payment has its money")


def _attempts(payment: OrderPayment | None) -> Iterable[PaymentState]:
    return [each.state for each in payment.attempts] if payment else []


def _captured_attempts(payment: OrderPayment | None) -> list[Tried]:
    return [each for each in payment.attempts if each.state is PaymentState.CAPTURED] if payment else []
