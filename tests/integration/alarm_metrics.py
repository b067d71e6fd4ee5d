"""What CloudWatch would make of the lines that functions on the local cloud wrote: which alarms would ring."""

import json
import time
from collections import defaultdict
from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any

from backend.contracts.alarm_messages import Metric
from infra.constructs.alarms import COUNTED
from infra.constructs.log_metrics import LOG_METRICS
from infra.constructs.objectives import ORDERS, SLOW
from infra.functions import FUNCTIONS_BY_SERVICE
from infra.local.cloud import Cloud
from infra.local.deploy import outputs
from tests.cloud import ShopCloud
from tests.infra.test_fire_drill import matches

SUMS = {str(each.name): each.limit for each in COUNTED}
"""By alarm, the sum from which on it rings."""
AVERAGES = {Metric.CONFIRMED_LATE: ("OrdersBurning", SLOW * ORDERS.budget), Metric.CANNOT_SELL: ("CannotSell", 1)}
"""By metric, the alarm on its average or its highest value, and from which value on it rings."""

Values = dict[str, list[float]]
"""By metric, what was counted or measured."""


def now() -> int:
    """Milliseconds since 1970, as lines of the log have them."""
    return int(time.time() * 1000)


def measure(cloud: ShopCloud, since: int) -> Values:
    """Return what all functions have written since then."""
    values: Values = defaultdict(list)
    for (service, part), group in _groups(cloud.cloud).items():
        for line in _lines(cloud, group, since):
            read_line(values, service, part, line)
    return values


def read_line(values: Values, service: str, part: str, line: Mapping[str, Any]) -> None:
    """Add what metric filters and the embedded format make of a line of this part of a service."""
    for row in LOG_METRICS:
        if row.service in ("", service) and part in row.parts and matches(row.pattern, dict(line)):
            values[row.name].append(row.value)
    for told in line.get("_aws", {}).get("CloudWatchMetrics", ()):
        for each in told["Metrics"]:
            values[each["Name"]].append(float(line[each["Name"]]))


def ringing(values: Values) -> set[str]:
    """Return the alarms that these values make ring."""
    summed = {name for name, limit in SUMS.items() if sum(values.get(name, ())) >= limit}
    return summed | {
        alarm
        for metric, (alarm, limit) in AVERAGES.items()
        if (found := values.get(metric)) and sum(found) / len(found) >= limit
    }


@cache
def _groups(cloud: Cloud) -> dict[tuple[str, str], str]:
    """Return the log group of each function, by service and part."""
    client, names, found = cloud.client("lambda"), outputs(cloud), {}
    for service, parts in FUNCTIONS_BY_SERVICE.items():
        for part in parts:
            name = names[f"{service.title()}{part}"]
            logging = client.get_function_configuration(FunctionName=name).get("LoggingConfig", {})
            found[service, part] = logging.get("LogGroup") or f"/aws/lambda/{name}"
    return found


def _lines(cloud: ShopCloud, group: str, since: int) -> Iterator[dict[str, Any]]:
    client = cloud.client("logs")
    try:
        pages = list(client.get_paginator("filter_log_events").paginate(logGroupName=group, startTime=since))
    except client.exceptions.ResourceNotFoundException:  # it has logged nothing yet
        return
    for event in (event for page in pages for event in page["events"]):
        if event["message"].lstrip().startswith("{"):
            yield json.loads(event["message"])
