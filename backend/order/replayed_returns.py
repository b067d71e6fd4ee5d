"""Returns and refunds of an order, rebuilt from its events for `backend.order.replay`.

The money is the events': what went back does not change because a later release would compute another sum.
"""

from msgspec.structs import replace

from backend.contracts.arrivals import as_promised, open_return, receipt_refund, with_return
from backend.contracts.order.events import (
    OrderReturnAccepted,
    OrderReturnDenied,
    OrderReturnReceived,
    OrderReturnRequested,
    RefundRequested,
)
from backend.contracts.order.models import Order, OrderReturn, Return
from backend.contracts.order.staff import RefundOrder
from backend.contracts.order.states import ReturnState, State
from backend.contracts.returns import refund_amount, unrefunded_amount
from backend.contracts.tax import TaxLines
from backend.order import domain, early_returns, refunds, return_requests, returns, withdrawals
from backend.order.domain import OrderDetails
from backend.order.staff import with_action
from backend.order.state_machine import OrderState, transition


def add_return(order: OrderState, details: OrderDetails, event: OrderReturnRequested) -> OrderState | None:
    """Return the order with the requested return, whose tax is computed as it was originally."""
    before, return_request = domain.order(order, details), Return(reason=event.reason, lines=event.lines)
    order_return = returns.build_return(before, return_request, event.at)
    if event.refund:  # events from before returns had lines tell none
        order_return = _with_money(before, order_return, event.refund)
    return return_requests.request_return(order, replace(order_return, number=event.number), event.at)


def move_return(
    state: State, order: OrderState, details: OrderDetails, event: OrderReturnAccepted | OrderReturnDenied
) -> OrderState | None:
    """Return the order with its open return in this state."""
    note = event.note if isinstance(event, OrderReturnAccepted) else event.reason
    if beside := early_returns.open_beside(order):
        after = early_returns.set_state(order, returns.STATES[state], event.at, note)
        return with_action(after, early_returns.decision(beside.number, state, event.at, note)) if after else None
    if not order.returns:
        return None
    after_returns = returns.update_last(order.returns, state, event.at, restock=False)
    return transition(order, state, event.at, None, note, returns=after_returns)


def receive_return(order: OrderState, details: OrderDetails, event: OrderReturnReceived) -> OrderState | None:
    """Return the order with its open return received: what was accepted, and what of that was restocked."""
    waiting = open_return(order.returns)
    if waiting is None:
        return None
    before = domain.order(order, details)
    back = receipt_refund(before, returns.count_pieces(event.lines))
    order_return = replace(
        waiting,
        state=ReturnState.RECEIVED,
        at=event.at,
        lines=event.lines,
        announced=event.announced or (),
        refund=back.total,
        tax=back.tax,
        taxes=back.taxes,
        delivery=back.delivery,
        prices=back.prices,
        restocked=event.restock,
        restocked_part=event.restocked_part or (),
        vouchers=event.vouchers or (),
    )
    order_return = _with_money(before, order_return, event.refund, event.taxes or ())
    if early_returns.open_beside(order):
        action = early_returns.receipt(order_return, returns.describe_difference(order_return))
        return with_action(early_returns.receive(order, order_return, None), action)
    return transition(order, State.RETURNED, event.at, None, returns=with_return(order.returns, order_return))


def add_refund(order: OrderState, details: OrderDetails, event: RefundRequested) -> OrderState | None:
    """Return the order with a refund by staff without a parcel."""
    if event.number != len(order.returns) + 1:
        return None
    if event.withdrawal:
        return withdrawals.add_refund(order, event)
    amount = None if event.lines else event.refund
    request = RefundOrder(
        owner=order.owner, number=event.number, reason=event.reason, lines=event.lines, amount=amount, by=""
    )
    before = domain.order(order, details)
    order_return = refunds.build_refund(before, request, event.at)
    order_return = _with_money(as_promised(before), order_return, event.refund, event.taxes or ())
    vouchers = returns.voucher_refund(order.returns, order.vouchers, order_return.refund)
    return replace(order, returns=(*order.returns, replace(order_return, vouchers=vouchers)))


def _with_money(before: Order, computed: OrderReturn, amount: int, taxes: TaxLines = ()) -> OrderReturn:
    """Return the return with the money that its event tells: where that is another sum than is computed today, what of
    it was for which SKU is not known, as in returns of earlier releases.
    """
    if amount == computed.refund and taxes in ((), computed.taxes):
        return computed
    back = refund_amount(before, min(amount, unrefunded_amount(before)))
    taxes = taxes or back.taxes
    tax = sum(line.tax for line in taxes) if taxes else back.tax
    delivery = min(computed.delivery, amount)
    return replace(computed, refund=amount, delivery=delivery, tax=tax, taxes=taxes, prices=())
