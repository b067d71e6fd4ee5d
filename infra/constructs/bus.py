"""The event bus: closed to other accounts, archived, with one queue for events that could not be delivered."""

import aws_cdk as cdk
from aws_cdk import aws_events as events
from aws_cdk import aws_iam as iam
from constructs import Construct

from backend.contracts.event import SOURCE
from infra.config import Config
from infra.constructs.queue import dead_letters
from infra.recovery import ARCHIVE_DAYS


class Bus(Construct):
    """Services publish to it in their own name; their rules deliver to their queues."""

    def __init__(self, scope: Construct, id: str) -> None:
        super().__init__(scope, id)
        config = Config.of(self.node)
        # CloudFormation makes up no name for a bus, and CDK the same one in every stage.
        bus_name = None if config.local else f"{config.name}-events"
        self.bus = events.EventBus(self, "Bus", event_bus_name=bus_name, description="What happened in the shop")
        self.undelivered = dead_letters(self, "Undelivered")
        self._accept_undelivered()
        self.bus.archive(
            "Archive",
            description="Every event of the shop, to be replayed",
            event_pattern=events.EventPattern(source=events.Match.prefix(f"{SOURCE}.")),
            retention=cdk.Duration.days(ARCHIVE_DAYS),
        )

    def _accept_undelivered(self) -> None:
        """Let the rules of this bus send messages here, whichever stack they are in: none is named, so that a service
        can add its own without a change here."""
        stack = cdk.Stack.of(self)
        rules = stack.format_arn(service="events", resource="rule", resource_name=f"{self.bus.event_bus_name}/*")
        self.undelivered.add_to_resource_policy(
            iam.PolicyStatement(
                principals=[iam.ServicePrincipal("events.amazonaws.com")],
                actions=["sqs:SendMessage"],
                resources=[self.undelivered.queue_arn],
                conditions={"ArnLike": {"aws:SourceArn": rules}},
            )
        )
