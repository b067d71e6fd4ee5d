"""Requests to the delivery service, for the tests of all services: access, bad input, and what its functions may call."""

from typing import Any

import msgspec

from backend.contracts.delivery.models import SetDeliveryZones
from backend.contracts.delivery.operations import (
    GET_DELIVERY_ZONES,
    GET_TAX_RATES,
    SET_DELIVERY_ZONES,
    SET_TAX_RATES,
)
from backend.contracts.delivery.tax_rates import DEFAULT_RATES, CountryTax, SetTaxRates
from backend.contracts.delivery.zones import DEFAULT
from backend.contracts.operation import STAFF_GROUP, Caller
from backend.delivery import handler
from tests.backend.delivery.zones import FULL
from tests.backend.events import http, token

_BODY: dict[str, Any] = msgspec.to_builtins(SetDeliveryZones(zones=DEFAULT.zones, version=0, by="grace@example.com"))
"""What is so already: the other tests of the same shop find what they know."""

_STALE: dict[str, Any] = msgspec.to_builtins(SetDeliveryZones(zones=(FULL,), version=7_000, by="grace@example.com"))
"""Every field is there, and nothing comes of it: there is no such version."""

_RATES: dict[str, Any] = msgspec.to_builtins(
    SetTaxRates(countries=DEFAULT_RATES.countries, version=0, by="grace@example.com")
)
_GERMANY = CountryTax(country="DE", standard=1900, reduced=700, books=700)
_STALE_RATES: dict[str, Any] = msgspec.to_builtins(
    SetTaxRates(countries=(_GERMANY,), version=7_000, by="grace@example.com")
)

RIGHT: dict[str, dict[str, Any]] = {"set_delivery_zones": _STALE, "set_tax_rates": _STALE_RATES}
"""By operation: a body that is right."""

STAFF = {"set_delivery_zones": 409, "get_tax_rates": 200, "set_tax_rates": 409}
EVERYBODY = {"get_delivery_zones": 200}
"""By operation: what staff and everybody are answered."""

ASKED: dict[str, Any] = {
    "get_delivery_zones": lambda world: {},
    "set_delivery_zones": lambda world: {"body": _STALE},
    "get_tax_rates": lambda world: {},
    "set_tax_rates": lambda world: {"body": _STALE_RATES},
}
"""By operation: the request of each caller in the access matrix."""

LET_IN: list[tuple[str, Caller, dict[str, Any]]] = [
    ("set_delivery_zones", Caller.STAFF, {"body": _BODY}),
    ("get_delivery_zones", Caller.PUBLIC, {}),
    ("get_tax_rates", Caller.STAFF, {}),
    ("set_tax_rates", Caller.STAFF, {"body": _RATES}),
]
"""Requests that are answered with success, in this order."""


def _use_handler(call: Any) -> None:
    staff = token("staff", STAFF_GROUP)
    call(handler.handler, http(GET_DELIVERY_ZONES))
    call(handler.handler, http(SET_DELIVERY_ZONES, claims=staff, body=_BODY))
    call(handler.handler, http(SET_DELIVERY_ZONES, claims=staff, body=_STALE))
    call(handler.handler, http(GET_TAX_RATES, claims=staff))
    call(handler.handler, http(SET_TAX_RATES, claims=staff, body=_RATES))
    call(handler.handler, http(SET_TAX_RATES, claims=staff, body=_STALE_RATES))


DRIVES = {"DeliveryHandler": _use_handler}
"""By function: all that it does, so that its role can be compared with what it calls."""
