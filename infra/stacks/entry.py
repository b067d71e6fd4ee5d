"""API Gateway's stage, which opens the API: deployed after every service, so that it can limit their routes."""

from collections.abc import Sequence

from constructs import Construct

from infra.config import Config
from infra.constructs.gateway import Gateway, add_stage
from infra.constructs.log_metrics import count_requests
from infra.constructs.objectives import API
from infra.stacks.base import ShopStack
from infra.stacks.service import ServiceStack


class EntryStack(ShopStack):
    """API Gateway takes the limits of single routes as a part of the stage, and only for routes that exist.

    If only a service is deployed, its new routes have the stage's own limit until this stack is deployed, too.
    """

    def __init__(self, scope: Construct, config: Config, gateway: Gateway, services: Sequence[ServiceStack]) -> None:
        super().__init__(scope, "Entry", config, "Opens the API: its stage, limits and access log")
        self.access_log = add_stage(self.group("Gateway"), config, gateway.api)
        count_requests(self.group("Observability"), config, API, self.access_log)
        for each in services:
            self.add_stack_dependency(each)
