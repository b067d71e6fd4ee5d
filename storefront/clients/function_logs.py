"""What the shop's functions logged about an order, read with the AWS credentials of whoever runs the command. The local
cloud answers the same calls."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import NamedTuple

from storefront.clients import aws
from storefront.clients.outputs import outputs

EARLIER_MS = 15 * 60 * 1000
"""Milliseconds before an order's id was made that its first page request may lie."""


ORDER_ID_LENGTH = 28


class Line(NamedTuple):
    """A line of a log. `function` is such as `order: consumer`; `text` is what it says, as it was written."""

    at: int
    function: str
    text: str

    @property
    def time(self) -> str:
        """Day and time to milliseconds, in UTC: an order is paid, sent and returned over weeks."""
        return datetime.fromtimestamp(self.at / 1000, UTC).isoformat(timespec="milliseconds")

    @property
    def correlation_id(self) -> str:
        return str(_fields(self.text).get("correlation_id", ""))

    @property
    def summary(self) -> str:
        """Level, message, and what else a structured line says; any other line as it is."""
        fields = _fields(self.text)
        if "message" not in fields:
            return self.text
        left_out = ("level", "message", "timestamp", "_aws", "exception")
        other_fields = " ".join(f"{name}={value}" for name, value in fields.items() if name not in left_out)
        return f"{fields.get('level', ''):<6}{fields['message']} {other_fields}".rstrip()


def trace(order_id: str) -> list[Line]:
    """Return all lines about an order or a page request, oldest first: those that name it, and those of the same
    correlation id."""
    since, groups = _since(order_id) if len(order_id) == ORDER_ID_LENGTH else 0, _log_groups()
    lines = set(_lines(groups, order_id, since))
    for correlation_id in {line.correlation_id for line in lines} - {""}:
        lines |= set(_lines(groups, correlation_id, since))
    return sorted(lines)


def _log_groups() -> dict[str, str]:
    """Return what each function of this stage is called, by its log group."""
    stage = outputs().shop.session_table.partition("-Data-")[0]
    pages = aws.client("lambda").get_paginator("list_functions").paginate()
    functions = [function for page in pages for function in page["Functions"]]
    return {
        function.get("LoggingConfig", {}).get("LogGroup") or f"/aws/lambda/{function['FunctionName']}": str(
            function.get("Description") or function["FunctionName"]
        )
        for function in functions
        if function["FunctionName"].startswith(f"{stage}-")
    }


def _lines(groups: dict[str, str], word: str, since: int) -> Iterator[Line]:
    """Yield the lines with this word. A function that was never called has no log group on the local cloud."""
    logs = aws.client("logs")
    pages = logs.get_paginator("filter_log_events")
    for group, function in groups.items():
        try:
            for page in pages.paginate(logGroupName=group, startTime=since, filterPattern=f'"{word}"'):
                for event in page["events"]:
                    yield Line(event["timestamp"], function, event["message"].strip())
        except logs.exceptions.ResourceNotFoundException:
            continue


def _since(order_id: str) -> int:
    """Return the time that an order's id begins with, in milliseconds, and some minutes less."""
    return max(0, int(order_id[:12], 16) - EARLIER_MS)


def _fields(text: str) -> dict[str, object]:
    """Return what a line of JSON says; nothing for any other."""
    try:
        fields = json.loads(text)
    except ValueError:
        return {}
    return fields if isinstance(fields, dict) else {}
