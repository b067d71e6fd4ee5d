"""The event bus: closed to other accounts, kept in an archive, with one rule per consumer made from the event
contracts."""

from collections.abc import Iterable

import aws_cdk as cdk
from aws_cdk import aws_events as events
from aws_cdk import aws_events_targets as targets
from constructs import Construct

from backend.contracts.event import SOURCE, name
from backend.contracts.registry import CONSUMERS, PUBLISHER
from infra.config import Config
from infra.constructs.queue import dead_letters
from infra.constructs.service import Service

ARCHIVE_DAYS = 30
RETRY = cdk.Duration.hours(24)
RETRIES = 185  # what EventBridge itself uses for 24 hours


class Bus(Construct):
    """Services publish on it in their own name; it delivers to their queues."""

    def __init__(self, scope: Construct, id: str) -> None:
        super().__init__(scope, id)
        # CloudFormation makes up no name for a bus, and CDK the same one in every stage.
        named = None if Config.of(self.node).local else f"{cdk.Stack.of(self).stack_name}-events"
        self.bus = events.EventBus(self, "Bus", event_bus_name=named, description="What happened in the shop")
        self.undelivered = dead_letters(self, "Undelivered")
        self.bus.archive(
            "Archive",
            description="Every event of the shop, to be replayed",
            event_pattern=events.EventPattern(source=events.Match.prefix(f"{SOURCE}.")),
            retention=cdk.Duration.days(ARCHIVE_DAYS),
        )

    def deliver(self, services: Iterable[Service]) -> None:
        """One rule per consuming service: its events, from the services that publish them, to its queue."""
        for service in services:
            wanted = [event for event, consumers in CONSUMERS.items() if service.name in consumers]
            if service.queue is not None and wanted:
                events.Rule(
                    self,
                    f"To{service.node.id}",
                    event_bus=self.bus,
                    description=f"What {service.name} wants to know",
                    event_pattern=events.EventPattern(
                        source=sorted({f"{SOURCE}.{PUBLISHER[event]}" for event in wanted}),
                        detail_type=[name(event) for event in wanted],
                    ),
                    targets=[
                        targets.SqsQueue(
                            service.queue,
                            dead_letter_queue=self.undelivered,
                            max_event_age=RETRY,
                            retry_attempts=RETRIES,
                        )
                    ],
                )
