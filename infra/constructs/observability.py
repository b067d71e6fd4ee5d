"""Alarms that somebody must act on, each saying how, and one dashboard.

They are rows of a table: see `alarms` and `log_alarms`.
"""

from collections.abc import Iterator, Sequence

import aws_cdk as cdk
from aws_cdk import aws_cloudwatch as cloudwatch
from aws_cdk import aws_cloudwatch_actions as actions
from aws_cdk import aws_iam as iam
from aws_cdk import aws_logs as logs
from aws_cdk import aws_sns as sns
from aws_cdk import aws_sns_subscriptions as subscriptions
from constructs import Construct

from backend.contracts import shop
from infra.config import Config
from infra.constructs.alarms import FIVE, AlarmRow, alarms
from infra.constructs.bus import Bus
from infra.constructs.gateway import Gateway
from infra.constructs.log_alarms import count_messages
from infra.constructs.service import Service


class Observability(Construct):
    """Every alarm tells one topic; `alarm_email` in the stage's file subscribes somebody to it."""

    def __init__(
        self, scope: Construct, id: str, choices: Config, gateway: Gateway, bus: Bus, services: Sequence[Service]
    ) -> None:
        super().__init__(scope, id)
        topic = self._topic(choices)
        signs = (
            AlarmRow(sign.name, metric, sign.limit, sign.then) for sign, metric in count_messages(self, services, FIVE)
        )
        rows = (*alarms(gateway, bus, services), *signs, *_mails(services))
        # The local cloud refuses alarms on sums.
        made = [
            self._alarm(row, topic)
            for row in rows
            if not (choices.local and isinstance(row.metric, cloudwatch.MathExpression))
        ]
        self._dashboard(gateway, services, made)
        self._query(gateway, services)

    def _query(self, gateway: Gateway, services: Sequence[Service]) -> None:
        """Save the search for all that one order, or one page request, has caused: its id is put in where the query
        says so."""
        written = [log for service in services for log in service.logs.values()]
        logs.QueryDefinition(
            self,
            "OneOrder",
            query_definition_name=f"{cdk.Stack.of(self).stack_name}/one order",
            log_groups=[gateway.log, *written],
            query_string=logs.QueryString(
                fields=[
                    "@timestamp",
                    "@log",
                    "level",
                    "message",
                    "event",
                    "route",
                    "status",
                    "request_id",
                    "exception_name",
                ],
                filter_statements=["@message like /the id of the order or of the request/"],
                sort="@timestamp asc",
                limit=1000,
            ),
        )

    def _topic(self, choices: Config) -> sns.Topic:
        topic = sns.Topic(self, "Topic", display_name=f"{shop.NAME} alarms", enforce_ssl=True)
        # A topic with a policy of its own loses the usual one, which let the account's alarms publish.
        topic.add_to_resource_policy(
            iam.PolicyStatement(
                principals=[iam.ServicePrincipal("cloudwatch.amazonaws.com")],
                actions=["sns:Publish"],
                resources=[topic.topic_arn],
                conditions={"StringEquals": {"aws:SourceAccount": cdk.Stack.of(self).account}},
            )
        )
        if choices.alarm_email:
            topic.add_subscription(subscriptions.EmailSubscription(choices.alarm_email))
        return topic

    def _alarm(self, row: AlarmRow, topic: sns.Topic) -> cloudwatch.Alarm:
        alarm = cloudwatch.Alarm(
            self,
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

    def _dashboard(self, gateway: Gateway, services: Sequence[Service], made: list[cloudwatch.Alarm]) -> None:
        dashboard = cloudwatch.Dashboard(self, "Dashboard", default_interval=cdk.Duration.hours(3))
        # A widget takes 100 alarms at most, so each service has one of its own.
        for title, some in _by_service(made, services).items():
            dashboard.add_widgets(cloudwatch.AlarmStatusWidget(title=f"Alarms: {title}", alarms=some, width=24))
        api = gateway.api
        dashboard.add_widgets(
            _graph("Requests and errors", [api.metric_count(), api.metric_client_error(), api.metric_server_error()]),
            _graph(
                "Latency of the API, ms", [api.metric_latency(statistic=percentile) for percentile in ("p50", "p99")]
            ),
        )
        for service in services:
            functions, queues = (
                service.functions.values(),
                [*service.dead_letters, *([service.queue] if service.queue else [])],
            )
            dashboard.add_widgets(
                _graph(
                    f"{service.node.id}: calls and errors",
                    [each.metric_invocations() for each in functions],
                    [each.metric_errors() for each in functions],
                ),
                _graph(f"{service.node.id}: time, p99", [each.metric_duration(statistic="p99") for each in functions]),
                _graph(
                    f"{service.node.id}: messages waiting",
                    [each.metric_approximate_number_of_messages_visible() for each in queues],
                ),
                *_capacity(service),
            )


def _mails(services: Sequence[Service]) -> Iterator[AlarmRow]:
    """What became of the shop's mails; SES pauses a sender at 10 % bounces or 0.5 % complaints."""
    for mail in (each.mail for each in services if each.mail):
        yield AlarmRow(
            "MailBounced",
            mail.count("Bounce"),
            10,
            "Many addresses take no mail: see SES's reputation page before SES pauses us",
        )
        yield AlarmRow(
            "MailComplaint", mail.count("Complaint"), 1, "Somebody called a mail spam: see SES's reputation page"
        )


def _by_service(made: Sequence[cloudwatch.Alarm], services: Sequence[Service]) -> dict[str, list[cloudwatch.Alarm]]:
    """The alarms by whose they are; what is no service's own is the shop's."""
    words = [service.node.id for service in services]
    found: dict[str, list[cloudwatch.Alarm]] = {}
    for alarm in made:
        whose = next((word for word in words if alarm.node.id.startswith(word)), "the shop")
        found.setdefault(whose, []).append(alarm)
    return found


def _capacity(service: Service) -> list[cloudwatch.GraphWidget]:
    if not service.stores:
        return []
    used = [service.table.metric_consumed_read_capacity_units(), service.table.metric_consumed_write_capacity_units()]
    return [_graph(f"{service.node.id}: capacity used", used)]


def _graph(
    title: str, left: Sequence[cloudwatch.IMetric], right: Sequence[cloudwatch.IMetric] = ()
) -> cloudwatch.GraphWidget:
    return cloudwatch.GraphWidget(title=title, left=list(left), right=list(right), width=6)
