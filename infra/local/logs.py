"""What the functions on the local cloud logged, in chronological order, one line each."""

import json
import time
from collections.abc import Iterator
from datetime import datetime
from typing import TYPE_CHECKING

from botocore.exceptions import ClientError

from backend.contracts.registry import SERVICES
from infra.local.cloud import Cloud, Failed
from infra.local.deploy import outputs

if TYPE_CHECKING:
    from botocore.client import BaseClient
    from mypy_boto3_lambda.type_defs import FunctionConfigurationTypeDef


PAUSE = 1.0  # seconds between two looks
LATE = 10_000
"""Milliseconds that a line may come after others that are younger."""
PLATFORM = ("START ", "END ", "REPORT ", "INIT_START ")
"""How the lines begin that Lambda itself writes about each call."""

Line = tuple[int, str, str]


def read(cloud: Cloud, service: str = "", order: str = "", *, follow: bool = False) -> Iterator[str]:
    """Return the lines of one service's functions or of all, optionally only those about one order.

    Raises Failed for an unknown service.
    """
    groups = _groups(cloud, service)
    client, since, seen = cloud.client("logs"), 0, set[Line]()
    while True:
        events = sorted(_events(client, groups, since, seen), key=lambda event: event[0])
        for at, function, message in events:
            if order in message:
                yield f"{_local_time(at)} {function:<22} {_plain(message)}"
        if not follow:
            return
        since = max([since, *(at - LATE for at, _, _ in events)])
        time.sleep(PAUSE)


def _local_time(at: int) -> str:
    """Return day and time with the offset from UTC: a shop that runs for days logs the same hour twice."""
    return datetime.fromtimestamp(at / 1000).astimezone().isoformat(timespec="milliseconds")


def _groups(cloud: Cloud, service: str) -> dict[str, str]:
    """Return the functions' names by their log groups."""
    if service and service not in SERVICES and service != "sandbox":
        raise Failed(f"There is no service {service}: {', '.join((*SERVICES, 'sandbox'))}.")
    names = {physical: name for name, physical in outputs(cloud).items() if name.startswith(service.title())}
    functions = cloud.client("lambda").get_paginator("list_functions").paginate()
    every = [function for page in functions for function in page["Functions"] if function["FunctionName"] in names]
    return {_group(function): names[function["FunctionName"]] for function in every}


def _group(function: "FunctionConfigurationTypeDef") -> str:
    return str(function.get("LoggingConfig", {}).get("LogGroup") or f"/aws/lambda/{function['FunctionName']}")


def _events(client: "BaseClient", groups: dict[str, str], since: int, seen: set[Line]) -> Iterator[Line]:
    """Time, function and message of each line that was not seen yet."""
    for group, function in groups.items():
        try:
            pages = list(client.get_paginator("filter_log_events").paginate(logGroupName=group, startTime=since))
        except ClientError as error:
            if error.response["Error"]["Code"] == "ResourceNotFoundException":  # it has logged nothing yet
                continue
            raise
        for event in (event for page in pages for event in page["events"]):
            line = (event["timestamp"], function, event["message"].strip())
            if line not in seen and not line[2].startswith(PLATFORM):
                seen.add(line)
                yield line


def _plain(message: str) -> str:
    """Return a structured line as level, message and its other fields; any other line unchanged."""
    try:
        fields = json.loads(message)
        level, text = fields.pop("level"), fields.pop("message")
    except (ValueError, KeyError, AttributeError):
        return message
    more = " ".join(
        f"{name}={value}" for name, value in fields.items() if name not in ("timestamp", "service", "logger")
    )
    return f"{level.upper():<7} {text} {more}".rstrip()
