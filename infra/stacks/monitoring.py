"""Monitoring over all stacks: the dashboards, and the search for everything that one order has caused."""

from collections.abc import Sequence

from constructs import Construct

from infra.config import Config
from infra.constructs.observability import Observability
from infra.stacks.base import ShopStack
from infra.stacks.entry import EntryStack
from infra.stacks.platform import PlatformStack
from infra.stacks.service import ServiceStack


class MonitoringStack(ShopStack):
    """Deployed last. The alarms are in the platform's stack, and work without this one."""

    def __init__(
        self,
        scope: Construct,
        config: Config,
        platform: PlatformStack,
        entry: EntryStack,
        services: Sequence[ServiceStack],
    ) -> None:
        super().__init__(scope, "Monitoring", config, "The dashboards over all stacks")
        Observability(
            self,
            "Observability",
            config,
            platform.gateway.api,
            entry.access_log,
            [each.service for each in services],
            platform.alarms,
        )
