"""Alarms that somebody must act on, as rows of a table: what is measured, from which value on, and what to do."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import aws_cdk as cdk
from aws_cdk import aws_apigatewayv2 as api
from aws_cdk import aws_cloudwatch as cloudwatch
from aws_cdk import aws_cloudwatch_actions as actions
from aws_cdk import aws_lambda as lambda_
from aws_cdk import aws_sns as sns
from aws_cdk import aws_sqs as sqs
from constructs import Construct

from backend.contracts.operations.models import MAX_RECEIVES
from infra.config import Config
from infra.constructs.mail import Mail
from infra.constructs.service import Service

MAX_WAIT_SECONDS = 120
"""Seconds that a message may wait beyond its first try, before somebody is called."""


MINUTE, FIVE = cdk.Duration.minutes(1), cdk.Duration.minutes(5)


@dataclass(frozen=True)
class AlarmRow:
    """An alarm: it rings when the metric reaches `limit` in each of `periods` periods in a row."""

    name: str
    metric: cloudwatch.IMetric
    limit: float
    then: str
    periods: int = 1


def platform_alarms(http_api: api.HttpApi, undelivered: sqs.Queue) -> Iterator[AlarmRow]:
    """Every alarm of what all services share."""
    yield AlarmRow(
        "ApiFaults",
        http_api.metric_server_error(period=FIVE, statistic="Sum"),
        5,
        "Shoppers see errors: read the access log for the routes, then the log of their function",
    )
    yield AlarmRow(
        "BusUndelivered",
        undelivered.metric_approximate_number_of_messages_visible(period=MINUTE, statistic="Maximum"),
        1,
        "EventBridge could not reach a queue: mend its policy, then redrive at /staff/dead-letters/",
    )


def service_alarms(service: Service) -> Iterator[AlarmRow]:
    """Every alarm of one service that AWS's own metrics ring.

    Errors are summed over its functions: whoever is called looks at all.
    """
    word = service.node.id
    functions = service.functions.values()
    errors, throttles = (_sum([metric(each) for each in functions]) for metric in (_errors, _throttles))
    yield AlarmRow(
        f"{word}Errors",
        errors,
        1,
        "A call ended in an exception or ran out of time: read the logs of this service's functions",
    )
    yield AlarmRow(
        f"{word}Throttles", throttles, 1, "The account's concurrency is used up: find out by what, or have it raised"
    )
    for queue in service.dead_letters:
        depth = queue.metric_approximate_number_of_messages_visible(period=MINUTE, statistic="Maximum")
        yield AlarmRow(
            f"{word}{queue.node.id}",
            depth,
            1,
            "Read it (/staff/dead-letters/) and the log, mend the cause, then redrive",
        )
    if service.queue:
        age = service.queue.metric_approximate_age_of_oldest_message(period=MINUTE, statistic="Maximum")
        yield AlarmRow(
            f"{word}QueueAge", age, service.visibility_timeout + MAX_WAIT_SECONDS, _waiting(service), periods=3
        )
    if service.mail:
        yield from _mail_alarms(service.mail)
    if "Relay" not in service.functions:
        return
    behind = service.functions["Relay"].metric("IteratorAge", period=MINUTE, statistic="Maximum")
    yield AlarmRow(
        f"{word}RelayBehind",
        behind,
        60_000,
        "Events are not published: see the relay's log and EventBridge's health",
        periods=3,
    )


def add_alarms(
    scope: Construct, choices: Config, topic: sns.ITopic, rows: Iterable[AlarmRow]
) -> list[cloudwatch.Alarm]:
    """Have each row ring the topic, and tell it when all is well again. The local cloud refuses alarms on sums."""
    wanted = [row for row in rows if not (choices.local and isinstance(row.metric, cloudwatch.MathExpression))]
    return [_add_alarm(scope, row, topic) for row in wanted]


def _add_alarm(scope: Construct, row: AlarmRow, topic: sns.ITopic) -> cloudwatch.Alarm:
    alarm = cloudwatch.Alarm(
        scope,
        row.name,
        metric=row.metric,
        threshold=row.limit,
        evaluation_periods=row.periods,
        comparison_operator=cloudwatch.ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
        treat_missing_data=cloudwatch.TreatMissingData.NOT_BREACHING,
        alarm_description=row.then,
    )
    alarm.add_alarm_action(actions.SnsAction(topic))
    alarm.add_ok_action(actions.SnsAction(topic))
    return alarm


def _mail_alarms(mail: Mail) -> Iterator[AlarmRow]:
    """What became of the shop's mails; SES pauses a sender at 10 % bounces or 0.5 % complaints."""
    yield AlarmRow(
        "MailBounced",
        mail.count("Bounce"),
        10,
        "Many addresses take no mail: see SES's reputation page before SES pauses us",
    )
    yield AlarmRow(
        "MailComplaint", mail.count("Complaint"), 1, "Somebody called a mail spam: see SES's reputation page"
    )


def _errors(function: lambda_.Function) -> cloudwatch.Metric:
    return function.metric_errors(period=FIVE)


def _throttles(function: lambda_.Function) -> cloudwatch.Metric:
    return function.metric_throttles(period=FIVE)


def _sum(metrics: Sequence[cloudwatch.Metric]) -> cloudwatch.IMetric:
    """Return one metric as it is, and several as their sum."""
    if len(metrics) == 1:
        return metrics[0]
    using: dict[str, cloudwatch.IMetric] = {f"m{number}": metric for number, metric in enumerate(metrics)}
    return cloudwatch.MathExpression(expression="SUM(METRICS())", using_metrics=using, period=FIVE)


def _waiting(service: Service) -> str:
    """What to do about a message that waits. One that fails is hidden for a while after each try, and ages, too."""
    last = round(service.visibility_timeout * MAX_RECEIVES / 60)
    return (
        "A message waits long: the consumer is behind (see its throttles), "
        f"or a message fails (see its log) and is a dead letter after {last} minutes"
    )
