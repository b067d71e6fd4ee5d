"""Requests to the desk service, for the tests of all services: access, bad input, and what its functions may call."""

from typing import Any

import msgspec

from backend.contracts.desk.operations import (
    ADD_CUSTOMER_NOTE,
    ADD_NOTE,
    GET_DESK_ORDER,
    INDEX_ORDERS,
    LIST_CUSTOMER_NOTES,
    LIST_STAFF_CHANGES,
    SEARCH_ORDERS,
)
from backend.contracts.operation import Caller
from backend.contracts.order.data_export import DataRequested
from backend.contracts.order.events import (
    AccountClosed,
    OrderConfirmed,
    OrderErased,
    OrderSent,
    OrderTrackingChanged,
)
from backend.desk import consumer, handler
from tests.backend.desk.examples import AT, desk_order, staff_change
from tests.backend.events import http, sqs, token
from tests.backend.order.checkouts import ADA, checked_out

_ORDER = {"order_id": desk_order().id}
_NOTE = {"key": "note-form-key-0001", "text": "Rang: wants it before Friday.\nCall back.", "by": "grace@example.com"}
_ORDERS = {"items": [msgspec.json.decode(msgspec.json.encode(desk_order(tracking="RR123456785DE")))]}

_CUSTOMER_NOTE = _NOTE | {"email": "ada@example.org"}

RIGHT: dict[str, dict[str, Any]] = {
    "add_note": _NOTE,
    "add_customer_note": _CUSTOMER_NOTE,
    "index_orders": _ORDERS,
}
"""By operation: a body that is right."""

FREE_TEXT = {"add_note": {("text",)}, "add_customer_note": {("text",)}}
"""By operation: the fields in which a person writes, which may hold several lines."""

STAFF = {
    "search_orders": 200,
    "get_desk_order": 200,
    "add_note": 200,
    "list_customer_notes": 200,
    "add_customer_note": 200,
    "index_orders": 204,
    "list_staff_changes": 200,
}
"""By operation: what staff are answered. Everybody else is turned away."""

ASKED: dict[str, Any] = {
    "search_orders": lambda world: {"query": {"q": "ada"}},
    "get_desk_order": lambda world: {"path": _ORDER},
    "add_note": lambda world: {"path": _ORDER, "body": _NOTE},
    "list_customer_notes": lambda world: {"query": {"email": "owner.only@example.com"}},
    "add_customer_note": lambda world: {"body": _CUSTOMER_NOTE},
    "index_orders": lambda world: {"body": {"items": []}},
    "list_staff_changes": lambda world: {"query": {"thing": "order"}},
}
"""By operation: the request of each caller in the access matrix."""

LET_IN: list[tuple[str, Caller, dict[str, Any]]] = [
    ("index_orders", Caller.STAFF, {"body": _ORDERS}),
    ("search_orders", Caller.STAFF, {"query": {"q": "Ada"}}),
    ("add_note", Caller.STAFF, {"path": _ORDER, "body": _NOTE}),
    ("get_desk_order", Caller.STAFF, {"path": _ORDER}),
    ("add_customer_note", Caller.STAFF, {"body": _CUSTOMER_NOTE}),
    ("list_customer_notes", Caller.STAFF, {"query": {"email": "ada@example.org"}}),
    ("list_staff_changes", Caller.STAFF, {"query": {"thing": "order"}}),
]
"""Requests that are answered with success, in this order."""


def _use_handler(call: Any) -> None:
    staff = token("grace", groups="[staff]")
    call(handler.handler, http(INDEX_ORDERS, claims=staff, body=_ORDERS))
    for query in ({}, {"state": "confirmed"}, {"q": "ada lovelace"}):
        call(handler.handler, http(SEARCH_ORDERS, claims=staff, query=query))
    for _ in range(2):
        call(handler.handler, http(ADD_NOTE, claims=staff, path=_ORDER, body=_NOTE))
    call(handler.handler, http(GET_DESK_ORDER, claims=staff, path=_ORDER))
    call(handler.handler, http(ADD_CUSTOMER_NOTE, claims=staff, body=_CUSTOMER_NOTE))
    call(handler.handler, http(LIST_CUSTOMER_NOTES, claims=staff, query={"email": "ada@example.org"}))
    call(handler.handler, http(LIST_STAFF_CHANGES, claims=staff))


def _use_consumer(call: Any) -> None:
    whose: dict[str, Any] = {"order_id": checked_out().order_id, "owner": ADA, "at": AT}
    sent, corrected = (
        OrderSent(**whose, version=6, tracking="RR1"),
        OrderTrackingChanged(**whose, version=7, tracking="RR2"),
    )
    call(
        consumer.handler,
        sqs(checked_out(), OrderConfirmed(**whose, version=4), sent, corrected, staff_change(), OrderErased(**whose)),
    )
    requested = DataRequested(
        owner=ADA, at=AT, export_id="e" * 28, number=1, order_ids=(whose["order_id"],), email="ada@example.com"
    )
    call(consumer.handler, sqs(requested, AccountClosed(owner=ADA, at=AT, email="ada@example.com")))


DRIVES = {"DeskHandler": _use_handler, "DeskConsumer": _use_consumer}
"""By function: all that it does, so that its role can be compared with what it calls."""
