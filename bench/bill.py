"""What invocations cost on AWS, at list prices."""

import json
import math
from collections import defaultdict
from collections.abc import Iterable
from statistics import median

from bench.meter import LOG_EVENT
from bench.shop import Step
from infra import prices
from infra.sizing import ACCESS_LOG, LOG_LEVEL, MEMORY

WHOLE_CPU = 1769
"""MB of memory at which a function has one whole processor:
https://docs.aws.amazon.com/lambda/latest/dg/configuration-memory.html"""

# What a request's access log line holds at its longest, by the variable's last word.
_LOGGED = {
    "status": "200",
    "responseLatency": "1234",
    "requestId": "JKJaXmPLvHcESHA=",
    "integrationErrorMessage": "-",
    "error": "-",
}
WAIT = 4.0  # ms for an answer over the network; DynamoDB promises single digits and tells 2 to 5 for items this small
_HANDLING = 3  # SQS requests for one message that comes alone: sent by the bus, received, deleted


def gigabyte_seconds(milliseconds: float) -> float:
    """Return the GB-seconds of one invocation; Lambda rounds up to whole milliseconds."""
    return MEMORY / 1024 * math.ceil(milliseconds) / 1000


def milliseconds(steps: Iterable[Step], client: float) -> dict[str, float]:
    """Return the billed milliseconds of an invocation, by its purpose, as the median of those given.

    That is its processor time measured here (its own, plus `client` seconds of boto3's per call) at the function's
    share of a processor, and the wait for each call.
    """
    found: dict[str, list[float]] = defaultdict(list)
    for step in steps:
        calls = len(step.reading.calls)
        found[step.name].append((step.reading.own + client * calls) * 1000 * WHOLE_CPU / MEMORY + WAIT * calls)
    return {name: median(each) for name, each in found.items()}


def access_log(route: str) -> int:
    """Return the bytes of a request's line in the access log, as CloudWatch Logs counts them."""
    values = {key: _LOGGED.get(variable.rpartition(".")[2], route) for key, variable in ACCESS_LOG.items()}
    return len(json.dumps(values, separators=(",", ":")).encode()) + LOG_EVENT


def logs(steps: Iterable[Step], routes: dict[str, str]) -> int:
    """Return the log bytes of all invocations and of the requests that caused them."""
    return sum(
        step.reading.logged(LOG_LEVEL) + (access_log(routes[step.what]) if step.through_gateway else 0)
        for step in steps
    )


def bill(steps: list[Step], routes: dict[str, str], milliseconds: dict[str, float]) -> dict[str, float]:
    """Return the dollars for these invocations once each, by their purpose; `milliseconds` are billed for each."""
    published = [entry for step in steps for entry in step.reading.published]
    bytes_ = sum(len(entry["Detail"].encode()) for entry in published)
    requests = sum(step.through_gateway for step in steps)
    messages = sum(step.module == "Consumer" for step in steps)
    written = logs(steps, routes)
    return {
        "API requests": prices.HTTP_API.of(requests),
        "function requests": prices.LAMBDA_REQUESTS.of(len(steps)),
        "function time": prices.LAMBDA_TIME.of(sum(gigabyte_seconds(milliseconds[step.name]) for step in steps)),
        "table reads": prices.READS.of(sum(step.reading.units.read for step in steps)),
        "table writes": prices.WRITES.of(sum(step.reading.units.write for step in steps)),
        "events": prices.EVENTS.of(len(published)) + prices.ARCHIVE.of(bytes_) + prices.ARCHIVE_KEPT.of(bytes_),
        "queue": prices.QUEUE.of(_HANDLING * messages),
        "logs": prices.LOGS.of(written) + prices.LOGS_KEPT.of(written * prices.LOGS_PACKED),
    }
