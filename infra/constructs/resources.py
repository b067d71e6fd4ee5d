"""The shop's resources that a service may build on."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from aws_cdk import aws_events as events
from aws_cdk import aws_iam as iam
from aws_cdk import aws_s3 as s3

from backend.contracts.order.data_export import PARTS
from infra.config import Config
from infra.constructs import grants
from infra.constructs.bus import Bus
from infra.constructs.gateway import Gateway
from infra.constructs.secrets import Secrets

if TYPE_CHECKING:
    from infra.stacks.data import DataStack


@dataclass(frozen=True)
class Resources:
    """Passed to every service's construct, which takes what it needs.

    `data` has a group for each service's data. `provider_url` is the sandbox's API; a real provider's module knows its
    own address.
    """

    config: Config
    data: "DataStack"
    bus: Bus
    gateway: Gateway
    storefront_url: str
    provider_url: str = ""

    @property
    def storefront_urls(self) -> list[str]:
        """Where shoppers may be sent back to: the shop's own address first."""
        return [self.storefront_url, *self.config.storefronts]

    @property
    def event_bus(self) -> events.IEventBus:
        return self.bus.bus

    @property
    def exports(self) -> s3.Bucket:
        """The bucket of data exports."""
        return self.data.exports

    def give_part(self, service: str) -> iam.PolicyStatement:
        """Return the statement that lets a service put its part into data exports."""
        return grants.statement(["s3:PutObject"], self.exports.arn_for_objects(f"{PARTS}/*/{service}"))

    @property
    def secrets(self) -> Secrets:
        return self.data.secrets
