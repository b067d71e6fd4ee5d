"""Staff move an order from state to state: pack, send, deliver it, and decide about its returns."""

from backend.contracts.arrivals import BESIDE
from backend.contracts.operation import Empty
from backend.contracts.order.models import Move, OrderPath, StaffOrder
from backend.contracts.problem import Refused
from backend.order import domain, early_returns, parcel_actions, repository, returns
from backend.order.domain import OrderDetails
from backend.order.refusals import by_another, note_conflict, other_return, return_conflict
from backend.order.state_machine import OrderState
from backend.shared import clock, staff_changes
from backend.shared.http import Request


def move_order(request: Request[OrderPath, Empty, Move]) -> StaffOrder:
    """Move the order; repeating a move changes nothing. Raise Refused 409 where the move is not possible any more."""
    move = request.body
    after, details, is_changed = repository.amend(
        move.owner, request.path.order_id, lambda order, details: _apply(order, details, move, request.shopper)
    )
    if not is_changed and (conflict := _find_conflict(after, move)):
        raise conflict
    return domain.staff_order(after, details)


def _apply(order: OrderState, details: OrderDetails, move: Move, who: str) -> tuple[OrderState, OrderDetails] | None:
    """Return the order after the move; None if the move does not apply, or was made before."""
    if early_returns.is_of_another(order, move):
        return None
    beside = early_returns.open_beside(order) if move.state in early_returns.DECISIONS else None
    if beside:
        staff_changes.describe((f"return {beside.number}", beside.state, move.state), reason=move.note)
        after = early_returns.decide(order, move, who, clock.now())
    else:
        staff_changes.describe(("state", order.state, move.state), reason=move.note)
        after = parcel_actions.apply_move(order, details, move, clock.now())
    return (after, details) if after else None


def _find_conflict(order: OrderState, move: Move) -> Refused | None:
    """Return the 409 reply to a move that did not apply; None if the same move was made before."""
    if early_returns.is_of_another(order, move):
        return other_return()
    if move.state in early_returns.DECISIONS and order.state in BESIDE:
        return None if early_returns.is_decided(order, move) else return_conflict(order)
    if order.state is not move.state:
        return parcel_actions.move_conflict(order, move)
    if order.steps[-1].by != move.by:
        return by_another(order)
    if order.steps[-1].note != move.note or not returns.same_restock(order.returns, move):
        return note_conflict(order)
    return None
