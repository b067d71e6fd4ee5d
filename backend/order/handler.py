"""The order service's HTTP handler: shoppers' own orders, and all orders for staff."""

from collections.abc import Callable

from backend.contracts import guest_keys
from backend.contracts.arrivals import can_return
from backend.contracts.basket.models import Owner
from backend.contracts.operation import Body, Empty
from backend.contracts.order.account_operations import CLOSE_ACCOUNT, GET_DATA_EXPORT, REQUEST_DATA_EXPORT
from backend.contracts.order.data_export import DataExport
from backend.contracts.order.guest_models import ClaimOrder, FindOrder, FoundOrder, GuestOrderPath
from backend.contracts.order.guest_operations import (
    CANCEL_GUEST_ORDER,
    CLAIM_ORDER,
    FIND_GUEST_ORDER,
    GET_GUEST_ORDER,
    PAY_GUEST_ORDER,
    RETURN_GUEST_ORDER,
)
from backend.contracts.order.models import (
    Order,
    OrderPage,
    OrderPath,
    OrdersQuery,
    Pay,
    Return,
    StaffOrder,
    StaffOrderPage,
    StateQuery,
    UpgradedOrders,
)
from backend.contracts.order.operations import (
    CANCEL_ORDER,
    CANCEL_ORDER_FOR_SHOPPER,
    CHANGE_ADDRESS,
    CORRECT_TRACKING,
    GET_ORDER,
    GET_STAFF_ORDER,
    LIST_ALL_ORDERS,
    LIST_ORDERS,
    LIST_STAFF_ORDERS,
    MOVE_ORDER,
    PAY_ORDER,
    RECEIVE_RETURN,
    REFUND_ORDER,
    REQUEST_INVOICE,
    RETURN_ORDER,
    UPGRADE_ORDERS,
)
from backend.contracts.order.parcel_operations import DELIVER_PARCEL, SEND_PARCEL
from backend.contracts.order.states import State
from backend.contracts.types import LanguageQuery, PageQuery
from backend.order import (
    data_exports,
    domain,
    erasure,
    guests,
    late_invoices,
    moves,
    order_lists,
    parcel_actions,
    receipts,
    repository,
    return_requests,
    returns,
    staff_actions,
    state_machine,
    upgrade,
)
from backend.order.refusals import invalid_transition
from backend.shared import clock
from backend.shared.http import Request, http_handler, route


def _owner(shopper: str, path: object) -> str:
    """Return whose order it is: the token's shopper, or the owner that the guest's key belongs to. It is part of the
    table's key, so no separate check can be forgotten."""
    return guest_keys.owner(path.order_key) if isinstance(path, GuestOrderPath) else f"{Owner.SHOPPER}#{shopper}"


def _list(request: Request[Empty, OrdersQuery, Empty]) -> OrderPage:
    return repository.list_newest(_owner(request.shopper, request.path), request.query)


def _get(request: Request[OrderPath, Empty, Empty] | Request[GuestOrderPath, Empty, Empty]) -> Order:
    return repository.get(_owner(request.shopper, request.path), request.path.order_id)


def _pay(request: Request[OrderPath, Empty, Pay] | Request[GuestOrderPath, Empty, Pay]) -> Order:
    body = request.body
    return _apply_change(
        request,
        lambda order: state_machine.retry_payment(order, body.token, body.attempt, clock.now()),
        lambda order: order.attempt == body.attempt,
    )


def _cancel(request: Request[OrderPath, Empty, Empty] | Request[GuestOrderPath, Empty, Empty]) -> Order:
    return _apply_change(
        request, lambda order: state_machine.cancel(order, clock.now()), lambda order: order.state is State.CANCELLED
    )


def _return(request: Request[OrderPath, Empty, Return] | Request[GuestOrderPath, Empty, Return]) -> Order:
    """Request a return. The refund is computed again on each try, since another return may have been added
    meanwhile."""
    body, at = request.body, clock.now()
    details = repository.get_details(_owner(request.shopper, request.path), request.path.order_id)

    def request_return(order: state_machine.OrderState) -> state_machine.OrderState | None:
        view = domain.order(order, details)
        if not can_return(view) or body.number not in (None, len(order.returns) + 1):
            return None
        return return_requests.request_return(order, returns.build_return(view, body, at), at)

    return _apply_change(request, request_return, lambda order: returns.is_duplicate(order.returns, body))


def _apply_change(
    request: Request[OrderPath, Empty, Body] | Request[GuestOrderPath, Empty, Body],
    change: repository.Transition,
    is_already_done: Callable[[state_machine.OrderState], bool],
) -> Order:
    """Return the order after the transition, or unchanged if it was already made. Raise Refused 409 otherwise."""
    owner = _owner(request.shopper, request.path)
    after, details, is_changed = repository.change(owner, request.path.order_id, change, repository.load_for_owner)
    if not is_changed and not is_already_done(after):
        raise invalid_transition(after)
    return domain.order(after, details)


def _find(request: Request[Empty, Empty, FindOrder]) -> FoundOrder:
    return guests.find(request.body)


def _claim(request: Request[OrderPath, Empty, ClaimOrder]) -> Order:
    return guests.claim(
        _owner(request.shopper, request.path), request.token, request.path.order_id, request.body.order_key
    )


def _close_account(request: Request[Empty, Empty, Empty]) -> None:
    erasure.close(_owner(request.shopper, request.path), erasure.confirmed_email(request.token))


def _request_data(request: Request[Empty, LanguageQuery, Empty]) -> DataExport:
    return data_exports.request(_owner(request.shopper, request.path), request.token, request.query.language)


def _get_data(request: Request[Empty, Empty, Empty]) -> DataExport:
    return data_exports.read(_owner(request.shopper, request.path))


def _staff_list(request: Request[Empty, StateQuery, Empty]) -> StaffOrderPage:
    return order_lists.list_by_state(request.query)


def _staff_get(request: Request[OrderPath, Empty, Empty]) -> StaffOrder:
    return order_lists.find(request.path.order_id)


def _list_all(request: Request[Empty, PageQuery, Empty]) -> StaffOrderPage:
    return order_lists.list_all(request.query)


def _upgrade(request: Request[Empty, PageQuery, Empty]) -> UpgradedOrders:
    return upgrade.upgrade(request.query)


handler = http_handler(
    route(CLOSE_ACCOUNT, _close_account),
    route(REQUEST_DATA_EXPORT, _request_data),
    route(GET_DATA_EXPORT, _get_data),
    route(LIST_ORDERS, _list),
    route(GET_ORDER, _get),
    route(PAY_ORDER, _pay),
    route(CANCEL_ORDER, _cancel),
    route(RETURN_ORDER, _return),
    route(GET_GUEST_ORDER, _get),
    route(PAY_GUEST_ORDER, _pay),
    route(CANCEL_GUEST_ORDER, _cancel),
    route(RETURN_GUEST_ORDER, _return),
    route(FIND_GUEST_ORDER, _find),
    route(CLAIM_ORDER, _claim),
    route(LIST_STAFF_ORDERS, _staff_list),
    route(GET_STAFF_ORDER, _staff_get),
    route(LIST_ALL_ORDERS, _list_all),
    route(UPGRADE_ORDERS, _upgrade),
    route(MOVE_ORDER, moves.move_order),
    route(CORRECT_TRACKING, staff_actions.correct_tracking),
    route(SEND_PARCEL, parcel_actions.send_parcel),
    route(DELIVER_PARCEL, parcel_actions.deliver_parcel),
    route(CANCEL_ORDER_FOR_SHOPPER, staff_actions.cancel_order),
    route(REFUND_ORDER, staff_actions.refund_order),
    route(RECEIVE_RETURN, receipts.receive_return),
    route(CHANGE_ADDRESS, staff_actions.change_address),
    route(REQUEST_INVOICE, late_invoices.request_invoice),
)
