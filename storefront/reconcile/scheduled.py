"""Reconciliation as a function that a schedule wakes: what differs is logged, counted, and rings an alarm.

It asks the services' own functions, as API Gateway does for the shop's owner, who alone may read all of it: nobody
signs in, and no token is kept anywhere. Who may invoke these functions is IAM's to say. Django is not started.
"""

import json
import os
from datetime import date
from functools import cache
from itertools import count
from typing import TYPE_CHECKING

import boto3
import msgspec
from botocore.config import Config
from msgspec.structs import replace

from backend.contracts.alarm_messages import BOOKS_DIFFER
from backend.contracts.operation import Empty, Operation, Role
from storefront.reconcile import slices
from storefront.reconcile.books import Books
from storefront.reconcile.difference import Difference
from storefront.reconcile.looks import find_lasting, minutes_ago
from storefront.reconcile.pages import PageT, QueryT, books
from storefront.reconcile.shelf import BucketShelf
from storefront.reconcile.slices import Progress, Shelf

if TYPE_CHECKING:
    from mypy_boto3_lambda import LambdaClient

FUNCTIONS = "FUNCTIONS"
"""The variable that names the services' functions: JSON of ARNs by service."""

BOOKS, DAYS = "BOOKS", "DAYS"
"""The variables that name the bucket between two runs, and the days from the beginning of a comparison to the next."""

AT_ONCE = 600
"""Pages that are compared at once: some twenty thousand orders with all that belongs to them."""
PAGES = 3_000
"""Pages that a slice asks for at the most: some 100 ms each, so that it ends long before Lambda ends it."""
MOST_DAYS = 5  # of a comparison; the bucket keeps what was read for a little longer
MINUTES = 15  # that an order must have been as it is; what it causes may be on its way until then
NAMED = 50  # differences in one line of the log, which may have 256 kB
CLAIMS = {"token_use": "access", "sub": "reconciliation", "cognito:groups": f"[{Role.OWNER.value}]"}


class Unanswered(Exception):
    """A service's function failed or refused, so nothing can be said; the alarm on failed functions tells."""


class TooManyPages(Exception):
    """There is more than one run shall read."""


class Unfinished(Exception):
    """A comparison takes longer than what it has read is kept; the next run begins a new one."""


def handler(event: object, context: object) -> int:
    """Compare all books at once, or the next slice of them, if a comparison is due or under way.

    Return how many differences this run has found. Raises Unanswered and Unfinished.
    """
    shelf, now = _shelf(), minutes_ago(0)
    progress = slices.load(shelf)
    if not (progress.began or _is_due(progress, now)):
        return 0
    if progress.began and progress.began < minutes_ago(MOST_DAYS * 24 * 60):
        slices.save(replace(progress, began="", done_on=""), shelf)
        raise Unfinished(f"The comparison that began at {progress.began} has not ended")
    progress, differences = _go_on(progress, shelf, now)
    if differences:
        _log(BOOKS_DIFFER, len(differences), [f"{each.about} {each.what}" for each in differences[:NAMED]])
    slices.save(progress, shelf)  # what was not logged is found again
    return len(differences)


def _is_due(progress: Progress, now: str) -> bool:
    """Return whether the day has come on which the next comparison begins."""
    last = date.fromisoformat(progress.done_on or "2000-01-01")
    return (date.fromisoformat(now[:10]) - last).days >= int(os.environ[DAYS])


def _go_on(progress: Progress, shelf: Shelf, now: str) -> tuple[Progress, list[Difference]]:
    """Compare all at once as long as a run can read it all: then the sums, too, are looked at three times at once."""
    if progress.began or progress.is_sliced:
        progress = progress if progress.began else slices.begin(progress, now)
        progress, differences = slices.go_on(progress, shelf, ask, PAGES)
        return replace(progress, is_sliced=bool(progress.began) or progress.pages > AT_ONCE), differences
    try:
        return Progress(done_on=now[:10]), find_lasting(_look(), _look, minutes_ago(MINUTES))
    except TooManyPages:
        return slices.begin(progress, now), []


def _look() -> Books:
    """Return all books. Raises TooManyPages."""
    numbers = count()

    def ask_within_limit(operation: Operation[Empty, QueryT, Empty, PageT], query: QueryT) -> PageT:
        if next(numbers) == AT_ONCE:
            raise TooManyPages
        return ask(operation, query)

    return books(ask_within_limit)


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
def _shelf() -> Shelf:
    return BucketShelf(os.environ[BOOKS])


@cache
def _functions() -> dict[str, str]:
    return dict(json.loads(os.environ[FUNCTIONS]))


def _log(message: str, number: int, lines: list[str]) -> None:
    line = {"timestamp": minutes_ago(0), "level": "ERROR", "message": message, "differences": number, "found": lines}
    print(json.dumps(line), flush=True)
