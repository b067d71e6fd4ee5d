"""One service as a stack of its own, which is deployed and rolled back alone."""

from collections.abc import Callable

from aws_cdk import aws_cloudwatch as cloudwatch
from constructs import Construct

from infra.constructs.alarms import add_alarms, service_alarms
from infra.constructs.dead_letters import service_queues, write_parameter
from infra.constructs.log_alarms import log_alarms
from infra.constructs.resources import Resources
from infra.constructs.routes import add_routes
from infra.constructs.rule import add_rule
from infra.constructs.service import Service
from infra.stacks.base import ShopStack

Build = Callable[[Construct, Resources], Service]


class ServiceStack(ShopStack):
    """Its functions and queues, and what it brings along: its rule on the bus, its routes, its alarms.

    What it keeps is in the data stack.
    """

    def __init__(self, scope: Construct, name: str, build: Build, resources: Resources) -> None:
        super().__init__(scope, name.title(), resources.choices, f"The {name} service")
        self.service = build(self, resources)
        add_rule(self.group("Bus"), resources.bus, self.service)
        add_routes(self.group("Gateway"), resources.gateway, self.service)
        self.alarms = self._add_alarms(resources)
        if self.service.dead_letters:
            queues = dict(service_queues(self.service))
            write_parameter(self.group("Operations"), resources.choices, self.service.node.id, queues)
        self.add_outputs(self.service.outputs)
        resources.data.add_outputs(self.service.kept_outputs)

    def _add_alarms(self, resources: Resources) -> list[cloudwatch.Alarm]:
        group, choices = self.group("Observability"), resources.choices
        rows = [*service_alarms(self.service), *log_alarms(group, choices, self.service)]
        return add_alarms(group, choices, resources.topic, rows)
