"""The audit log of what staff did to dead letters: one stream per day in an append-only log group."""

import os
from collections.abc import Iterator
from typing import Annotated, Any

import msgspec
from msgspec import Meta

from backend.contracts.operations.models import Deed, Deeds
from backend.operations import members
from backend.shared import cursor
from backend.shared.aws import client
from backend.shared.clock import millis, now

PAGE_SIZE = 50


class AuditWriteRejected(Exception):
    """CloudWatch took the call but not the entry, whose time was too old or too new."""


class End(msgspec.Struct, frozen=True, array_like=True, forbid_unknown_fields=True):
    """Where a page ended: the day's stream, and CloudWatch's token in it; empty for its newest entry."""

    day: Annotated[str, Meta(pattern=r"^[0-9]{4}/[0-9]{2}/[0-9]{2}$(?!\n)")]
    token: Annotated[str, Meta(pattern=r"^[A-Za-z0-9/_=+:-]*$(?!\n)", max_length=300)]


def write(who: str, what: str, queue: str, letter: str, why: str, digest: str) -> None:
    """Log the action before it is taken (write-ahead): a crash in between leaves the message in its queue."""
    deed = Deed(
        at=now(), who=who, email=members.email(who), what=what, queue=queue, letter=letter, why=why, digest=digest
    )
    arguments = {"logGroupName": os.environ["AUDIT"], "logStreamName": deed.at[:10].replace("-", "/")}
    event = {"timestamp": millis(), "message": msgspec.json.encode(deed).decode()}
    log = client("logs")
    try:
        reply = log.put_log_events(logEvents=[event], **arguments)
    except log.exceptions.ResourceNotFoundException:  # the day's first deed
        _create_stream(**arguments)
        reply = log.put_log_events(logEvents=[event], **arguments)
    if reply.get("rejectedLogEventsInfo"):
        raise AuditWriteRejected(letter)


def _create_stream(**arguments: str) -> None:
    log = client("logs")
    try:
        log.create_log_stream(**arguments)
    except log.exceptions.ResourceAlreadyExistsException:
        return  # somebody else's deed was the first


def list_entries(after: str | None) -> Deeds:
    """Return entries, newest first. Raise Refused 400 for a cursor of another log."""
    end: End | None = cursor.decode(after, End) if after else next((End(day, "") for day in _days()), None)
    found: list[Deed] = []
    while end is not None and len(found) < PAGE_SIZE:
        some, token = _read_page(end, PAGE_SIZE - len(found))
        found += some
        end = End(end.day, token) if token else next((End(day, "") for day in _days() if day < end.day), None)
    return Deeds(items=tuple(found), next=cursor.encode(end) if end else None)


def _read_page(end: End, most: int) -> tuple[list[Deed], str]:
    """Return entries of one day before a position, newest first, and the next position; empty at the day's start."""
    arguments: dict[str, Any] = {
        "logGroupName": os.environ["AUDIT"],
        "logStreamName": end.day,
        "limit": most,
        "startFromHead": False,
    }
    log = client("logs")
    try:
        reply = log.get_log_events(**arguments, **({"nextToken": end.token} if end.token else {}))
    except (log.exceptions.InvalidParameterException, log.exceptions.ResourceNotFoundException):
        raise cursor.bad_cursor() from None  # a day or a place that only a stranger can have made up
    # At the beginning CloudWatch gives back the token that it was asked with.
    before = reply["nextBackwardToken"] if reply["nextBackwardToken"] != end.token else ""
    return [msgspec.json.decode(event["message"], type=Deed) for event in reversed(reply["events"])], before


def _days() -> Iterator[str]:
    """Yield the names of the streams, newest first."""
    arguments = {"logGroupName": os.environ["AUDIT"], "orderBy": "LogStreamName", "descending": True}
    for page in client("logs").get_paginator("describe_log_streams").paginate(**arguments):
        yield from (stream["logStreamName"] for stream in page["logStreams"])
