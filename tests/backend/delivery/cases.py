"""Requests to the delivery service, for the tests of all services: access, bad input, and what its functions may call."""

from typing import Any

import msgspec

from backend.contracts.delivery.models import SetDeliveryZones
from backend.contracts.delivery.operations import GET_DELIVERY_ZONES, SET_DELIVERY_ZONES
from backend.contracts.delivery.zones import DEFAULT
from backend.contracts.operation import STAFF_GROUP, Caller
from backend.delivery import handler
from tests.backend.delivery.zones import FULL
from tests.backend.events import http, token

_BODY: dict[str, Any] = msgspec.to_builtins(SetDeliveryZones(zones=DEFAULT.zones, version=0, by="grace@example.com"))
"""What is so already: the other tests of the same shop find what they know."""

_STALE: dict[str, Any] = msgspec.to_builtins(SetDeliveryZones(zones=(FULL,), version=7_000, by="grace@example.com"))
"""Every field is there, and nothing comes of it: there is no such version."""

RIGHT: dict[str, dict[str, Any]] = {"set_delivery_zones": _STALE}
"""By operation: a body that is right."""

STAFF = {"set_delivery_zones": 409}
EVERYBODY = {"get_delivery_zones": 200}
"""By operation: what staff and everybody are answered."""

ASKED: dict[str, Any] = {
    "get_delivery_zones": lambda world: {},
    "set_delivery_zones": lambda world: {"body": _STALE},
}
"""By operation: the request of each caller in the access matrix."""

LET_IN: list[tuple[str, Caller, dict[str, Any]]] = [
    ("set_delivery_zones", Caller.STAFF, {"body": _BODY}),
    ("get_delivery_zones", Caller.PUBLIC, {}),
]
"""Requests that are answered with success, in this order."""


def _use_handler(call: Any) -> None:
    staff = token("staff", STAFF_GROUP)
    call(handler.handler, http(GET_DELIVERY_ZONES))
    call(handler.handler, http(SET_DELIVERY_ZONES, claims=staff, body=_BODY))
    call(handler.handler, http(SET_DELIVERY_ZONES, claims=staff, body=_STALE))


DRIVES = {"DeliveryHandler": _use_handler}
"""By function: all that it does, so that its role can be compared with what it calls."""
