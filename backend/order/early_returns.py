"""Returns of delivered parts while another part of the order is still to come. They exist beside the order's state,
which they do not change.

The functions are pure; `contracts.arrivals` says what can be sent back. Staff accept and deny these returns by the same
moves as any other, and receive them line by line. Who did so is recorded among the order's actions, since no step of
the order shows it.
"""

from msgspec.structs import replace

from backend.contracts.arrivals import UNDER_WAY, early_return, open_return, with_return
from backend.contracts.event import Event
from backend.contracts.order.actions import ActionKind, StaffAction
from backend.contracts.order.events import OrderReturnAccepted, OrderReturnDenied
from backend.contracts.order.models import Move, OrderReturn
from backend.contracts.order.states import ReturnState, State
from backend.order.state_machine import OrderState

DECISIONS = {
    State.RETURN_ACCEPTED: (ReturnState.ACCEPTED, ActionKind.ACCEPT_RETURN),
    State.RETURN_DENIED: (ReturnState.DENIED, ActionKind.DENY_RETURN),
}
"""The state that a move gives a return beside the order's state, and the name of that action in the order's record."""


def open_beside(order: OrderState) -> OrderReturn | None:
    """Return the open return that stands beside the order's state; None if there is none."""
    return early_return(order.state, order.returns)


def add(order: OrderState, requested: OrderReturn, event: Event | None) -> OrderState | None:
    """Return the order with one more return beside its state; None if another one is open."""
    if order.state not in UNDER_WAY or open_beside(order):
        return None
    return replace(order, returns=(*order.returns, requested), event=event)


def set_state(order: OrderState, state: ReturnState, at: str, note: str) -> OrderState | None:
    """Return the order with its open return accepted or denied; None if it has no open return."""
    before = open_beside(order)
    if before is None or before.state is state:
        return None
    after = replace(before, state=state, at=at, note=note)
    return replace(order, returns=with_return(order.returns, after), event=None)


def is_of_another(order: OrderState, move: Move) -> bool:
    """Return whether the move names a return other than the open one, of either kind: the page that sent it is
    outdated."""
    waiting = open_return(order.returns)
    return move.number is not None and waiting is not None and waiting.number != move.number


def decide(order: OrderState, move: Move, who: str, at: str) -> OrderState | None:
    """Return the order with its open return decided by `who`; None if it was decided before."""
    before, (state, _) = open_beside(order), DECISIONS[move.state]
    if before is None:
        return None
    after = set_state(order, state, at, move.note)
    if after is None:
        return None
    action = decision(before.number, move.state, at, move.note, who, move.by)
    return replace(after, actions=(*order.actions, action), event=_decided_event(order, before, move, at))


def decision(number: int, decided: State, at: str, note: str, who: str = "", by: str = "") -> StaffAction:
    """Return the action by which `who` accepted or denied the return; events do not name the member of staff."""
    return StaffAction(at=at, kind=DECISIONS[decided][1], who=who, by=by, note=_say(number, note))


def _decided_event(order: OrderState, decided: OrderReturn, move: Move, at: str) -> Event:
    if move.state is State.RETURN_DENIED:
        return OrderReturnDenied(
            order_id=order.order_id, owner=order.owner, at=at, number=decided.number, reason=move.note,
            stays=order.state,
        )  # fmt: skip
    return OrderReturnAccepted(
        order_id=order.order_id, owner=order.owner, at=at, number=decided.number, lines=decided.lines,
        refund=decided.refund, note=move.note, stays=order.state,
    )  # fmt: skip


def is_decided(order: OrderState, move: Move) -> bool:
    """Return whether the same person made this move before, with the same note, on the last return beside the order's
    state."""
    last = last_action(order)
    numbers = {move.number} if move.number else {each.number for each in order.returns}
    same_notes = {_say(number, move.note) for number in numbers}
    return bool(last and last.kind is DECISIONS[move.state][1] and last.by == move.by and last.note in same_notes)


def last_action(order: OrderState) -> StaffAction | None:
    """Return the last action of staff on returns beside the order's state; None if there is none."""
    kinds = (ActionKind.ACCEPT_RETURN, ActionKind.DENY_RETURN, ActionKind.RECEIVE_RETURN)
    return next((each for each in reversed(order.actions) if each.kind in kinds), None)


def receive(order: OrderState, received: OrderReturn, event: Event | None) -> OrderState:
    """Return the order with this return received. Its state stays."""
    return replace(order, returns=with_return(order.returns, received), event=event)


def receipt(received: OrderReturn, note: str, who: str = "", by: str = "") -> StaffAction:
    """Return the action by which `who` received the return; events do not name the member of staff."""
    return StaffAction(at=received.at, kind=ActionKind.RECEIVE_RETURN, who=who, by=by, note=_say(received.number, note))


def _say(number: int, note: str) -> str:
    return f"Return {number}: {note}" if note else f"Return {number}"
