"""Requests of staff to the order service, for the tests of all services: access, bad input."""

from typing import Any

from msgspec.structs import asdict

from tests.backend.order.checkouts import order_id
from tests.backend.shop import ADDRESS

_NOBODYS = {"order_id": order_id(1)}
_OWNER = {"owner": "shopper#0"}
_CANCEL = _OWNER | {"reason": "You rang"}
_REFUND = _OWNER | {"reason": "The corner was bent", "number": 1, "amount": 1}
_ADDRESS = _OWNER | {"version": 1, "address": {name: value for name, value in asdict(ADDRESS).items() if value}}

RIGHT: dict[str, dict[str, Any]] = {
    "cancel_order_for_shopper": _CANCEL,
    "refund_order": _REFUND,
    "change_address": _ADDRESS,
    "receive_return": _OWNER | {"number": 1, "lines": [{"sku": "DOTS", "quantity": 1, "restock": False}]},
    "send_parcel": _OWNER | {"number": 1, "lines": [{"sku": "DOTS", "quantity": 1}], "tracking": "RR1", "by": "grace"},
    "request_invoice": _OWNER | {"by": "grace"},
    "deliver_parcel": _OWNER | {"number": 1, "by": "grace"},
}
"""By operation: a body that is right."""

SHOPPERS = {"request_data_export": 401, "get_data_export": 200}
"""By operation: what every shopper is answered. A token without Cognito's own scope may not ask for data."""

STAFF = dict.fromkeys(RIGHT, 404)
"""By operation: what staff are answered about an order that is not there. Everybody else is turned away."""

ASKED: dict[str, Any] = {
    name: lambda world, body=body: {"path": _NOBODYS, "body": body}  # type: ignore[misc]
    for name, body in RIGHT.items()
} | {name: lambda world: {} for name in SHOPPERS}
"""By operation: the request of each caller in the access matrix."""
