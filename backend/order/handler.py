"""The order service's HTTP handler: a shopper's own orders, by the key that the token gives, and everybody's for staff."""

from typing import Any

from backend.contracts.basket import Owner
from backend.contracts.order import (
    CANCEL_ORDER,
    CANCELLABLE,
    CORRECT_TRACKING,
    GET_ORDER,
    GET_STAFF_ORDER,
    LIST_ALL_ORDERS,
    LIST_ORDERS,
    LIST_STAFF_ORDERS,
    MOVE_ORDER,
    PAY_ORDER,
    RETURN_ORDER,
    RETURNABLE,
    UPGRADE_ORDERS,
    Order,
    OrderPage,
    StaffOrder,
    StaffOrderPage,
    State,
    UpgradedOrders,
)
from backend.contracts.problem import Refused
from backend.order import domain, order_lists, repository, returns, staff, state_machine, upgrade
from backend.shared import clock
from backend.shared.http import Request, http_handler


def _owner(request: Request[Any, Any, Any]) -> str:
    return f"{Owner.SHOPPER}#{request.shopper}"


def _list(request: Request[Any, Any, Any]) -> OrderPage:
    return repository.newest(_owner(request), request.query)


def _get(request: Request[Any, Any, Any]) -> Order:
    return repository.get(_owner(request), request.path.order_id)


def _pay(request: Request[Any, Any, Any]) -> Order:
    body = request.body
    return _changed(
        request,
        lambda present: state_machine.paid_again(present, body.token, body.attempt, clock.now()),
        lambda present: present.attempt == body.attempt,
    )


def _cancel(request: Request[Any, Any, Any]) -> Order:
    return _changed(
        request, lambda present: state_machine.cancelled(present, clock.now()), lambda present: present.state is State.CANCELLED
    )


def _return(request: Request[Any, Any, Any]) -> Order:
    """Pieces and refund are worked out from each reading of the order: another return may have come between."""
    body, at = request.body, clock.now()
    bought = repository.purchase(_owner(request), request.path.order_id)

    def ask(present: state_machine.Life) -> state_machine.Life | None:
        if present.state not in RETURNABLE or body.number not in (None, len(present.returns) + 1):
            return None
        return state_machine.return_requested(present, returns.asked(domain.order(present, bought), body, at), at)

    return _changed(request, ask, lambda present: returns.known(present.returns, body))


def _changed(request: Request[Any, Any, Any], how: repository.Change, already: Any) -> Order:
    """The order after the change, or as it is where it was already made. Raises Refused 409 where it cannot be made any more."""
    after, bought, done = repository.change(_owner(request), request.path.order_id, how)
    if not done and not already(after):
        raise _too_late(after)
    return domain.order(after, bought)


def _staff_list(request: Request[Any, Any, Any]) -> StaffOrderPage:
    return order_lists.in_state(request.query)


def _staff_get(request: Request[Any, Any, Any]) -> StaffOrder:
    return order_lists.find(request.path.order_id)


def _list_all(request: Request[Any, Any, Any]) -> StaffOrderPage:
    return order_lists.every(request.query)


def _upgrade(request: Request[Any, Any, Any]) -> UpgradedOrders:
    return upgrade.upgrade(request.query)


def _move(request: Request[Any, Any, Any]) -> StaffOrder:
    body = request.body
    after, bought, done = repository.change(body.owner, request.path.order_id, lambda present: staff.marked(present, body, clock.now()))
    if not done and after.state is not body.state:
        raise _too_late(after)
    if not done and after.steps[-1].by != body.by:
        raise _by_another(after)
    if not done and (after.steps[-1].note != body.note or not returns.shelved_alike(after.returns, body)):
        raise _otherwise(after)
    return domain.staff_order(after, bought)


def _correct_tracking(request: Request[Any, Any, Any]) -> StaffOrder:
    """A number that somebody else has corrected meanwhile is not written over unseen."""
    body = request.body

    def correct(present: state_machine.Life) -> state_machine.Life | None:
        return staff.tracked(present, body.tracking, clock.now()) if present.tracking == body.replaces else None

    after, bought, done = repository.change(body.owner, request.path.order_id, correct)
    if not done and after.state not in staff.TRACKED:
        raise _too_late(after)
    if not done and after.tracking != body.tracking:
        raise Refused(409, "other-tracking", "The tracking number is another one by now", f"It is “{after.tracking}”.")
    return domain.staff_order(after, bought)


def _too_late(present: state_machine.Life) -> Refused:
    hint = "It can still be cancelled." if present.state in CANCELLABLE else ""
    return Refused(409, "not-from-here", f"The order is {present.state.replace('-', ' ')}", hint)


def _by_another(present: state_machine.Life) -> Refused:
    """A colleague was quicker: who, and when, for the page to say."""
    step = present.steps[-1]
    title = f"The order is {present.state.replace('-', ' ')} already"
    return Refused(409, "already-done", title, f"By {step.by}." if step.by else "", by=step.by, at=step.at)


def _otherwise(present: state_machine.Life) -> Refused:
    """It was moved there before, and something else was said with it: what stands there now."""
    note = present.steps[-1].note
    title = f"The order is {present.state.replace('-', ' ')} already"
    return Refused(409, "other-note", title, f"Its note is “{note}”." if note else "It has no note.")


handler = http_handler({
    LIST_ORDERS: _list,
    GET_ORDER: _get,
    PAY_ORDER: _pay,
    CANCEL_ORDER: _cancel,
    RETURN_ORDER: _return,
    LIST_STAFF_ORDERS: _staff_list,
    GET_STAFF_ORDER: _staff_get,
    LIST_ALL_ORDERS: _list_all,
    UPGRADE_ORDERS: _upgrade,
    MOVE_ORDER: _move,
    CORRECT_TRACKING: _correct_tracking,
})  # fmt: skip
