"""One service as a stack of its own, which can be deployed and rolled back alone."""

from collections.abc import Callable

from constructs import Construct

from infra.constructs.dead_letters import service_queues, write_parameter
from infra.constructs.log_metrics import count_lines
from infra.constructs.resources import Resources
from infra.constructs.routes import add_routes
from infra.constructs.rule import add_rules
from infra.constructs.service import Service
from infra.stacks.base import ShopStack

Build = Callable[[Construct, Resources], Service]


class ServiceStack(ShopStack):
    """A service's functions and queues, its rule on the bus, its routes, and the metrics from its logs.

    Its data is in the data stack.
    """

    def __init__(self, scope: Construct, name: str, build: Build, resources: Resources) -> None:
        super().__init__(scope, name.title(), resources.config, f"The {name} service")
        self.service = build(self, resources)
        add_rules(self.group("Bus"), resources.bus, self.service)
        add_routes(self.group("Gateway"), resources.gateway, self.service)
        count_lines(self.group("Observability"), resources.config, name, self.service.logs)
        if self.service.dead_letters:
            queues = dict(service_queues(self.service))
            write_parameter(self.group("Operations"), resources.config, self.service.node.id, queues)
        self.add_outputs(self.service.outputs)
        resources.data.add_outputs(self.service.kept_outputs)
