"""Two dashboards over all stacks, and the search for everything that one order has caused."""

from collections.abc import Iterator, Sequence

import aws_cdk as cdk
from aws_cdk import aws_apigatewayv2 as api
from aws_cdk import aws_cloudwatch as cloudwatch
from aws_cdk import aws_logs as logs
from constructs import Construct

from backend.contracts.alarm_messages import Metric
from backend.contracts.registry import CONSUMERS, PUBLISHER
from infra.config import Config
from infra.constructs.alarm_set import AlarmSet
from infra.constructs.objectives import objectives
from infra.constructs.service import Service

ORDER_SERVICES = {
    service
    for event, heard_by in CONSUMERS.items()
    for service in (PUBLISHER[event], *heard_by)
    if "order_id" in event.__struct_fields__
}
"""Services that tell or hear of an order."""
INTERVAL = cdk.Duration.hours(3)  # that graphs show at first


class Observability(Construct):
    """The dashboards: sales and response times, events that wait, and one search over all services.

    AWS charges nothing for dashboards of at most 50 metrics, of which an account may have three.
    """

    def __init__(
        self,
        scope: Construct,
        id: str,
        config: Config,
        http_api: api.HttpApi,
        access_log: logs.ILogGroup,
        services: Sequence[Service],
        alarms: AlarmSet,
    ) -> None:
        super().__init__(scope, id)
        self._config = config
        self._shop_board(http_api, services, alarms)
        self._event_board(services)
        self._query(access_log, services)

    def _query(self, access_log: logs.ILogGroup, services: Sequence[Service]) -> None:
        """Save the search for everything that one order, or one page request, has caused; its id is filled in where the
        query says so.

        A query takes 50 logs, so those of consumers and relays that no order passes are left out.
        """
        service_logs = [
            log
            for service in services
            for part, log in service.logs.items()
            if part == "Handler" or service.name in ORDER_SERVICES
        ]
        logs.QueryDefinition(
            self,
            "OneOrder",
            query_definition_name=f"{self._config.name}/one order",
            log_groups=[access_log, *service_logs],
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

    def _shop_board(self, http_api: api.HttpApi, services: Sequence[Service], alarms: AlarmSet) -> None:
        """Show which alarms ring, what is sold, and how fast each service answers."""
        dashboard = cloudwatch.Dashboard(self, "Dashboard", default_interval=INTERVAL)
        # The local cloud has no composite alarms, so nothing may refer to one there.
        every = [*([] if self._config.local else [alarms.urgent]), *alarms.single]
        dashboard.add_widgets(cloudwatch.AlarmStatusWidget(title="Alarms", alarms=list(every), width=24))
        dashboard.add_widgets(*self._sales(), *_requests(http_api))
        answers = [_answer_time(each) for each in services if each.handler]
        dashboard.add_widgets(_graph("Answers of services, ms, p99", answers))

    def _event_board(self, services: Sequence[Service]) -> None:
        """Show the events that each service has not consumed or published yet."""
        dashboard = cloudwatch.Dashboard(self, "Events", default_interval=INTERVAL)
        dashboard.add_widgets(
            _graph("Messages waiting for their consumers", [_depth(each) for each in services if each.queue]),
            _graph("Relays are behind, ms", [_age(each) for each in services if "Relay" in each.functions]),
            _graph("Messages that failed for good", [self._metric(Metric.DEAD_LETTERS)]),
        )

    def _sales(self) -> Iterator[cloudwatch.GraphWidget]:
        orders = [self._metric(name) for name in (Metric.PLACED, Metric.PAID, Metric.REFUSED)]
        yield _graph("Orders", orders, [self._metric(Metric.DEAD_LETTERS)])
        yield _graph(
            "Minutes to confirmed, and revenue in minor units",
            [self._metric(Metric.CONFIRMED_MINUTES, "p95")],
            [self._metric(Metric.REVENUE)],
        )
        shares = [self._metric(each.metric, "Average") for each in objectives(self._config)]
        yield _graph("Shares of what is bad, by objective", shares)

    def _metric(self, name: str, statistic: str = "Sum") -> cloudwatch.Metric:
        return cloudwatch.Metric(namespace=self._config.name, metric_name=name, statistic=statistic)


def _requests(http_api: api.HttpApi) -> Iterator[cloudwatch.GraphWidget]:
    yield _graph(
        "Requests and errors", [http_api.metric_count(), http_api.metric_client_error(), http_api.metric_server_error()]
    )
    yield _graph(
        "Latency of the API, ms", [http_api.metric_latency(statistic=percentile) for percentile in ("p50", "p99")]
    )


def _depth(service: Service) -> cloudwatch.IMetric:
    if service.queue is None:
        raise LookupError(f"{service.name} has no queue")
    return service.queue.metric_approximate_number_of_messages_visible(label=service.name)


def _answer_time(service: Service) -> cloudwatch.IMetric:
    return service.functions["Handler"].metric_duration(statistic="p99", label=service.name)


def _age(service: Service) -> cloudwatch.IMetric:
    return service.functions["Relay"].metric("IteratorAge", statistic="Maximum", label=service.name)


def _graph(
    title: str, left: Sequence[cloudwatch.IMetric], right: Sequence[cloudwatch.IMetric] = ()
) -> cloudwatch.GraphWidget:
    return cloudwatch.GraphWidget(title=title, left=list(left), right=list(right), width=8)
