"""What of the shop a service may build on."""

from dataclasses import dataclass

from aws_cdk import aws_events as events

from infra.config import Config
from infra.constructs.secrets import Secrets


@dataclass(frozen=True)
class Resources:
    """Passed to every service's construct, which takes what it needs.

    `provider_url` is where the sandbox is asked for payments; a real provider's module knows its own address.
    """

    choices: Config
    event_bus: events.IEventBus
    secrets: Secrets
    storefront_url: str
    provider_url: str
