"""The cause of a failed message, found in its consumer's log by the message id."""

import msgspec
from botocore.exceptions import BotoCoreError, ClientError

from backend.contracts.alarm_messages import COMES_AGAIN
from backend.operations.dead_letters import Message
from backend.operations.queues import QueueConfig
from backend.shared.aws import client
from backend.shared.log import logger

MAX_PAGES = 5
"""Calls at most: CloudWatch looks through a part of the log with each, and may find nothing in it."""


class _Line(msgspec.Struct, frozen=True):
    timestamp: str = ""
    message: str = ""
    exception_name: str = ""


def last_cause(config: QueueConfig, message: Message) -> str:
    """Return the last failure and its time, such as `KeyError at 2026-11-28T23:53:25.385Z`; empty if the log does not
    mention it."""
    if not config.log:
        return ""
    try:
        lines = [line for line in _lines(config.log, message) if line.exception_name or line.message == COMES_AGAIN]
    except (ClientError, BotoCoreError):
        logger.exception("the cause could not be looked up", message_id=message.id)
        return ""
    if not lines:
        return ""
    newest = max(lines, key=lambda line: line.timestamp)
    return ascii(f"{newest.exception_name or 'it waited for something else'} at {newest.timestamp}")[1:-1]


def _lines(log: str, message: Message) -> list[_Line]:
    lines: list[_Line] = []
    next_token: dict[str, str] = {}
    for _ in range(MAX_PAGES):
        page = client("logs").filter_log_events(
            logGroupName=log, filterPattern=f'"{message.id}"', startTime=message.sent, **next_token
        )
        lines += [line for event in page["events"] if (line := _line(event["message"]))]
        if not page.get("nextToken"):
            break
        next_token = {"nextToken": page["nextToken"]}
    return lines


def _line(text: str) -> _Line | None:
    try:
        return msgspec.json.decode(text, type=_Line)
    except msgspec.MsgspecError:
        return None
