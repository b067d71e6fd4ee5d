"""What functions log when somebody must look, counted: the alarms that AWS's own metrics cannot ring."""

from collections.abc import Iterator
from dataclasses import dataclass

from aws_cdk import aws_cloudwatch as cloudwatch
from aws_cdk import aws_logs as logs
from constructs import Construct

from backend.contracts.alarm_messages import (
    INVOICE_NOT_ISSUED,
    MAIL_REFUSED,
    MORE_DUE,
    NOT_SWEPT,
    TURNED_AWAY,
    UNANSWERED,
)
from infra.config import Config
from infra.constructs.alarms import FIVE, AlarmRow
from infra.constructs.service import Service


@dataclass(frozen=True)
class LogAlarm:
    """So many lines that say this, within the period, in the logs of these parts of a service."""

    name: str
    said: str
    service: str
    parts: tuple[str, ...]
    limit: int
    then: str


ASKING = ("Handler", "Consumer", "Sweeper")  # the parts that speak to the provider
LOG_ALARMS = (
    LogAlarm(
        "InvoiceNotIssued",
        INVOICE_NOT_ISSUED,
        "invoice",
        ("Consumer",),
        1,
        "An order's confirmation came from a release without invoices: write its invoice by hand",
    ),
    LogAlarm(
        "PaymentUnanswered", UNANSWERED, "payment", ASKING, 5, "The provider is down or slow: look at its status page"
    ),
    LogAlarm(
        "PaymentTurnedAway", TURNED_AWAY, "payment", ASKING, 1, "The provider refuses us: mend our key or its address"
    ),
    LogAlarm(
        "PaymentNotSwept",
        NOT_SWEPT,
        "payment",
        ("Sweeper",),
        1,
        "Something keeps a payment from being settled: read the sweeper's log",
    ),
    LogAlarm(
        "OrderNotSwept",
        NOT_SWEPT,
        "order",
        ("Sweeper",),
        1,
        "Something keeps an order from going on: read the sweeper's log",
    ),
    LogAlarm(
        "PaymentBacklog",
        MORE_DUE,
        "payment",
        ("Sweeper",),
        3,
        "More payments wait than a sweep takes: see what fails, and the provider",
    ),
    LogAlarm(
        "OrderBacklog",
        MORE_DUE,
        "order",
        ("Sweeper",),
        3,
        "More orders are overdue than a sweep takes: see which service is behind",
    ),
    LogAlarm(
        "MailRefused",
        MAIL_REFUSED,
        "notification",
        ("Consumer",),
        10,
        "SES takes hardly any mail of ours: read the log for its code",
    ),
)


def log_alarms(scope: Construct, choices: Config, service: Service) -> Iterator[AlarmRow]:
    """Count what the service's functions say in their logs; a log group has a filter for each."""
    for sign in (each for each in LOG_ALARMS if each.service == service.name):
        for part in sign.parts:
            logs.MetricFilter(
                scope,
                f"{sign.name}In{part}",
                log_group=service.logs[part],
                filter_pattern=logs.FilterPattern.string_value("$.message", "=", sign.said),
                metric_namespace=choices.name,
                metric_name=sign.name,
            )
        count = cloudwatch.Metric(namespace=choices.name, metric_name=sign.name, statistic="Sum", period=FIVE)
        yield AlarmRow(sign.name, count, sign.limit, sign.then)
