"""What all services share: the event bus, the HTTP API, the user pool's clients, and the alarm topic."""

from aws_cdk import aws_events_targets as targets
from constructs import Construct

from backend.contracts import shop
from backend.contracts.operations.models import Kind
from infra.config import Config
from infra.constructs.alarm_set import AlarmSet
from infra.constructs.alarm_topic import alarm_topic
from infra.constructs.backup import Backups, backup_failed
from infra.constructs.budget import add_budget
from infra.constructs.bus import Bus
from infra.constructs.dead_letters import queue_settings, write_parameter
from infra.constructs.gateway import Gateway
from infra.constructs.identity_clients import Clients
from infra.constructs.storefront_address import storefront_url
from infra.stacks.base import ShopStack
from infra.stacks.data import DataStack


class PlatformStack(ShopStack):
    """Every service is deployed after it, and adds its own rule and routes.

    `hosted_url`: where shoppers find the shop, if the same deploy hosts it.
    """

    def __init__(self, scope: Construct, config: Config, data: DataStack, hosted_url: str = "") -> None:
        super().__init__(scope, "Platform", config, f"What {shop.NAME}'s services share: bus, API and sign-in")
        self.storefront_url = hosted_url or storefront_url(self, config)
        self.clients = Clients(self, "Identity", data.users, [self.storefront_url, *config.storefronts])
        self.bus = Bus(self, "Bus")
        self.gateway = Gateway(self, "Gateway", config, data.users.issuer, self.clients.ids)
        self.topic = alarm_topic(self.group("Observability"), config)
        self.alarms = AlarmSet(self.group("Observability"), config, self.topic)
        if config.monthly_budget and not config.local:
            add_budget(self.group("Observability"), config)
        undelivered = queue_settings(self.bus.undelivered.queue_name, Kind.DELIVERY_FAILED)
        write_parameter(self.group("Operations"), config, "Bus", {"BusUndelivered": undelivered})
        self.add_outputs(
            {
                "ApiUrl": self.gateway.api.api_endpoint,
                "Region": self.region,
                "Settings": shop.agreement(config.currency, config.prices_include_tax),
                "Seller": config.seller_json,
                "ClientId": self.clients.web.user_pool_client_id,
                "TerminalClientId": self.clients.terminal.user_pool_client_id,
                "EventBus": self.bus.bus.event_bus_name,
                "BusUndelivered": self.bus.undelivered.queue_url,
            }
        )

    def alarm_on_failed_backups(self, backups: Backups) -> None:
        """Send a message to the alarm topic for each backup that failed."""
        rule = backup_failed(self.group("Observability"), backups.vault)
        rule.add_target(targets.SnsTopic(self.topic))
