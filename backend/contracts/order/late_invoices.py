"""Which orders can get an invoice although their confirmation did not contain the purchase: those whose record has
everything that the invoice and its credit notes must say. Money is in minor units."""

from backend.contracts import heartbeat
from backend.contracts.order.erasure import without_person
from backend.contracts.order.models import Order, Refund, StaffOrder
from backend.contracts.order.states import ReturnState, State

NOT_BOUGHT = "nobody bought it: it is the heartbeat's"
NOT_CONFIRMED = "it was never confirmed"
ERASED = "whom it was for is erased"
NO_TAX = "its record does not tell its tax"
NO_REFUNDS = "its record does not tell what went back of its money"


def why_none(order: StaffOrder) -> str | None:
    """Return why the order gets no invoice from its record, in words that go on after “as”; None where it gets one."""
    if heartbeat.is_owner(order.owner):
        return NOT_BOUGHT
    if not is_confirmed(order):
        return NOT_CONFIRMED
    if order.address == without_person(order.address):
        return ERASED
    if not (order.tax_rate or order.promised_on or order.is_of_vouchers):  # before there was a rate there was no day
        return NO_TAX
    return None if sum(refund.amount for refund in refunds_of(order)) == owed_back(order) else NO_REFUNDS


def is_confirmed(order: Order) -> bool:
    """Return whether the order was ever confirmed: its money was taken, so it has an invoice, whatever happened
    later."""
    return any(step.state is State.CONFIRMED for step in order.time_line)


def refunds_of(order: Order) -> tuple[Refund, ...]:
    """Return what was refunded of the money that paid the order: to its last card, and to vouchers."""
    return tuple(each for each in order.refunds if each.amount and each.attempt in (0, max(order.attempt, 1)))


def supplied_at(order: Order) -> str | None:
    """Return when all of the order had left the shop; None before. Voucher codes are mailed at once."""
    state = State.CONFIRMED if order.is_of_vouchers else State.SENT
    return next((step.at for step in order.time_line if step.state is state), None)


def owed_back(order: Order) -> int:
    """Return what must have been refunded: everything for a cancelled order, otherwise the sum of its returns."""
    if order.state is State.CANCELLED:
        return order.total
    return sum(each.refund for each in order.returns if each.state is ReturnState.RECEIVED)
