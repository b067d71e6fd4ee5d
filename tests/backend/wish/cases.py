"""Requests to the wish service, for the tests of all services: access, bad input, and what its functions may call."""

from typing import Any
from unittest import mock

from backend.contracts.email_addresses import address_hash
from backend.contracts.inventory.models import Level
from backend.contracts.operation import Caller
from backend.contracts.order.events import AccountClosed
from backend.contracts.product.events import ProductWithdrawn
from backend.contracts.wish.alert_operations import (
    CONFIRM_ALERT,
    DELETE_ALERT,
    DELETE_ALERTS,
    GET_ALERT,
    LIST_ALERTS,
    REQUEST_ALERT,
    SET_ALERT,
    STOP_ALERT,
)
from backend.contracts.wish.alerts import AlertKind, AlertState
from backend.contracts.wish.events import AlertsDue
from backend.contracts.wish.operations import (
    ADD_GUEST_WISH,
    ADD_WISH,
    GET_GUEST_WISHED,
    GET_WISHED,
    LIST_GUEST_WISHES,
    LIST_WISHES,
    MERGE_WISHES,
    REMOVE_GUEST_WISH,
    REMOVE_WISH,
)
from backend.contracts.wish.sharing import LIST_SHARED_WISHES, SHARE_WISHES, STOP_SHARING_WISHES
from backend.shared import accounts
from backend.wish import alert_items, consumer, handler
from backend.wish.alerts import BATCH
from tests.backend.events import http, said, sqs
from tests.backend.wish.lists import ADA, GUEST, HARBOUR, LARGE, SMALL, call, harbour, stock

RIGHT: dict[str, dict[str, Any]] = {
    "add_wish": {"sku": SMALL},
    "add_guest_wish": {"sku": SMALL},
    "merge_wishes": {"guest_id": "0" * 32},
    "request_alert": {"kind": "back", "product_id": "never-sold", "sku": "NEVER", "email": "ada@example.com"},
    "set_alert": {"product_id": "never-sold"},
}
"""By operation: a body that is right."""

SHOPPERS = {
    "list_wishes": 200,
    "get_wished": 200,
    "add_wish": 404,
    "remove_wish": 200,
    "merge_wishes": 200,
    "list_alerts": 200,
    "set_alert": 401,  # these tokens may not ask Cognito for the address
    "delete_alert": 204,
    "delete_alerts": 204,
    "share_wishes": 200,
    "stop_sharing_wishes": 204,
}
"""By operation: what every shopper is answered who asks for what is not theirs."""

EVERYBODY = {
    "list_guest_wishes": 200,
    "get_guest_wished": 200,
    "add_guest_wish": 404,
    "remove_guest_wish": 200,
    "request_alert": 404,
    "get_alert": 404,
    "confirm_alert": 404,
    "stop_alert": 404,
    "list_shared_wishes": 404,
}
"""By operation: what everybody is answered. Lists of ids that nobody has are empty."""

_NEVER = {"product_id": "never-sold"}
_NO_ALERT = {"kind": "back", "sku": "NEVER"}
_NO_LINK = _NO_ALERT | {"alert_key": "0" * 64}
ASKED: dict[str, Any] = {
    "list_wishes": lambda world: {},
    "get_wished": lambda world: {},
    "add_wish": lambda world: {"path": _NEVER, "body": {}},
    "remove_wish": lambda world: {"path": _NEVER},
    "merge_wishes": lambda world: {"body": {"guest_id": world.stranger}},
    "request_alert": lambda world: {"body": RIGHT["request_alert"]},
    "list_alerts": lambda world: {},
    "set_alert": lambda world: {"path": _NO_ALERT, "body": _NEVER},
    "delete_alert": lambda world: {"path": _NO_ALERT},
    "delete_alerts": lambda world: {"path": {"kind": "back"}},
    "get_alert": lambda world: {"path": _NO_LINK},
    "confirm_alert": lambda world: {"path": _NO_LINK},
    "stop_alert": lambda world: {"path": _NO_LINK},
    "share_wishes": lambda world: {},
    "stop_sharing_wishes": lambda world: {},
    "list_shared_wishes": lambda world: {"path": {"share_key": "0" * 32}},
    "list_guest_wishes": lambda world: {"path": {"guest_id": world.stranger}},
    "get_guest_wished": lambda world: {"path": {"guest_id": world.stranger}},
    "add_guest_wish": lambda world: {"path": {"guest_id": world.stranger} | _NEVER, "body": {}},
    "remove_guest_wish": lambda world: {"path": {"guest_id": world.stranger} | _NEVER},
}
"""By operation: the request of each caller in the access matrix."""

LET_IN: list[tuple[str, Caller, dict[str, Any]]] = [
    ("get_wished", Caller.SHOPPER, {}),
    ("list_wishes", Caller.SHOPPER, {}),
    ("remove_wish", Caller.SHOPPER, {"path": _NEVER}),
    ("merge_wishes", Caller.SHOPPER, {"body": {"guest_id": GUEST}}),
    ("list_alerts", Caller.SHOPPER, {}),
    ("delete_alert", Caller.SHOPPER, {"path": _NO_ALERT}),
    ("delete_alerts", Caller.SHOPPER, {"path": {"kind": "back"}}),
]
"""Requests that are answered with success, in this order."""


def _use_consumer(drive: Any) -> None:
    due = AlertsDue(kind=AlertKind.BACK, skus=(SMALL, LARGE), version=1)
    for number in range(BATCH + 1):
        email = f"guest-{number}@example.com"
        alert = alert_items.new_alert(AlertKind.BACK, SMALL, HARBOUR, email, 2900, AlertState.ACTIVE)
        alert_items.put_unconfirmed(alert, due)
    drive(consumer.handler, sqs(harbour(), harbour(2), stock(SMALL, Level.LOW), due))
    change, overtaken = alert_items.change, iter([True])
    with mock.patch.object(alert_items, "change", lambda *a, **k: not next(overtaken, False) and change(*a, **k)):
        drive(
            consumer.handler,
            sqs(AccountClosed(owner="shopper#0", at="2026-11-20T10:00:00.000Z", email="guest-0@example.com")),
        )
    drive(consumer.handler, sqs(ProductWithdrawn(product_id=HARBOUR, version=3, skus=(SMALL,))))


def _use_handler(drive: Any) -> None:
    consumer.handler(sqs(harbour()), None)
    for add, body in ((ADD_WISH, {}), (ADD_GUEST_WISH, {"sku": SMALL})):
        call(add, body=body)
    for operation in (LIST_WISHES, GET_WISHED, LIST_GUEST_WISHES, GET_GUEST_WISHED):
        call(operation)
    call(MERGE_WISHES, body={"guest_id": GUEST})
    call(REMOVE_WISH)
    call(REMOVE_GUEST_WISH)
    _use_alerts()
    shared = said(call(SHARE_WISHES))
    handler.handler(http(LIST_SHARED_WISHES, path=shared), None)
    call(STOP_SHARING_WISHES)


def _use_alerts() -> None:
    """Ask for alerts of both kinds, by a guest and a shopper; confirm and stop them."""
    consumer.handler(sqs(stock(SMALL, Level.SOLD_OUT)), None)
    asked = {"kind": "cheaper", "product_id": HARBOUR, "sku": SMALL, "email": "grace@example.com"}
    call(REQUEST_ALERT, body=asked)
    requested = alert_items.read(AlertKind.CHEAPER, SMALL, address_hash(asked["email"]))
    assert requested
    link = {"kind": "cheaper", "sku": SMALL, "alert_key": requested.key}
    for operation in (GET_ALERT, CONFIRM_ALERT, STOP_ALERT):
        handler.handler(http(operation, path=link), None)
    path = {"kind": "back", "sku": SMALL}
    with mock.patch.object(accounts, "read_account", return_value=accounts.Account("ada@example.com", "Ada")):
        handler.handler(http(SET_ALERT, claims=ADA, path=path, body={"product_id": HARBOUR}), None)
    call(LIST_ALERTS)
    handler.handler(http(DELETE_ALERTS, claims=ADA, path={"kind": "back"}), None)
    handler.handler(http(DELETE_ALERT, claims=ADA, path=path), None)


DRIVES = {"WishHandler": _use_handler, "WishConsumer": _use_consumer}
"""By function: all that it does, so that its role can be compared with what it calls."""
