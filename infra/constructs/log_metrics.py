"""Metrics counted from the logs of functions and APIs: one for each alarm, over all services."""

from collections.abc import Mapping
from dataclasses import dataclass

from aws_cdk import aws_logs as logs
from constructs import Construct

from backend.contracts.alarm_messages import (
    BOOKS_DIFFER,
    EVENTS_LATE,
    INVOICE_NOT_ISSUED,
    MAIL_REFUSED,
    MAILS_WAIT,
    MESSAGE_FAILED,
    MESSAGE_LATE,
    MORE_DUE,
    NOT_SWEPT,
    TURNED_AWAY,
    UNANSWERED,
)
from infra.config import Config
from infra.constructs import alarms
from infra.constructs.objectives import SLOW_MS, Objective
from infra.functions import PARTS

THROTTLED = ("ThrottlingException", "ProvisionedThroughputExceededException", "TooManyRequestsException")
"""How boto3 names AWS's refusals of what comes too fast; a function logs one when no repeat has helped."""

AT_ONCE = 3
"""What a failure counts of a function that is called seldom: as many as its alarm rings for."""

_IS_THROTTLED = "".join(f' || $.exception_name = "{name}"' for name in THROTTLED)
_IS_BEHIND = f' || $.message = "{MORE_DUE}"'
FAILED = f'{{ ($.type = "platform.report" && $.record.status != "success"){_IS_THROTTLED}{_IS_BEHIND} }}'
"""Lambda writes this report at level WARN about a call that failed:
https://docs.aws.amazon.com/lambda/latest/dg/monitoring-cloudwatchlogs-log-level.html
A sweeper that is behind with its work counts the same."""


def message_pattern(*messages: str) -> str:
    """Return the pattern of a log line with one of these messages."""
    any_of = " || ".join(f'$.message = "{message}"' for message in messages)
    return f"{{ {any_of} }}"


@dataclass(frozen=True)
class LogMetric:
    """A log line that matches `pattern`, in these parts of one service or of all, adds `value` to the metric."""

    name: str
    pattern: str
    parts: tuple[str, ...]
    service: str = ""
    value: int = 1


_ASKING = ("Handler", "Consumer", "Sweeper")  # the parts that speak to the provider
LOG_METRICS = (
    LogMetric("FunctionFailed", FAILED, PARTS),
    LogMetric("EventsDelayed", message_pattern(MESSAGE_FAILED, MESSAGE_LATE), ("Consumer",)),
    LogMetric("EventsDelayed", message_pattern(EVENTS_LATE), ("Relay",)),
    LogMetric("FunctionFailed", message_pattern(NOT_SWEPT), ("Sweeper",), value=AT_ONCE),
    LogMetric("PaymentProvider", message_pattern(UNANSWERED), _ASKING, "payment"),
    LogMetric("PaymentProvider", message_pattern(TURNED_AWAY), _ASKING, "payment", value=5),
    LogMetric(alarms.BOOKS_DIFFER.name, message_pattern(INVOICE_NOT_ISSUED), ("Consumer",), "invoice"),
    LogMetric("MailRefused", message_pattern(MAIL_REFUSED), ("Consumer",), "notification"),
    LogMetric("MailRefused", message_pattern(MAILS_WAIT), ("Sweeper",), "notification", value=10),
)


def count_lines(scope: Construct, config: Config, service: str, groups: Mapping[str, logs.ILogGroup]) -> None:
    """Count what a service's functions log; `groups` are their log groups by part."""
    for row in LOG_METRICS:
        if row.service in ("", service):
            for part in (each for each in row.parts if each in groups):
                _count(
                    scope,
                    config,
                    f"{service.title()}{row.name}{row.value}In{part}",
                    groups[part],
                    row.pattern,
                    row.name,
                    row.value,
                )


def count_failures(scope: Construct, config: Config, group: logs.ILogGroup, value: int = 1) -> None:
    """Count the failed calls of a function that is not a standard part of a service, each as `value`."""
    _count(scope, config, "FunctionFailed", group, FAILED, "FunctionFailed", value)


def count_differences(scope: Construct, config: Config, group: logs.ILogGroup) -> None:
    """Count the differences that a reconciliation logs, and ring at once if it fails: it is called seldom."""
    name = alarms.BOOKS_DIFFER.name
    _count(scope, config, name, group, message_pattern(BOOKS_DIFFER), name, "$.differences")
    count_failures(scope, config, group, AT_ONCE)


def count_requests(scope: Construct, config: Config, objective: Objective, access_log: logs.ILogGroup) -> None:
    """Count each request of an API as bad or good: the metric's average is the share of bad ones."""
    slow = SLOW_MS[objective.name]
    for name, pattern, value in (
        ("Bad", f'{{ $.status = "5*" || $.ms > {slow} }}', 1),
        ("Good", f'{{ $.status != "5*" && $.ms <= {slow} }}', 0),
    ):
        _count(scope, config, f"{objective.name}{name}", access_log, pattern, objective.metric, value)


def _count(
    scope: Construct, config: Config, id: str, group: logs.ILogGroup, pattern: str, metric: str, value: int | str = 1
) -> None:
    logs.MetricFilter(
        scope,
        id,
        log_group=group,
        filter_pattern=logs.FilterPattern.literal(pattern),
        metric_namespace=config.name,
        metric_name=metric,
        metric_value=str(value),
    )
