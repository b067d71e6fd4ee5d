"""Returned parcels: what staff accept of one, line by line, decides what is refunded and what is back for sale.

A parcel may differ from what was announced: fewer pieces, more, or others of the order.
"""

from msgspec import UNSET
from msgspec.structs import replace

from backend.contracts.arrivals import fits, open_return, receipt_refund, with_return
from backend.contracts.operation import Empty
from backend.contracts.order.events import OrderReturnReceived
from backend.contracts.order.models import Order, OrderPath, OrderReturn, StaffOrder
from backend.contracts.order.staff import ReceiveReturn
from backend.contracts.order.states import ReturnState, State
from backend.contracts.problem import FieldError, Refused
from backend.order import domain, early_returns, repository
from backend.order.domain import OrderDetails
from backend.order.refusals import invalid_transition
from backend.order.returns import count_pieces, describe_difference, in_words, to_lines, voucher_refund
from backend.order.staff import with_action
from backend.order.state_machine import OrderState, transition
from backend.shared import clock
from backend.shared.http import Request
from backend.shared.staff_changes import describe


def receive_return(request: Request[OrderPath, Empty, ReceiveReturn]) -> StaffOrder:
    """Receive the parcel of an accepted return.

    Raises Refused 422 for pieces that the shopper does not have, 409 in the wrong state, if staff were shown another
    refund, or if a colleague accepted something else.
    """
    body, at = request.body, clock.now()

    def apply(order: OrderState, details: OrderDetails) -> tuple[OrderState, OrderDetails] | None:
        waiting = open_return(order.returns)
        if waiting is None or waiting.state is not ReturnState.ACCEPTED or body.number != waiting.number:
            return None
        order_return = build_receipt(domain.order(order, details), waiting, body, at)
        order_return = replace(
            order_return, vouchers=voucher_refund(order.returns, order.vouchers, order_return.refund)
        )
        differences = (
            [("came", in_words(order_return.announced), in_words(order_return.lines))] if order_return.announced else []
        )
        describe(
            ("back in stock", "", in_words(order_return.restocked_lines)), *differences,
            reason=body.note, amount=order_return.refund, currency=order.currency,
        )  # fmt: skip
        after = _receive(order, order_return, body, request.shopper)
        return (after, details) if after else None

    after, details, is_changed = repository.amend(body.owner, request.path.order_id, apply)
    if not is_changed and not is_duplicate(after.returns, body):
        raise invalid_transition(after)
    return domain.staff_order(after, details)


def build_receipt(order: Order, waiting: OrderReturn, body: ReceiveReturn, at: str) -> OrderReturn:
    """Return the waiting return as received, with the refund for what was accepted. Raise Refused 422 and 409."""
    pieces_back = count_pieces(body.lines)
    if not fits(order, pieces_back):
        error = FieldError(field="lines", message="The shopper does not have so many of these")
        raise Refused(422, "invalid", "Not all of this can have come back", errors=(error,))
    refund = receipt_refund(order, pieces_back)
    if body.expected_refund not in (None, refund.total):
        raise Refused(409, "other-refund", "The refund is another one by now", "Please look at the order once more.")
    lines, lines_in_stock = to_lines(pieces_back), to_lines(count_pieces(line for line in body.lines if line.restock))
    return replace(
        waiting,
        state=ReturnState.RECEIVED,
        at=at,
        lines=lines,
        announced=() if count_pieces(waiting.lines) == pieces_back else waiting.lines,
        refund=refund.total,
        tax=refund.tax,
        taxes=refund.taxes,
        delivery=refund.delivery,
        prices=refund.prices,
        restocked=lines_in_stock == lines,
        restocked_part=() if lines_in_stock == lines else lines_in_stock,
    )


def _receive(order: OrderState, order_return: OrderReturn, body: ReceiveReturn, who: str) -> OrderState | None:
    event = OrderReturnReceived(
        order_id=order.order_id,
        owner=order.owner,
        at=order_return.at,
        number=order_return.number,
        lines=order_return.lines,
        refund=order_return.refund,
        restock=order_return.restocked,
        restocked_part=order_return.restocked_part or UNSET,
        announced=order_return.announced or UNSET,
        vouchers=order_return.vouchers or UNSET,
        taxes=order_return.taxes or UNSET,
        stays=order.state if early_returns.open_beside(order) else UNSET,
    )
    note = " ".join(filter(None, (describe_difference(order_return), body.note)))[:200]
    if early_returns.open_beside(order):
        after = early_returns.receive(order, replace(order_return, note=body.note), event)  # the shopper reads it
        return with_action(after, early_returns.receipt(order_return, note, who, body.by))
    after_returns = with_return(order.returns, order_return)
    return transition(order, State.RETURNED, order_return.at, event, note, body.by, returns=after_returns)


def is_duplicate(existing: tuple[OrderReturn, ...], body: ReceiveReturn) -> bool:
    """Return whether the same pieces of this return were accepted before."""
    same = next((each for each in existing if each.number == body.number), None)
    if same is None or same.state is not ReturnState.RECEIVED or same.by_shop:
        return False
    pieces_in_stock = count_pieces(line for line in body.lines if line.restock)
    return (
        count_pieces(same.lines) == count_pieces(body.lines) and count_pieces(same.restocked_lines) == pieces_in_stock
    )
