"""What a service hears: one rule for it on the bus, made from the event contracts."""

import aws_cdk as cdk
from aws_cdk import aws_events as events
from aws_cdk import aws_events_targets as targets
from aws_cdk import aws_sqs as sqs
from constructs import Construct

from backend.contracts.event import SOURCE, name
from backend.contracts.registry import CONSUMERS, PUBLISHER
from infra.constructs.bus import Bus
from infra.constructs.service import Service

RETRY = cdk.Duration.hours(24)
RETRIES = 185  # what EventBridge itself uses for 24 hours


def add_rule(scope: Construct, bus: Bus, service: Service) -> None:
    """Deliver the events that a service consumes, from the services that publish them, to its queue."""
    wanted = [event for event, consumers in CONSUMERS.items() if service.name in consumers]
    if service.queue is None or not wanted:
        return
    # By its ARN: CDK would name the rule in the queue's policy, and the bus could then not be deployed before it.
    undelivered = sqs.Queue.from_queue_arn(scope, "Undelivered", bus.undelivered.queue_arn)
    events.Rule(
        scope,
        f"To{service.node.id}",
        event_bus=bus.bus,
        description=f"What {service.name} wants to know",
        event_pattern=events.EventPattern(
            source=sorted({f"{SOURCE}.{PUBLISHER[event]}" for event in wanted}),
            detail_type=[name(event) for event in wanted],
        ),
        targets=[
            targets.SqsQueue(service.queue, dead_letter_queue=undelivered, max_event_age=RETRY, retry_attempts=RETRIES)
        ],
    )
