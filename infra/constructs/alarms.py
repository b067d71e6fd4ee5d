"""The alarms of a stage, as rows of a table: the metric, the limit at which it rings, and what to do.

CloudWatch charges for each metric that an alarm watches, so the same failure in any service is counted in one metric
(`infra/constructs/log_metrics.py`). Alarms on what shoppers notice notify by one composite alarm; all others notify by
themselves.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import aws_cdk as cdk
from aws_cdk import aws_cloudwatch as cloudwatch
from aws_cdk import aws_cloudwatch_actions as actions
from aws_cdk import aws_sns as sns
from constructs import Construct

from backend.contracts.alarm_messages import Metric
from infra.config import Config

FIVE, HOUR, QUARTER_DAY = cdk.Duration.minutes(5), cdk.Duration.hours(1), cdk.Duration.hours(6)
RUN_BOOK = "docs/run-book"


@dataclass(frozen=True)
class AlarmRow:
    """An alarm: it rings when the metric reaches `limit` in `datapoints` of `periods` periods in a row.

    `page` is the page of the run-book that says what to do; `is_urgent`: shoppers notice it.
    """

    name: str
    metric: cloudwatch.IMetric
    limit: float
    what: str
    page: str
    periods: int = 1
    datapoints: int = 1
    is_urgent: bool = False

    @property
    def description(self) -> str:
        return describe(self.what, self.page)


@dataclass(frozen=True)
class Counted:
    """An alarm on what is counted, over all services, within so many minutes."""

    name: str
    limit: int
    what: str
    page: str
    is_urgent: bool = False
    minutes: int = 5


BOOKS_DIFFER = Counted(
    "BooksDiffer",
    1,
    "Orders, stock, payments, promotions, vouchers or invoices do not agree",
    "books",
    minutes=24 * 60,
)
"""It rings until the next night, which may find that all is well."""
COUNTED = (
    Counted(
        "FunctionFailed",
        3,
        "Functions end in an exception, run out of time, are throttled, or cannot move on an order or a payment",
        "functions",
    ),
    Counted("EventsDelayed", 5, "Messages fail, or wait long for a consumer or a relay", "events"),
    Counted(Metric.DEAD_LETTERS, 1, "Messages that failed for good wait for staff", "dead-letters"),
    Counted("PaymentProvider", 5, "The payment provider is down, slow, or turns us away", "payments", is_urgent=True),
    BOOKS_DIFFER,
)
MAIL_REFUSED = Counted("MailRefused", 10, "SES takes hardly any mail of ours, or puts them off", "mails")
CONCURRENCY_PERCENT = 70
BOUNCES, COMPLAINTS = 0.05, 0.001
"""Shares of mails from which on SES reviews a sender; at twice and five times as many it pauses one:
https://docs.aws.amazon.com/ses/latest/dg/reputationdashboardmessages.html"""


def alarm_rows(config: Config) -> Iterator[AlarmRow]:
    """Yield the alarms that do not belong to an objective."""
    for each in _count_alarms(config):
        metric = cloudwatch.Metric(
            namespace=config.name, metric_name=each.name, statistic="Sum", period=cdk.Duration.minutes(each.minutes)
        )
        yield AlarmRow(each.name, metric, each.limit, each.what, each.page, is_urgent=each.is_urgent)
    if config.heartbeat:
        failed = cloudwatch.Metric(
            namespace=config.name, metric_name=Metric.CANNOT_SELL, statistic="Maximum", period=FIVE
        )
        what = "The heartbeat cannot buy: the shop cannot sell"
        yield AlarmRow(Metric.CANNOT_SELL, failed, 1, what, "cannot-sell", periods=3, datapoints=2, is_urgent=True)
    yield AlarmRow(
        "Concurrency",
        _concurrency(),
        CONCURRENCY_PERCENT,
        "The account's concurrent functions are nearly used up",
        "concurrency",
        periods=2,
        datapoints=2,
    )
    if sends_mail(config):
        for name, metric_name, share, what in (
            ("MailBounces", "Reputation.BounceRate", BOUNCES, "Many addresses take no mail of ours"),
            ("MailComplaints", "Reputation.ComplaintRate", COMPLAINTS, "People call our mails spam"),
        ):
            rate = cloudwatch.Metric(namespace="AWS/SES", metric_name=metric_name, statistic="Average", period=HOUR)
            yield AlarmRow(name, rate, share, what, "mails")


def add_alarms(scope: Construct, config: Config, rows: Iterable[AlarmRow]) -> dict[AlarmRow, cloudwatch.Alarm]:
    """Make the alarm of each row. The local cloud refuses alarms on expressions."""
    rows_here = [row for row in rows if not (config.local and isinstance(row.metric, cloudwatch.MathExpression))]
    return {row: _add_alarm(scope, row) for row in rows_here}


def add_composite(
    scope: Construct, name: str, rules: Iterable[cloudwatch.IAlarmRule], what: str, page: str, topic: sns.ITopic
) -> cloudwatch.CompositeAlarm:
    """Notify the topic when one of the rules holds, and when all is well again."""
    alarm = cloudwatch.CompositeAlarm(
        scope, name, alarm_rule=cloudwatch.AlarmRule.any_of(*rules), alarm_description=describe(what, page)
    )
    tell(alarm, topic)
    return alarm


def tell(alarm: cloudwatch.AlarmBase, topic: sns.ITopic) -> None:
    """Notify the topic when the alarm rings, and when all is well again."""
    alarm.add_alarm_action(actions.SnsAction(topic))
    alarm.add_ok_action(actions.SnsAction(topic))


def sends_mail(config: Config) -> bool:
    """Return whether mails are really sent: the local cloud delivers them to a page of its own."""
    return bool(config.mail_from) and not config.local


def is_reconciled(config: Config) -> bool:
    """Return whether a schedule compares the services' books; its function runs the hosted storefront's code."""
    return config.is_hosted and config.reconcile != "never"


def describe(what: str, page: str) -> str:
    """Return an alarm's description: what is wrong, and the page of the run-book."""
    return f"{what}. What to do: {RUN_BOOK}/{page}.md"


def _add_alarm(scope: Construct, row: AlarmRow) -> cloudwatch.Alarm:
    return cloudwatch.Alarm(
        scope,
        row.name,
        metric=row.metric,
        threshold=row.limit,
        evaluation_periods=row.periods,
        datapoints_to_alarm=row.datapoints,
        comparison_operator=cloudwatch.ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
        treat_missing_data=cloudwatch.TreatMissingData.NOT_BREACHING,
        alarm_description=row.description,
    )


def _count_alarms(config: Config) -> Iterator[Counted]:
    yield from COUNTED
    if sends_mail(config):
        yield MAIL_REFUSED


def _concurrency() -> cloudwatch.MathExpression:
    """Return how many percent of the account's quota of concurrent functions are in use.

    https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch-Quotas-Visualize-Alarms.html
    """
    used = cloudwatch.Metric(
        namespace="AWS/Usage",
        metric_name="ResourceCount",
        dimensions_map={
            "Service": "Lambda",
            "Resource": "ConcurrentExecutions",
            "Type": "Resource",
            "Class": "None",
        },
        statistic="Maximum",
        period=FIVE,
    )
    return cloudwatch.MathExpression(
        expression="100 * used / SERVICE_QUOTA(used)", using_metrics={"used": used}, period=FIVE
    )
