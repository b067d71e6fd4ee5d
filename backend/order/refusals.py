"""The replies to changes that an order's state does not allow."""

from backend.contracts.order.states import CANCELLABLE
from backend.contracts.problem import Refused
from backend.order import early_returns
from backend.order.state_machine import OrderState


def invalid_transition(order: OrderState) -> Refused:
    """Return the 409 reply to a change that the order's state does not allow."""
    hint = "It can still be cancelled." if order.state in CANCELLABLE else ""
    if order.is_settled:
        hint = "The codes of its gift vouchers are mailed."
    return Refused(409, "not-from-here", f"The order is {order.state.replace('-', ' ')}", hint)


def return_conflict(order: OrderState) -> Refused:
    """Return the 409 reply to a decision about a return beside the order's state that is no longer open, or has changed
    since."""
    last = early_returns.last_action(order)
    if last is None:
        return invalid_transition(order)
    return Refused(
        409, "other-return", "The return was decided already", f"{last.note}, by {last.by}." if last.by else ""
    )


def other_return() -> Refused:
    """Return the 409 reply to a decision about a return that is no longer the open one."""
    return Refused(409, "other-return", "Another return is open by now", "Please look at the order once more.")


def by_another(order: OrderState) -> Refused:
    """Return the 409 reply that says which colleague was faster, and when."""
    step = order.steps[-1]
    title = f"The order is {order.state.replace('-', ' ')} already"
    return Refused(409, "already-done", title, f"By {step.by}." if step.by else "", by=step.by, at=step.at)


def note_conflict(order: OrderState) -> Refused:
    """Return the 409 reply to a move that was already made with another note or restock flag."""
    note = order.steps[-1].note
    title = f"The order is {order.state.replace('-', ' ')} already"
    return Refused(409, "other-note", title, f"Its note is “{note}”." if note else "It has no note.")
