"""Requests to the basket service's address book, for the tests of all services: access and bad input."""

from typing import Any

import msgspec

from tests.backend import shop

SAVED: dict[str, Any] = {"address": msgspec.to_builtins(shop.ADDRESS)}

RIGHT: dict[str, dict[str, Any]] = {"save_address": SAVED, "change_saved_address": SAVED}
"""By operation: a body that is right."""

SHOPPERS = {
    "get_address_book": 200,
    "save_address": 200,
    "change_saved_address": 404,
    "remove_saved_address": 404,
    "set_default_address": 404,
    "set_invoice_address": 404,
    "unset_invoice_address": 404,
}
"""By operation: what every shopper is answered who asks for what is not theirs."""

_NOBODYS = {"address_id": "0" * 16}
ASKED: dict[str, Any] = {
    "get_address_book": lambda world: {},
    "save_address": lambda world: {"body": SAVED},
    "change_saved_address": lambda world: {"path": _NOBODYS, "body": SAVED},
    "remove_saved_address": lambda world: {"path": _NOBODYS},
    "set_default_address": lambda world: {"path": _NOBODYS},
    "set_invoice_address": lambda world: {"path": _NOBODYS},
    "unset_invoice_address": lambda world: {"path": _NOBODYS},
}
"""By operation: the request of each caller in the access matrix."""
