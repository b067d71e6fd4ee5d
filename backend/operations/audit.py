"""The audit log of what staff did to dead letters: one stream per day in an append-only log group."""

import os
from collections.abc import Iterator
from typing import Annotated, NamedTuple

import msgspec
from msgspec import Meta

from backend.contracts.operations.models import AuditEntry, AuditPage
from backend.shared import cursor, members
from backend.shared.aws import client
from backend.shared.clock import millis, now

PAGE_SIZE = 50


class AuditWriteRejected(Exception):
    """CloudWatch took the call but not the entry, whose time was too old or too new."""


Stream = Annotated[str, Meta(pattern=r"^[0-9]{4}/[0-9]{2}/[0-9]{2}$(?!\n)")]
Token = Annotated[str, Meta(pattern=r"^[A-Za-z0-9/_=+:-]*$(?!\n)", max_length=300)]


class Position(NamedTuple):
    """Where a page ends: the day's stream, and CloudWatch's token in it, which is empty before the newest entry."""

    stream: Stream
    token: Token


def write(who: str, what: str, queue: str, letter: str, why: str, digest: str) -> None:
    """Log the action before it is taken (write-ahead): a crash in between leaves the message in its queue."""
    entry = AuditEntry(
        at=now(), who=who, email=members.email(who), what=what, queue=queue, letter=letter, why=why, digest=digest
    )
    arguments = {"logGroupName": os.environ["AUDIT"], "logStreamName": entry.at[:10].replace("-", "/")}
    event = {"timestamp": millis(), "message": msgspec.json.encode(entry).decode()}
    log = client("logs")
    try:
        reply = log.put_log_events(logEvents=[event], **arguments)
    except log.exceptions.ResourceNotFoundException:  # the day's first entry
        _create_stream(**arguments)
        reply = log.put_log_events(logEvents=[event], **arguments)
    if reply.get("rejectedLogEventsInfo"):
        raise AuditWriteRejected(letter)


def _create_stream(**arguments: str) -> None:
    log = client("logs")
    try:
        log.create_log_stream(**arguments)
    except log.exceptions.ResourceAlreadyExistsException:
        return  # somebody else's entry was the first


def list_entries(after: str | None) -> AuditPage:
    """Return entries, newest first. Raise Refused 400 for a cursor of another log."""
    position = cursor.decode(after, Position) if after else _newest_stream()
    entries: list[AuditEntry] = []
    while position is not None and len(entries) < PAGE_SIZE:
        stream, token = position
        page, token = _read_page(stream, token, PAGE_SIZE - len(entries))
        entries += page
        position = Position(stream, token) if token else _newest_stream(before=stream)
    return AuditPage(items=tuple(entries), next=cursor.encode(position) if position else None)


def _newest_stream(before: str = "9") -> Position | None:
    """Return the position of the newest entry, or of the newest on a day before another; None if there is none."""
    return next((Position(stream, "") for stream in _streams() if stream < before), None)


def _read_page(stream: str, token: str, limit: int) -> tuple[list[AuditEntry], str]:
    """Return entries of one day before a position, newest first, and the next position; empty at the day's start."""
    log = client("logs")
    try:
        reply = log.get_log_events(
            logGroupName=os.environ["AUDIT"],
            logStreamName=stream,
            limit=limit,
            startFromHead=False,
            **({"nextToken": token} if token else {}),
        )
    except (log.exceptions.InvalidParameterException, log.exceptions.ResourceNotFoundException):
        raise cursor.bad_cursor() from None  # a stream or a token of a forged cursor
    # At the beginning CloudWatch gives back the token that it was asked with.
    before = reply["nextBackwardToken"] if reply["nextBackwardToken"] != token else ""
    return [msgspec.json.decode(event["message"], type=AuditEntry) for event in reversed(reply["events"])], before


def _streams() -> Iterator[str]:
    """Yield the names of the streams, newest first."""
    arguments = {"logGroupName": os.environ["AUDIT"], "orderBy": "LogStreamName", "descending": True}
    for page in client("logs").get_paginator("describe_log_streams").paginate(**arguments):
        yield from (stream["logStreamName"] for stream in page["logStreams"])
