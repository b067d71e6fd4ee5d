"""What of the shop a service may build on."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from aws_cdk import aws_events as events
from aws_cdk import aws_sns as sns

from infra.config import Config
from infra.constructs.bus import Bus
from infra.constructs.gateway import Gateway
from infra.constructs.secrets import Secrets

if TYPE_CHECKING:
    from infra.stacks.data import DataStack


@dataclass(frozen=True)
class Resources:
    """Passed to every service's construct, which takes what it needs.

    `data` has a place for what the service keeps. `topic` gets the alarms. `provider_url` is where the sandbox
    is asked for payments; a real provider's module knows its own address.
    """

    choices: Config
    data: "DataStack"
    bus: Bus
    gateway: Gateway
    topic: sns.ITopic
    storefront_url: str
    provider_url: str = ""

    @property
    def event_bus(self) -> events.IEventBus:
        return self.bus.bus

    @property
    def secrets(self) -> Secrets:
        return self.data.secrets
