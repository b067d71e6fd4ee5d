"""Baskets and the copy of offers they are priced from."""

import aws_cdk as cdk
from aws_cdk import aws_events as events
from aws_cdk import aws_events_targets as targets
from constructs import Construct

from infra.constructs.endpoints import api_url
from infra.constructs.log_metrics import AT_ONCE, count_failures
from infra.constructs.resources import Resources
from infra.constructs.service import Service
from infra.nag_findings import PYTHON
from infra.nag_suppressions import acknowledge_finding

BEAT, BEATING = cdk.Duration.minutes(5), cdk.Duration.minutes(4)


class Basket(Service):
    """Guests' baskets expire. The consumer copies the catalogue's offers. By the stage's choice a heartbeat buys."""

    def __init__(self, scope: Construct, resources: Resources) -> None:
        super().__init__(scope, "basket", resources, expires=True)
        self.http_function(table=("BatchGetItem", "GetItem", "PutItem", "UpdateItem"))
        self.consumer(
            table=("DeleteItem", "GetItem", "UpdateItem"),
            policies=[resources.give_part(self.name)],
            EXPORTS=resources.exports.bucket_name,
        )
        self.relay(resources.event_bus)
        if resources.config.heartbeat:
            self._heartbeat(resources)

    def _heartbeat(self, resources: Resources) -> None:
        """Add the function that buys as a guest. It may open a basket in the table, and nothing else."""
        api = api_url(self, resources.gateway.api, resources.config)
        card = {"CARD_URL": f"{resources.provider_url}/tokens"} if resources.provider_url else {}
        function = self._function("Heartbeat", "heartbeat", BEATING, self._on(("PutItem",)), API_URL=api, **card)
        acknowledge_finding(function.node.default_child or function, "L1", PYTHON)
        count_failures(self, resources.config, self.logs["Heartbeat"], AT_ONCE)
        function.configure_async_invoke(retry_attempts=0, max_event_age=BEAT)
        events.Rule(
            self,
            "Beat",
            description="Wakes what buys as a guest, to see that the shop sells",
            schedule=events.Schedule.rate(BEAT),
            targets=[targets.LambdaFunction(function, retry_attempts=0)],
        )
