"""The events that a service consumes: its rules on the bus, made from the event contracts."""

import aws_cdk as cdk
from aws_cdk import aws_events as events
from aws_cdk import aws_events_targets as targets
from aws_cdk import aws_sqs as sqs
from constructs import Construct

from backend.contracts import heartbeat
from backend.contracts.event import SOURCE, Event, name
from backend.contracts.registry import CONSUMERS, ONLY_WITH, PUBLISHER, WITHOUT_HEARTBEATS, required_path
from infra.constructs.bus import Bus
from infra.constructs.service import Service

RETRY = cdk.Duration.hours(24)
RETRIES = 185  # what EventBridge itself uses for 24 hours
NO_HEARTBEATS: dict[str, object] = {
    "$or": [
        {"owner": [{"exists": False}]},
        {"owner": [{"anything-but": {"prefix": f"{heartbeat.KIND}#"}}]},
    ]
}
"""What an event has to say so that it is no order of the heartbeat's."""


def add_rules(scope: Construct, bus: Bus, service: Service) -> None:
    """Deliver the events that a service consumes, from the services that publish them, to its queue."""
    consumed_events = [event for event, consumers in CONSUMERS.items() if service.name in consumers]
    if service.queue is None or not consumed_events:
        return
    # By its ARN: CDK would name the rule in the queue's policy, and the bus could then not be deployed before it.
    undelivered_queue = sqs.Queue.from_queue_arn(scope, "Undelivered", bus.undelivered.queue_arn)
    target = targets.SqsQueue(
        service.queue, dead_letter_queue=undelivered_queue, max_event_age=RETRY, retry_attempts=RETRIES
    )
    for suffix, pattern in _patterns(consumed_events, service.name).items():
        events.Rule(
            scope,
            f"To{service.node.id}{suffix}",
            event_bus=bus.bus,
            description=f"What {service.name} wants to know",
            event_pattern=pattern,
            targets=[target],
        )


def _patterns(consumed_events: list[type[Event]], service: str) -> dict[str, events.EventPattern]:
    """Return what the service's rules match, by what their names end with: `Always` is beside a rule with a filter,
    and a further filter is named by its path."""
    by_path: dict[str | None, list[type[Event]]] = {}
    for event in consumed_events:
        by_path.setdefault(required_path(event, service), []).append(event)
    always = by_path.pop(None, [])
    paths = [path for path in ONLY_WITH.get(service, ()) if path in by_path]
    patterns = {
        _suffix(path) if index else "": _pattern(by_path[path], _exists(path)) for index, path in enumerate(paths)
    }
    detail = NO_HEARTBEATS if service in WITHOUT_HEARTBEATS else None
    return patterns | ({"Always" if paths else "": _pattern(always, detail)} if always else {})


def _suffix(path: str) -> str:
    return "".join(part.capitalize() for part in path.split("."))


def _pattern(matching: list[type[Event]], detail: dict[str, object] | None = None) -> events.EventPattern:
    return events.EventPattern(
        source=sorted({f"{SOURCE}.{PUBLISHER[event]}" for event in matching}),
        detail_type=[name(event) for event in matching],
        detail=detail,
    )


def _exists(path: str) -> dict[str, object]:
    first, _, rest_of_path = path.partition(".")
    return {first: _exists(rest_of_path) if rest_of_path else events.Match.exists()}
