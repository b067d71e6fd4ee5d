"""Requests to the newsletter service, for the tests of all services: access, bad input, and what its functions may
call."""

import os
from typing import Any
from unittest import mock

from backend.contracts.email_addresses import address_hash
from backend.contracts.newsletter.events import SubscriptionRequested
from backend.contracts.newsletter.issue_operations import (
    GET_ISSUE,
    LIST_ISSUES,
    SAVE_ISSUE,
    START_ISSUE,
    STOP_ISSUE,
    TEST_ISSUE,
)
from backend.contracts.newsletter.issues import mail_name
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
from backend.contracts.notification.events import AddressRejectedMail
from backend.contracts.notification.models import FeedbackKind
from backend.contracts.operation import Caller
from backend.contracts.order.data_export import DataRequested
from backend.contracts.order.events import AccountClosed
from backend.newsletter import consumer, handler, repository, sweeper
from backend.shared import accounts, dynamodb
from tests.backend.events import http, sqs, token

_NO_LINK = {"subscription_key": "0" * 64}
_ISSUE, _NO_ISSUE, _OTHER_ISSUE = ({"issue_id": f"{number:032x}"} for number in range(3))
_CONTENT = {"texts": [{"language": "en", "subject": "New prints", "text": "Look."}]}

RIGHT: dict[str, dict[str, Any]] = {
    "request_subscription": {"email": "ada@example.com"},
    "set_own_subscription": {"language": "de"},
    "save_issue": {"content": _CONTENT, "version": 0, "by": "grace@example.com"},
    "test_issue": {"language": "de", "key": "issue-form-key-01"},
    "start_issue": {"version": 1, "addressees": 3, "by": "grace@example.com"},
    "stop_issue": {"by": "grace@example.com"},
}
"""By operation: a body that is right."""

FREE_TEXT = {"save_issue": {("content", "texts", 0, "text")}}
"""By operation: fields in which a person writes, in several lines."""

SHOPPERS = dict.fromkeys(("get_own_subscription", "set_own_subscription", "delete_own_subscription"), 401)
"""By operation: what every shopper is answered. These tokens may not ask Cognito for the address."""

STAFF = {
    "count_subscribers": 200,
    "list_subscribers": 200,
    "list_issues": 200,
    "get_issue": 404,
    "save_issue": 409,
    "test_issue": 401,
    "start_issue": 404,
    "stop_issue": 404,
}
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
    "list_issues": lambda world: {},
    "get_issue": lambda world: {"path": _NO_ISSUE},
    "save_issue": lambda world: {"path": _NO_ISSUE, "body": RIGHT["save_issue"] | {"version": 7}},
    "test_issue": lambda world: {"path": _NO_ISSUE, "body": RIGHT["test_issue"]},
    "start_issue": lambda world: {"path": _NO_ISSUE, "body": RIGHT["start_issue"]},
    "stop_issue": lambda world: {"path": _NO_ISSUE, "body": RIGHT["stop_issue"]},
}
"""By operation: the request of each caller in the access matrix."""

LET_IN: list[tuple[str, Caller, dict[str, Any]]] = [
    ("request_subscription", Caller.PUBLIC, {"body": RIGHT["request_subscription"]}),
    ("count_subscribers", Caller.STAFF, {}),
    ("list_subscribers", Caller.STAFF, {}),
    ("save_issue", Caller.STAFF, {"path": _ISSUE, "body": RIGHT["save_issue"]}),
    ("get_issue", Caller.STAFF, {"path": _ISSUE}),
    ("list_issues", Caller.STAFF, {}),
    ("start_issue", Caller.STAFF, {"path": _ISSUE, "body": RIGHT["start_issue"]}),
    ("stop_issue", Caller.STAFF, {"path": _ISSUE, "body": RIGHT["stop_issue"]}),
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
    staff = token("grace", "staff")
    for operation in (COUNT_SUBSCRIBERS, LIST_SUBSCRIBERS, LIST_ISSUES):
        drive(handler.handler, http(operation, claims=staff))
    for issue in (_ISSUE, _OTHER_ISSUE):
        drive(handler.handler, http(SAVE_ISSUE, claims=staff, path=issue, body=RIGHT["save_issue"]))
    with mock.patch.object(accounts, "read_account", return_value=accounts.Account("grace@example.com", "Grace")):
        drive(handler.handler, http(TEST_ISSUE, claims=staff, path=_ISSUE, body=RIGHT["test_issue"]))
    with mock.patch.object(accounts, "read_account", return_value=accounts.Account("heidi@example.com", "Heidi")):
        drive(handler.handler, http(SET_OWN_SUBSCRIPTION, claims=token("heidi"), body={}))
    for path, operation in (
        (_ISSUE, START_ISSUE),
        (_OTHER_ISSUE, START_ISSUE),
        (_ISSUE, STOP_ISSUE),
        (_OTHER_ISSUE, START_ISSUE),
        (_ISSUE, GET_ISSUE),
    ):
        drive(handler.handler, http(operation, claims=staff, path=path, body=RIGHT.get(operation.name)))


def _use_consumer(drive: Any) -> None:
    email = "grace@example.com"
    new = repository.new_subscription(email, "en", 1, SubscriptionState.ACTIVE)
    asked = SubscriptionRequested(key=new.key, email=email)
    dynamodb.write("put_item", **repository._put(new, asked, "attribute_not_exists(pk)"))
    at = "2026-11-20T10:00:00.000Z"
    requested = DataRequested(owner="shopper#0", at=at, export_id="e" * 28, number=1, order_ids=(), email=email)
    mail = mail_name(_ISSUE["issue_id"])
    later = "9999-11-20T10:00:00.000Z"
    rejected = AddressRejectedMail(address=new.address, kind=FeedbackKind.SPAM, at=later, mail=mail)
    drive(consumer.handler, sqs(rejected))
    drive(consumer.handler, sqs(requested, AccountClosed(owner="shopper#0", at=at, email=email)))


def _use_sweeper(drive: Any) -> None:
    """It sends the issue that the handler began, to the address that it left subscribed."""
    with mock.patch.dict(os.environ, MAILS_PER_MINUTE="600"):
        drive(sweeper.handler, {})


DRIVES = {
    "NewsletterHandler": _use_handler,
    "NewsletterConsumer": _use_consumer,
    "NewsletterSweeper": _use_sweeper,
}
"""By function: all that it does, so that its role can be compared with what it calls."""
