"""What all services share: the event bus, the HTTP API, the clients of the user pool, and the topic of alarms."""

from constructs import Construct

from backend.contracts import shop
from backend.contracts.operations.models import Kind
from infra.config import Config
from infra.constructs.alarm_topic import alarm_topic
from infra.constructs.alarms import add_alarms, platform_alarms
from infra.constructs.bus import Bus
from infra.constructs.dead_letters import queue_settings, write_parameter
from infra.constructs.gateway import Gateway
from infra.constructs.identity import Clients
from infra.constructs.storefront_address import storefront_url
from infra.stacks.base import ShopStack
from infra.stacks.data import DataStack


class PlatformStack(ShopStack):
    """Every service is deployed after it, and brings its own rule, routes and alarms.

    `hosted_url`: where shoppers find the shop, if the same deploy hosts it.
    """

    def __init__(self, scope: Construct, choices: Config, data: DataStack, hosted_url: str = "") -> None:
        super().__init__(scope, "Platform", choices, f"What {shop.NAME}'s services share: bus, API and sign-in")
        self.storefront_url = hosted_url or storefront_url(self, choices)
        self.clients = Clients(self, "Identity", data.users, [self.storefront_url, *choices.storefronts])
        self.bus = Bus(self, "Bus")
        self.gateway = Gateway(self, "Gateway", choices, data.users.issuer, self.clients.ids)
        self.topic = alarm_topic(self.group("Observability"), choices)
        rows = platform_alarms(self.gateway.api, self.bus.undelivered)
        self.alarms = add_alarms(self.group("Observability"), choices, self.topic, rows)
        undelivered = queue_settings(self.bus.undelivered.queue_name, Kind.DELIVERY_FAILED)
        write_parameter(self.group("Operations"), choices, "Bus", {"BusUndelivered": undelivered})
        self.add_outputs(
            {
                "ApiUrl": self.gateway.api.api_endpoint,
                "Region": self.region,
                "Settings": shop.agreement(),
                "ClientId": self.clients.web.user_pool_client_id,
                "TerminalClientId": self.clients.terminal.user_pool_client_id,
                "EventBus": self.bus.bus.event_bus_name,
                "BusUndelivered": self.bus.undelivered.queue_url,
            }
        )
