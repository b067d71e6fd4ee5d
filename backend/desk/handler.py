"""The desk service's HTTP handler. Every operation is for staff."""

from backend.contracts.desk.audit import StaffChangePage, StaffChangeQuery, customer_id
from backend.contracts.desk.models import (
    AddCustomerNote,
    AddNote,
    CustomerNotes,
    CustomerQuery,
    DeskEntry,
    DeskOrder,
    DeskPage,
    DeskPath,
    DeskQuery,
    IndexOrders,
    OrderNote,
)
from backend.contracts.desk.operations import (
    ADD_CUSTOMER_NOTE,
    ADD_NOTE,
    GET_DESK_ORDER,
    INDEX_ORDERS,
    LIST_CUSTOMER_NOTES,
    LIST_STAFF_CHANGES,
    SEARCH_ORDERS,
)
from backend.contracts.operation import Empty
from backend.desk import audit, domain, finding, notes, repository
from backend.shared.http import Request, http_handler, route
from backend.shared.staff_changes import describe


def _search(request: Request[Empty, DeskQuery, Empty]) -> DeskPage:
    return finding.find(request.query)


def _get(request: Request[DeskPath, Empty, Empty]) -> DeskEntry:
    return notes.entry(request.path.order_id)


def _add_note(request: Request[DeskPath, Empty, AddNote]) -> OrderNote:
    return notes.add(request.path.order_id, request.body, request.shopper)


def _list_customer_notes(request: Request[Empty, CustomerQuery, Empty]) -> CustomerNotes:
    return notes.list_for_customer(request.query.email)


def _add_customer_note(request: Request[Empty, Empty, AddCustomerNote]) -> OrderNote:
    signed_out = [("signed out everywhere", "", "yes")] if request.body.signs_out else []
    second_factor = [("second factor", "", "removed")] if request.body.removes_second_factor else []
    describe(*signed_out, *second_factor, thing_id=customer_id(request.body.email))
    return notes.add_for_customer(request.body, request.shopper)


def _index(request: Request[Empty, Empty, IndexOrders]) -> None:
    for position, order in enumerate(request.body.items):
        domain.check_moments(order, f"items[{position}]")
    for order in request.body.items:
        index_order(order)


def index_order(order: DeskOrder) -> None:
    """Store an order in its present state."""
    repository.add(order)
    repository.set_state(order.id, order.state, order.state_at, order.version)
    repository.set_address(order.id, order.address, order.state_at, order.version)
    if order.tracking:
        repository.set_tracking(order.id, order.tracking, order.state_at, order.version)
    for number, tracking in enumerate(order.parcels, start=1):
        if tracking:
            repository.set_tracking(order.id, tracking, order.state_at, order.version, number)


def _list_changes(request: Request[Empty, StaffChangeQuery, Empty]) -> StaffChangePage:
    return audit.list_changes(request.query)


handler = http_handler(
    route(SEARCH_ORDERS, _search),
    route(GET_DESK_ORDER, _get),
    route(ADD_NOTE, _add_note),
    route(LIST_CUSTOMER_NOTES, _list_customer_notes),
    route(ADD_CUSTOMER_NOTE, _add_customer_note),
    route(INDEX_ORDERS, _index),
    route(LIST_STAFF_CHANGES, _list_changes),
)
