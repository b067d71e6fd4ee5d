"""Requests to the invoice service, for the tests of all services: access, bad input, and what its functions may call."""

from typing import Any

from backend.contracts import guest_keys
from backend.contracts.invoice.operations import (
    DRAW_PACKING_SLIPS,
    GET_DOCUMENT,
    GET_GUEST_DOCUMENT,
    GET_STAFF_DOCUMENT,
    LIST_DOCUMENTS,
    LIST_GUEST_DOCUMENTS,
    LIST_STAFF_DOCUMENTS,
)
from backend.contracts.operation import STAFF_GROUP, Caller
from backend.contracts.order.data_export import DataRequested
from backend.contracts.order.events import OrderClaimed, OrderErased
from backend.invoice import consumer, handler
from tests.backend.events import http, sqs, token
from tests.backend.invoice.documents import given_by_staff, order_confirmed, payment_returned, return_received
from tests.backend.order.checkouts import ADA, order_id

NUMBER = "INV-2026-000001"
KEY = "0123456789abcdef0123456789abcdef"
_ORDER = {"order_id": order_id(1)}

SHOPPERS = {"list_documents": 200, "get_document": 404}
"""By operation: what every shopper is answered about somebody else's order."""

EVERYBODY = {"list_guest_documents": 200, "get_guest_document": 404}
"""By operation: what whoever has another order's key is answered."""

RIGHT: dict[str, dict[str, Any]] = {
    "draw_packing_slips": {
        "slips": [
            {
                "number": "3F9A-72C1",
                "way": "Standard delivery",
                "facts": ["Placed 3 Nov 2026"],
                "address": ["Ada Lovelace", "Dorset Street 1", "10115 Berlin", "Germany"],
                "lines": [{"quantity": 2, "title": "Harbour", "sku": "HARBOUR-A3", "values": ["A3"]}],
            }
        ]
    }
}
"""By operation: a body that is right."""

STAFF = {"list_staff_documents": 200, "get_staff_document": 404, "draw_packing_slips": 200}
"""By operation: what staff are answered; everybody else is not let in."""

ASKED: dict[str, Any] = {
    "list_documents": lambda world: {"path": {"order_id": world.order_id}},
    "get_document": lambda world: {"path": {"order_id": world.order_id, "number": NUMBER}},
    "list_guest_documents": lambda world: {"path": world.altered_key},
    "get_guest_document": lambda world: {"path": world.altered_key | {"number": NUMBER}},
    "list_staff_documents": lambda world: {"path": {"order_id": world.order_id}},
    "get_staff_document": lambda world: {"path": {"order_id": world.order_id, "number": NUMBER}},
    "draw_packing_slips": lambda world: {"body": RIGHT["draw_packing_slips"]},
}
"""By operation: the request of each caller in the access matrix."""

LET_IN: list[tuple[str, Caller, dict[str, Any]]] = [
    ("list_documents", Caller.SHOPPER, {"path": _ORDER}),
    ("list_guest_documents", Caller.GUEST, {"path": _ORDER | {"order_key": KEY}}),
    ("list_staff_documents", Caller.STAFF, {"path": _ORDER}),
    ("draw_packing_slips", Caller.STAFF, {"body": RIGHT["draw_packing_slips"]}),
]
"""Requests that are answered with success, in this order."""


def _hear_of_orders(call: Any) -> None:
    early = payment_returned(100, number=2)
    claimed = OrderClaimed(order_id=order_id(3), owner=guest_keys.owner(KEY), at=early.at, shopper=ADA)
    erased = OrderErased(order_id=order_id(1), owner=ADA, at=early.at)
    first = (claimed, early, order_confirmed(), order_confirmed(), return_received(), given_by_staff(100, 2))
    requested = DataRequested(
        owner=ADA, at=early.at, export_id="e" * 28, number=1, order_ids=(order_id(1),), email="ada@example.com"
    )
    call(consumer.handler, sqs(*first, payment_returned(2900, 1), order_confirmed(2), requested, erased))


def _use_handler(call: Any) -> None:
    ada, staff = token(ADA.removeprefix("shopper#")), token("grace", groups=f"[{STAFF_GROUP}]")
    call(handler.handler, http(LIST_DOCUMENTS, claims=ada, path=_ORDER))
    call(handler.handler, http(GET_DOCUMENT, claims=ada, path=_ORDER | {"number": NUMBER}))
    call(handler.handler, http(LIST_GUEST_DOCUMENTS, path=_ORDER | {"order_key": KEY}))
    call(handler.handler, http(GET_GUEST_DOCUMENT, path=_ORDER | {"order_key": KEY, "number": NUMBER}))
    call(handler.handler, http(LIST_STAFF_DOCUMENTS, claims=staff, path=_ORDER))
    call(handler.handler, http(GET_STAFF_DOCUMENT, claims=staff, path=_ORDER | {"number": NUMBER}))
    call(handler.handler, http(DRAW_PACKING_SLIPS, claims=staff, body=RIGHT["draw_packing_slips"]))


DRIVES = {"InvoiceConsumer": _hear_of_orders, "InvoiceHandler": _use_handler}
"""By function: all that it does, so that its role can be compared with what it calls."""
