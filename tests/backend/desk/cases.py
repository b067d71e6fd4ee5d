"""Requests to the desk service, for the tests of all services: access, bad input, and what its functions may call."""

from typing import Any

import msgspec

from backend.contracts.desk.operations import ADD_NOTE, GET_DESK_ORDER, INDEX_ORDERS, SEARCH_ORDERS
from backend.contracts.operation import Caller
from backend.contracts.order.events import OrderConfirmed, OrderSent
from backend.desk import consumer, handler
from tests.backend.desk.examples import AT, desk_order
from tests.backend.events import http, sqs, token
from tests.backend.order.checkouts import ADA, checked_out

_ORDER = {"order_id": desk_order().id}
_NOTE = {"key": "note-form-key-0001", "text": "Rang: wants it before Friday.\nCall back.", "by": "grace@example.com"}
_ORDERS = {"items": [msgspec.json.decode(msgspec.json.encode(desk_order(tracking="RR123456785DE")))]}

RIGHT: dict[str, dict[str, Any]] = {"add_note": _NOTE, "index_orders": _ORDERS}
"""By operation: a body that is right."""

FREE_TEXT = {"add_note": {("text",)}}
"""By operation: the fields in which a person writes, which may hold several lines."""

STAFF = {"search_orders": 200, "get_desk_order": 200, "add_note": 200, "index_orders": 204}
"""By operation: what staff are answered. Everybody else is turned away."""

ASKED: dict[str, Any] = {
    "search_orders": lambda world: {"query": {"q": "ada"}},
    "get_desk_order": lambda world: {"path": _ORDER},
    "add_note": lambda world: {"path": _ORDER, "body": _NOTE},
    "index_orders": lambda world: {"body": {"items": []}},
}
"""By operation: the request of each caller in the access matrix."""

LET_IN: list[tuple[str, Caller, dict[str, Any]]] = [
    ("index_orders", Caller.STAFF, {"body": _ORDERS}),
    ("search_orders", Caller.STAFF, {"query": {"q": "Ada"}}),
    ("add_note", Caller.STAFF, {"path": _ORDER, "body": _NOTE}),
    ("get_desk_order", Caller.STAFF, {"path": _ORDER}),
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


def _use_consumer(call: Any) -> None:
    whose: dict[str, Any] = {"order_id": checked_out().order_id, "owner": ADA, "at": AT}
    call(
        consumer.handler,
        sqs(checked_out(), OrderConfirmed(**whose, version=4), OrderSent(**whose, version=6, tracking="RR1")),
    )


DRIVES = {"DeskHandler": _use_handler, "DeskConsumer": _use_consumer}
"""By function: all that it does, so that its role can be compared with what it calls."""
