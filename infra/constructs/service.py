"""A microservice on AWS: its table, its bundle, and up to four functions – HTTP handler, event consumer, outbox relay
and sweeper."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import aws_cdk as cdk
from aws_cdk import aws_dynamodb as dynamodb
from aws_cdk import aws_events as events
from aws_cdk import aws_events_targets as targets
from aws_cdk import aws_iam as iam
from aws_cdk import aws_lambda as lambda_
from aws_cdk import aws_logs as logs
from aws_cdk import aws_sqs as sqs
from constructs import Construct

from backend.contracts import shop
from backend.contracts.registry import OPERATIONS
from infra.bundle import LAMBDA, bundle, here
from infra.constructs import grants
from infra.constructs.canary import has_canary, shift
from infra.constructs.function import make_function
from infra.constructs.outbox import connect_outbox
from infra.constructs.queue import dead_letters, queue, visibility_timeout
from infra.constructs.resources import Resources
from infra.constructs.table import restored_table, table
from infra.functions import RECOVERED_SERVICES, SERVICES_WITH_TABLE
from infra.sizing import CONSUMERS, MEMORY

HTTP_TIMEOUT, CONSUMER_TIMEOUT, RELAY_TIMEOUT = (
    cdk.Duration.seconds(15),
    cdk.Duration.seconds(10),
    cdk.Duration.seconds(30),
)
SWEEPER_TIMEOUT = cdk.Duration.seconds(60)
MINUTE = cdk.Duration.minutes(1)
CHANGED_BY_STAFF = frozenset(operation.service for operation in OPERATIONS if operation.changes)
"""Services that staff change something in by an operation of the contracts."""
BATCH = 10


@dataclass(frozen=True)
class Deliveries:
    """How messages come to a consumer: a batch may wait `window` to fill up, and `max_concurrency` calls may
    have one.
    """

    window: cdk.Duration | None = None
    max_concurrency: int = CONSUMERS


class Service(Construct):
    """A service under its one word, such as `basket`.

    A class of `infra.services` derives from it, as from CDK's own constructs, and adds the functions that the service
    has; it changes none of what stands here but the outputs. Grants are said in the words of DynamoDB's API.
    """

    def __init__(
        self,
        scope: Construct,
        name: str,
        resources: Resources,
        *,
        expires: bool = False,
        streamed: bool = True,
        deliveries: Deliveries | None = None,
        memory: Mapping[str, int] | None = None,
        disk: cdk.Size | None = None,
        swept_every: cdk.Duration = MINUTE,
    ) -> None:
        """Make the table and the bundle. `expires` and `streamed` are the table's; `memory` is in MB, by function."""
        super().__init__(scope, name.title())
        self._config = config = resources.config
        self._event_bus = resources.event_bus
        self.name, self.stores = name, name in SERVICES_WITH_TABLE
        self.data = resources.data.place_of(name)
        self._table = self._make_table(streamed, expires) if self.stores else None
        self.handler: lambda_.IFunction | None = None
        self.queue: sqs.Queue | None = None
        self.dead_letters: list[sqs.Queue] = []
        self.functions: dict[str, lambda_.Function] = {}
        self.logs: dict[str, logs.LogGroup] = {}
        self._deliveries = deliveries or Deliveries(max_concurrency=config.limits.consumers)
        self._memory, self._disk, self._swept_every = memory or {}, disk, swept_every
        self.visibility_timeout = 0  # seconds that a message of its queue is hidden for after each try
        self._code = lambda_.Code.from_asset(str(bundle(name, here() if config.local else LAMBDA)))

    def _make_table(self, streamed: bool, expires: bool) -> dynamodb.ITable:
        if self.name in self._config.restored:
            return restored_table(self.data, "Restored", self._config.restored[self.name])
        is_copied = bool(self._config.replica) and self.name in RECOVERED_SERVICES  # a copy is made from the stream
        return table(self.data, "Table", self._config, streamed=streamed or is_copied, expires=expires)

    @property
    def table(self) -> dynamodb.ITable:
        """Return the service's table. Raises LookupError for a service that has none."""
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
        """Add and return the function behind the service's routes. What staff change by them goes into the
        audit log.
        """
        may = [*self._on(table, indexes), *policies]
        if self.name in CHANGED_BY_STAFF:
            may.append(grants.log_changes(self._event_bus))
            environment["BUS"] = self._event_bus.event_bus_name
        function = self._function("Handler", "handler", HTTP_TIMEOUT, may, **environment)
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
        queue = self.make_queue(timeout)
        function = self._function(
            "Consumer", module, timeout, [*self._on(table), grants.consume(queue), *policies], **environment
        )
        lambda_.EventSourceMapping(
            self,
            "Deliveries",
            target=self._entry("Consumer", function),
            event_source_arn=queue.queue_arn,
            batch_size=batch,
            max_batching_window=self._deliveries.window,
            max_concurrency=self._deliveries.max_concurrency,
            report_batch_item_failures=True,
        )

    def _entry(self, part: str, function: lambda_.Function) -> lambda_.IFunction:
        """Return what callers call: the function itself, or the alias that moves to its new versions step by step."""
        if not has_canary(self._config, self.name, part):
            return function
        return shift(Construct(self, f"{part}Canary"), function)

    def make_queue(self, timeout: cdk.Duration) -> sqs.Queue:
        """Return the service's queue, made once; its messages are hidden for as long as this function timeout
        demands.
        """
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
        """Add the function that looks after what got stuck, each time that `swept_every` is over."""
        function = self._function(
            "Sweeper", "sweeper", SWEEPER_TIMEOUT, [*self._on(table, indexes), *policies], **environment
        )
        # The rule's own retries are EventBridge's; Lambda keeps a call that failed or was throttled for six hours, and
        # tries it twice more.
        function.configure_async_invoke(retry_attempts=0, max_event_age=MINUTE)
        events.Rule(
            self,
            "EachMinute",
            description=f"Wakes the sweeper of {self.name}",
            schedule=events.Schedule.rate(self._swept_every),
            targets=[targets.LambdaFunction(function, retry_attempts=0)],  # the next time is the next try
        )

    def relay(self, event_bus: events.IEventBus, filters: Sequence[Mapping[str, object]] = ()) -> None:
        """Add the function that publishes what the table's stream shows as committed."""
        unpublished_queue = dead_letters(self, "Unpublished")
        self.dead_letters.append(unpublished_queue)
        may = [grants.read_stream(self.table), grants.publish(event_bus, self.name), grants.send(unpublished_queue)]
        function = self._function("Relay", "relay", RELAY_TIMEOUT, may, BUS=event_bus.event_bus_name)
        connect_outbox(self, function, self.table, unpublished_queue, filters)

    def _on(self, table: Sequence[str], indexes: Sequence[str] = ()) -> list[iam.PolicyStatement]:
        """Return the grants of a function on the service's table and its indexes."""
        on_table = [grants.on_table(self.table, table)] if table else []
        return on_table + ([grants.on_indexes(self.table, indexes)] if indexes else [])

    @property
    def outputs(self) -> dict[str, str]:
        """Return the stack's outputs: names of functions and addresses of queues."""
        names = {f"{self.node.id}{name}": function.function_name for name, function in self.functions.items()}
        queues = {
            f"{self.node.id}{each.node.id}": each.queue_url
            for each in [*self.dead_letters, *([self.queue] if self.queue else [])]
        }
        return {**names, **queues}

    @property
    def kept_outputs(self) -> dict[str, str]:
        """Return the outputs of the data stack: the name of the table."""
        return {f"{self.node.id}Table": self.table.table_name} if self.stores else {}

    def _function(
        self, name: str, module: str, timeout: cdk.Duration, policies: list[iam.PolicyStatement], **environment: str
    ) -> lambda_.Function:
        function, log = make_function(
            Construct(self, name),
            f"{self.name}: {name.lower()}",
            f"backend.{self.name}.{module}.handler",
            self._code,
            timeout,
            policies,
            {
                **({"TABLE": self.table.table_name} if self.stores else {}),
                "SERVICE": self.name,
                shop.CURRENCY_VARIABLE: self._config.currency,
                **({} if self._config.prices_include_tax else {shop.TAX_VARIABLE: shop.ADDED}),
                "METRICS": self._config.name,
                **environment,
            },
            memory=self._memory.get(name, MEMORY),
            disk=self._disk,
        )
        self.functions[name], self.logs[name] = function, log
        return function
