"""Reconciliation as a function that a schedule wakes: what differs is logged, counted, and rings an alarm.

It asks the services' own functions, as API Gateway does for the shop's owner, who alone may read all of it: nobody
signs in, and no token is kept anywhere. Who may invoke these functions is IAM's to say. Django is not started.
"""

import json
import os
from datetime import UTC, datetime
from functools import cache
from typing import TYPE_CHECKING

import boto3
import msgspec
from botocore.config import Config

from backend.contracts.alarm_messages import BOOKS_DIFFER
from backend.contracts.operation import Empty, Operation, Role
from storefront.reconcile.books import Books
from storefront.reconcile.looks import find_lasting, minutes_ago
from storefront.reconcile.pages import PageT, QueryT, books

if TYPE_CHECKING:
    from mypy_boto3_lambda import LambdaClient

FUNCTIONS = "FUNCTIONS"
"""The variable that names the services' functions: JSON of ARNs by service."""

MINUTES = 15  # that an order must have been as it is; what it causes may be on its way until then
NAMED = 50  # differences in one line of the log, which may have 256 kB
CLAIMS = {"token_use": "access", "sub": "reconciliation", "cognito:groups": f"[{Role.OWNER.value}]"}


class Unanswered(Exception):
    """A service's function failed or refused, so nothing can be said; the alarm on failed functions tells."""


def handler(event: object, context: object) -> int:
    """Return how many differences there are. Raises Unanswered."""
    remaining = find_lasting(_look(), _look, minutes_ago(MINUTES))
    if remaining:
        _log(BOOKS_DIFFER, len(remaining), [f"{each.about} {each.what}" for each in remaining[:NAMED]])
    return len(remaining)


def _look() -> Books:
    return books(ask)


def ask(operation: Operation[Empty, QueryT, Empty, PageT], query: QueryT) -> PageT:
    """Return the page that the operation's function answers with. Raises Unanswered."""
    reply = _client().invoke(FunctionName=_functions()[operation.service], Payload=json.dumps(_event(operation, query)))
    answer = json.loads(reply["Payload"].read())
    if "FunctionError" in reply or answer["statusCode"] != operation.status:
        raise Unanswered(f"{operation.name}: {answer.get('statusCode', 'the function failed')}")
    return msgspec.json.decode(answer["body"], type=operation.reply)


def _event(operation: Operation[Empty, QueryT, Empty, PageT], query: QueryT) -> dict[str, object]:
    """Return API Gateway's event (payload 2.0), as far as the services read it."""
    parameters = {name: str(value) for name, value in msgspec.to_builtins(query).items() if value is not None}
    return {
        "version": "2.0",
        "routeKey": operation.route,
        "headers": {},
        "queryStringParameters": parameters,
        "requestContext": {"authorizer": {"jwt": {"claims": CLAIMS}}},
    }


@cache
def _client() -> "LambdaClient":
    # All of them are reads: they may be repeated.
    return boto3.client("lambda", config=Config(read_timeout=30, retries={"mode": "standard", "max_attempts": 3}))


@cache
def _functions() -> dict[str, str]:
    return dict(json.loads(os.environ[FUNCTIONS]))


def _log(message: str, count: int, lines: list[str]) -> None:
    at = datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
    print(
        json.dumps({"timestamp": at, "level": "ERROR", "message": message, "differences": count, "found": lines}),
        flush=True,
    )
