"""The desk service's HTTP handler. Every operation is for staff."""

from backend.contracts.desk.models import (
    AddNote,
    DeskEntry,
    DeskOrder,
    DeskPage,
    DeskPath,
    DeskQuery,
    IndexOrders,
    OrderNote,
)
from backend.contracts.desk.operations import ADD_NOTE, GET_DESK_ORDER, INDEX_ORDERS, SEARCH_ORDERS
from backend.contracts.operation import Empty
from backend.desk import finding, notes, repository
from backend.shared.http import Request, http_handler, route


def _search(request: Request[Empty, DeskQuery, Empty]) -> DeskPage:
    return finding.find(request.query)


def _get(request: Request[DeskPath, Empty, Empty]) -> DeskEntry:
    return notes.entry(request.path.order_id)


def _add_note(request: Request[DeskPath, Empty, AddNote]) -> OrderNote:
    return notes.add(request.path.order_id, request.body, request.shopper)


def _index(request: Request[Empty, Empty, IndexOrders]) -> None:
    for order in request.body.items:
        index_order(order)


def index_order(order: DeskOrder) -> None:
    """Store an order as it stands by now."""
    repository.add(order)
    repository.set_state(order.id, order.state, order.state_at, order.version)
    repository.set_address(order.id, order.address, order.state_at, order.version)
    if order.tracking:
        repository.set_tracking(order.id, order.tracking, order.state_at, order.version)


handler = http_handler(
    route(SEARCH_ORDERS, _search),
    route(GET_DESK_ORDER, _get),
    route(ADD_NOTE, _add_note),
    route(INDEX_ORDERS, _index),
)
