"""Requests to the newsletter service, for the tests of all services: access, bad input, and what its functions may
call."""

from typing import Any
from unittest import mock

from backend.contracts.email_addresses import address_hash
from backend.contracts.newsletter.events import SubscriptionRequested
from backend.contracts.newsletter.models import SubscriptionState
from backend.contracts.newsletter.operations import (
    CONFIRM_SUBSCRIPTION,
    COUNT_SUBSCRIBERS,
    DELETE_OWN_SUBSCRIPTION,
    GET_OWN_SUBSCRIPTION,
    GET_SUBSCRIPTION,
    LIST_SUBSCRIBERS,
    REQUEST_SUBSCRIPTION,
    SET_OWN_SUBSCRIPTION,
    STOP_SUBSCRIPTION,
)
from backend.contracts.operation import Caller
from backend.contracts.order.data_export import DataRequested
from backend.contracts.order.events import AccountClosed
from backend.newsletter import consumer, handler, repository
from backend.shared import accounts, dynamodb
from tests.backend.events import http, sqs, token

_NO_LINK = {"subscription_key": "0" * 64}

RIGHT: dict[str, dict[str, Any]] = {
    "request_subscription": {"email": "ada@example.com"},
    "set_own_subscription": {"language": "de"},
}
"""By operation: a body that is right."""

SHOPPERS = dict.fromkeys(("get_own_subscription", "set_own_subscription", "delete_own_subscription"), 401)
"""By operation: what every shopper is answered. These tokens may not ask Cognito for the address."""

STAFF = {"count_subscribers": 200, "list_subscribers": 200}
"""By operation: what staff are answered."""

EVERYBODY = {
    "request_subscription": 204,
    "get_subscription": 404,
    "confirm_subscription": 404,
    "stop_subscription": 404,
}
"""By operation: what everybody is answered."""

ASKED: dict[str, Any] = {
    "request_subscription": lambda world: {"body": RIGHT["request_subscription"]},
    "get_subscription": lambda world: {"path": _NO_LINK},
    "confirm_subscription": lambda world: {"path": _NO_LINK},
    "stop_subscription": lambda world: {"path": _NO_LINK},
    "get_own_subscription": lambda world: {},
    "set_own_subscription": lambda world: {"body": RIGHT["set_own_subscription"]},
    "delete_own_subscription": lambda world: {},
    "count_subscribers": lambda world: {},
    "list_subscribers": lambda world: {},
}
"""By operation: the request of each caller in the access matrix."""

LET_IN: list[tuple[str, Caller, dict[str, Any]]] = [
    ("request_subscription", Caller.PUBLIC, {"body": RIGHT["request_subscription"]}),
    ("count_subscribers", Caller.STAFF, {}),
    ("list_subscribers", Caller.STAFF, {}),
]
"""Requests that are answered with success, in this order."""


def _use_handler(drive: Any) -> None:
    handler.handler(http(REQUEST_SUBSCRIPTION, body=RIGHT["request_subscription"]), None)
    asked = repository.read(address_hash("ada@example.com"))
    assert asked
    link = {"subscription_key": asked.key}
    for operation in (GET_SUBSCRIPTION, CONFIRM_SUBSCRIPTION, STOP_SUBSCRIPTION):
        drive(handler.handler, http(operation, path=link))
    with mock.patch.object(accounts, "read_account", return_value=accounts.Account("ada@example.com", "Ada")):
        for operation in (SET_OWN_SUBSCRIPTION, GET_OWN_SUBSCRIPTION, DELETE_OWN_SUBSCRIPTION):
            body = {} if operation is SET_OWN_SUBSCRIPTION else None
            drive(handler.handler, http(operation, claims=token("ada"), body=body))
    for operation in (COUNT_SUBSCRIBERS, LIST_SUBSCRIBERS):
        drive(handler.handler, http(operation, claims=token("grace", "staff")))


def _use_consumer(drive: Any) -> None:
    email = "grace@example.com"
    new = repository.new_subscription(email, "en", 1, SubscriptionState.ACTIVE)
    asked = SubscriptionRequested(key=new.key, email=email)
    dynamodb.write("put_item", **repository._put(new, asked, "attribute_not_exists(pk)"))
    at = "2026-11-20T10:00:00.000Z"
    requested = DataRequested(owner="shopper#0", at=at, export_id="e" * 28, number=1, order_ids=(), email=email)
    drive(consumer.handler, sqs(requested, AccountClosed(owner="shopper#0", at=at, email=email)))


DRIVES = {"NewsletterHandler": _use_handler, "NewsletterConsumer": _use_consumer}
"""By function: all that it does, so that its role can be compared with what it calls."""
