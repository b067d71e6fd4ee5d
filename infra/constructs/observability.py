"""One dashboard over all stacks, and the search for all that one order has caused."""

from collections.abc import Mapping, Sequence

import aws_cdk as cdk
from aws_cdk import aws_apigatewayv2 as api
from aws_cdk import aws_cloudwatch as cloudwatch
from aws_cdk import aws_logs as logs
from constructs import Construct

from infra.config import Config
from infra.constructs.service import Service

Alarms = Mapping[str, Sequence[cloudwatch.Alarm]]
"""By service, and by `the shop` for those of what all services share."""


class Observability(Construct):
    """One dashboard and one search over all services."""

    def __init__(
        self,
        scope: Construct,
        id: str,
        choices: Config,
        http_api: api.HttpApi,
        access_log: logs.ILogGroup,
        services: Sequence[Service],
        alarms: Alarms,
    ) -> None:
        super().__init__(scope, id)
        self._dashboard(http_api, services, alarms)
        self._query(choices, access_log, services)

    def _query(self, choices: Config, access_log: logs.ILogGroup, services: Sequence[Service]) -> None:
        """Save the search for all that one order, or one page request, has caused: its id is put in where the query
        says so."""
        written = [log for service in services for log in service.logs.values()]
        logs.QueryDefinition(
            self,
            "OneOrder",
            query_definition_name=f"{choices.name}/one order",
            log_groups=[access_log, *written],
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

    def _dashboard(self, http_api: api.HttpApi, services: Sequence[Service], alarms: Alarms) -> None:
        dashboard = cloudwatch.Dashboard(self, "Dashboard", default_interval=cdk.Duration.hours(3))
        # A widget takes 100 alarms at most, so each service has one of its own.
        for title, some in alarms.items():
            dashboard.add_widgets(cloudwatch.AlarmStatusWidget(title=f"Alarms: {title}", alarms=list(some), width=24))
        dashboard.add_widgets(
            _graph(
                "Requests and errors",
                [http_api.metric_count(), http_api.metric_client_error(), http_api.metric_server_error()],
            ),
            _graph(
                "Latency of the API, ms",
                [http_api.metric_latency(statistic=percentile) for percentile in ("p50", "p99")],
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


def _capacity(service: Service) -> list[cloudwatch.GraphWidget]:
    if not service.stores:
        return []
    used = [service.table.metric_consumed_read_capacity_units(), service.table.metric_consumed_write_capacity_units()]
    return [_graph(f"{service.node.id}: capacity used", used)]


def _graph(
    title: str, left: Sequence[cloudwatch.IMetric], right: Sequence[cloudwatch.IMetric] = ()
) -> cloudwatch.GraphWidget:
    return cloudwatch.GraphWidget(title=title, left=list(left), right=list(right), width=6)
