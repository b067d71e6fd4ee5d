"""Who did what to which message, when and why: one stream per day in a log group of the stack, which can only be added to."""

import time
from contextlib import suppress
from typing import Any

import msgspec
from django.conf import settings

from storefront import aws


class Entry(msgspec.Struct, frozen=True):
    """Written before the deed: nothing is done that is not told, and what was told but stopped half-way is still in its queue.

    `who` is the ARN of the operator's AWS identity; `why` is the operator's reason; `at` is epoch milliseconds. Of the body only the
    SHA-256 is kept: it may hold a shopper's address, which must not outlive the order.
    """

    who: str
    what: str
    queue: str
    message: str
    why: str
    digest: str
    at: int


def operator() -> str:
    """The ARN of whoever's credentials these are."""
    return str(aws.operators("sts").get_caller_identity()["Arn"])


def write(entry: Entry) -> None:
    """Adds the entry."""
    log, (group, stream) = aws.operators("logs"), (_group(), time.strftime("%Y/%m/%d", time.gmtime(entry.at / 1000)))
    with suppress(log.exceptions.ResourceAlreadyExistsException):
        log.create_log_stream(logGroupName=group, logStreamName=stream)
    event = {"timestamp": entry.at, "message": msgspec.json.encode(entry).decode()}
    log.put_log_events(logGroupName=group, logStreamName=stream, logEvents=[event])


def entries() -> list[Entry]:
    """Everything that was done, oldest first."""
    pages: Any = aws.operators("logs").get_paginator("filter_log_events").paginate(logGroupName=_group())
    found = [msgspec.json.decode(event["message"], type=Entry) for page in pages for event in page["events"]]
    return sorted(found, key=lambda entry: entry.at)


def _group() -> str:
    with open(settings.SHOP_OUTPUTS, "rb") as file:
        return str(msgspec.json.decode(file.read())["Shop"]["AuditLog"])
