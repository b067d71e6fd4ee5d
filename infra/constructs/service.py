"""A microservice on AWS: its table, its bundle, and up to four functions – HTTP handler, event consumer, outbox relay
and sweeper."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import aws_cdk as cdk
from aws_cdk import aws_dynamodb as dynamodb
from aws_cdk import aws_events as events
from aws_cdk import aws_events_targets as targets
from aws_cdk import aws_iam as iam
from aws_cdk import aws_lambda as lambda_
from aws_cdk import aws_logs as logs
from aws_cdk import aws_sqs as sqs
from aws_cdk.aws_lambda_event_sources import SqsDlq
from constructs import Construct

from backend.contracts import shop
from infra.bundle import LAMBDA, bundle, here
from infra.constructs import grants
from infra.constructs.canary import has_canary, shift
from infra.constructs.log import LOG_DAYS
from infra.constructs.mail import Mail
from infra.constructs.queue import dead_letters, queue, visibility_timeout
from infra.constructs.resources import Resources
from infra.constructs.table import table
from infra.functions import SERVICES_WITH_TABLE
from infra.sizing import CONSUMERS, LOG_LEVEL, MEMORY

HTTP_TIMEOUT, CONSUMER_TIMEOUT, RELAY_TIMEOUT = (
    cdk.Duration.seconds(15),
    cdk.Duration.seconds(10),
    cdk.Duration.seconds(30),
)
SWEEPER_TIMEOUT = cdk.Duration.seconds(60)
BATCH = 10
RELAY_BATCH = 100
RELAY_FOR = cdk.Duration.hours(12)  # the stream keeps records for 24
RELAY_TRIES = 10_000
# Most writes cause no event: only items that carry one wake the relay.
CARRIES_EVENT = [
    lambda_.FilterCriteria.filter({"dynamodb": {"NewImage": {"event": {type: lambda_.FilterRule.exists()}}}})
    for type in ("S", "B")
]


@dataclass(frozen=True)
class Deliveries:
    """How messages come to a queue door: a batch may wait `window` to fill up, and `at_once` calls may have one."""

    window: cdk.Duration | None = None
    max_concurrency: int = CONSUMERS


class Service(Construct):
    """A service under its one word, such as `basket`; what it may do is said by its construct in the words of
    DynamoDB's API."""

    mail: Mail | None = None
    """The sender, in a service that sends mails."""

    def __init__(
        self, scope: Construct, name: str, resources: Resources, *, expires: bool = False, streamed: bool = True
    ) -> None:
        super().__init__(scope, name.title())
        self._choices = choices = resources.choices
        self.name, self.stores = name, name in SERVICES_WITH_TABLE
        self.data = resources.data.place_of(name)
        self._table = table(self.data, "Table", choices, streamed=streamed, expires=expires) if self.stores else None
        self.handler: lambda_.IFunction | None = None
        self.queue: sqs.Queue | None = None
        self.dead_letters: list[sqs.Queue] = []
        self.functions: dict[str, lambda_.Function] = {}
        self.logs: dict[str, logs.LogGroup] = {}
        self.deliveries = Deliveries(max_concurrency=choices.limits.consumers)
        self.visibility_timeout = 0  # seconds that a message of its queue is hidden for after each try
        self.disk: cdk.Size | None = None
        self.memory: dict[str, int] = {}
        self._code = lambda_.Code.from_asset(str(bundle(name, here() if choices.local else LAMBDA)))

    @property
    def table(self) -> dynamodb.Table:
        """What the service keeps. Raises LookupError for one that keeps nothing."""
        if self._table is None:
            raise LookupError(
                f"The {self.name} service keeps nothing: SERVICES_WITH_TABLE in infra/functions.py leaves it out"
            )
        return self._table

    def http_function(
        self,
        table: Sequence[str],
        indexes: Sequence[str] = (),
        policies: Sequence[iam.PolicyStatement] = (),
        **environment: str,
    ) -> lambda_.Function:
        """The function behind the service's routes."""
        function = self._function(
            "Handler", "handler", HTTP_TIMEOUT, [*self._on(table, indexes), *policies], **environment
        )
        self.handler = self._entry("Handler", function)
        return function

    def consumer(
        self,
        table: Sequence[str],
        policies: Sequence[iam.PolicyStatement] = (),
        module: str = "consumer",
        timeout: cdk.Duration = CONSUMER_TIMEOUT,
        batch: int = BATCH,
        **environment: str,
    ) -> None:
        """Add the queue and the function that consumes what arrives by it: the events of other services."""
        received = self.make_queue(timeout)
        function = self._function(
            "Consumer", module, timeout, [*self._on(table), grants.consume(received), *policies], **environment
        )
        lambda_.EventSourceMapping(
            self,
            "Deliveries",
            target=self._entry("Consumer", function),
            event_source_arn=received.queue_arn,
            batch_size=batch,
            max_batching_window=self.deliveries.window,
            max_concurrency=self.deliveries.max_concurrency,
            report_batch_item_failures=True,
        )

    def _entry(self, part: str, function: lambda_.Function) -> lambda_.IFunction:
        """Return what callers call: the function itself, or the alias that moves to its new versions step by step."""
        if not has_canary(self._choices, self.name, part):
            return function
        return shift(Construct(self, f"{part}Canary"), function)

    def make_queue(self, timeout: cdk.Duration) -> sqs.Queue:
        """The service's queue, made once."""
        if self.queue is None:
            self.dead_letters.append(dead_letters(self, "DeadLetters"))
            self.queue = queue(self, "Queue", timeout, self.dead_letters[-1])
            self.visibility_timeout = visibility_timeout(timeout)
        return self.queue

    def sweeper(
        self,
        table: Sequence[str],
        indexes: Sequence[str],
        policies: Sequence[iam.PolicyStatement] = (),
        **environment: str,
    ) -> None:
        """The function that looks once a minute after what got stuck."""
        function = self._function(
            "Sweeper", "sweeper", SWEEPER_TIMEOUT, [*self._on(table, indexes), *policies], **environment
        )
        # The rule's own retries are EventBridge's; Lambda keeps a call that failed or was throttled for six hours, and
        # tries it twice more.
        function.configure_async_invoke(retry_attempts=0, max_event_age=cdk.Duration.minutes(1))
        events.Rule(
            self,
            "EachMinute",
            description=f"Wakes the sweeper of {self.name}",
            schedule=events.Schedule.rate(cdk.Duration.minutes(1)),
            targets=[targets.LambdaFunction(function, retry_attempts=0)],  # the next minute is the next try
        )

    def relay(self, event_bus: events.IEventBus, filters: Sequence[Mapping[str, Any]] = ()) -> None:
        """The function that publishes what the table's stream shows as committed."""
        unpublished = dead_letters(self, "Unpublished")
        self.dead_letters.append(unpublished)
        may = [grants.read_stream(self.table), grants.publish(event_bus, self.name), grants.send(unpublished)]
        function = self._function("Relay", "relay", RELAY_TIMEOUT, may, BUS=event_bus.event_bus_name)
        lambda_.EventSourceMapping(
            self,
            "Outbox",
            target=function,
            event_source_arn=self.table.table_stream_arn,
            starting_position=lambda_.StartingPosition.TRIM_HORIZON,
            batch_size=RELAY_BATCH,
            bisect_batch_on_error=True,
            retry_attempts=RELAY_TRIES,
            max_record_age=RELAY_FOR,
            report_batch_item_failures=True,
            on_failure=SqsDlq(unpublished),
            filters=list(filters or CARRIES_EVENT),
        )

    def _on(self, table: Sequence[str], indexes: Sequence[str] = ()) -> list[iam.PolicyStatement]:
        """What a function may do with the service's table and its indexes."""
        on_table = [grants.on_table(self.table, table)] if table else []
        return on_table + ([grants.on_indexes(self.table, indexes)] if indexes else [])

    @property
    def outputs(self) -> dict[str, str]:
        """Names of what was made, for the tests and for whoever looks after the service."""
        names = {f"{self.node.id}{name}": function.function_name for name, function in self.functions.items()}
        queues = {
            f"{self.node.id}{each.node.id}": each.queue_url
            for each in [*self.dead_letters, *([self.queue] if self.queue else [])]
        }
        return {**names, **queues}

    @property
    def kept_outputs(self) -> dict[str, str]:
        """Names of what the service keeps, which is in the data stack."""
        return {f"{self.node.id}Table": self.table.table_name} if self.stores else {}

    def _function(
        self, name: str, module: str, timeout: cdk.Duration, policies: list[iam.PolicyStatement], **environment: str
    ) -> lambda_.Function:
        scope = Construct(self, name)
        log = logs.LogGroup(scope, "Log", retention=LOG_DAYS, removal_policy=cdk.RemovalPolicy.DESTROY)
        function = lambda_.Function(
            scope,
            "Function",
            description=f"{self.name}: {name.lower()}",
            runtime=lambda_.Runtime.PYTHON_3_13,
            architecture=lambda_.Architecture.ARM_64,
            handler=f"backend.{self.name}.{module}.handler",
            code=self._code,
            role=grants.role(scope, policies, log).without_policy_updates(),
            timeout=timeout,
            memory_size=self.memory.get(name, MEMORY),
            ephemeral_storage_size=self.disk,
            log_group=log,
            logging_format=lambda_.LoggingFormat.JSON,
            system_log_level_v2=lambda_.SystemLogLevel.WARN,
            application_log_level_v2=lambda_.ApplicationLogLevel[LOG_LEVEL],
            environment={
                **({"TABLE": self.table.table_name} if self.stores else {}),
                "SERVICE": self.name,
                "CURRENCY": shop.CURRENCY,
                **environment,
            },
        )
        self.functions[name], self.logs[name] = function, log
        return function
