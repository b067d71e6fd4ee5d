"""The stack: it reads like the diagram in the README."""

import aws_cdk as cdk
from constructs import Construct

from infra.basket import Basket
from infra.bus import Bus
from infra.choices import Choices
from infra.gateway import Gateway
from infra.identity import Identity
from infra.local.gaps import LeaveOut
from infra.observability import Observability
from infra.order import Order
from infra.product import Product
from infra.storefront import Storefront


class Shop(cdk.Stack):
    """Shoppers sign in, the gateway lets them through to the services, and the services tell one another by the bus."""

    def __init__(self, scope: Construct, id: str, choices: Choices) -> None:
        super().__init__(scope, id, description="Halftone: a shop of serverless services", termination_protection=choices.keeps)
        identity = Identity(self, "Identity", choices)
        bus = Bus(self, "Bus")
        services = (Product(self, choices, bus), Basket(self, choices, bus), Order(self, choices, bus))
        bus.deliver(services)
        gateway = Gateway(self, "Gateway", choices, identity, services)
        storefront = Storefront(self, "Storefront", choices, identity)
        Observability(self, "Observability", choices, gateway, bus, services)
        self._tell(identity, bus, gateway, storefront)
        for service in services:
            self._outputs(service.outputs)
        if choices.local:
            cdk.Aspects.of(self).add(LeaveOut())

    def _tell(self, identity: Identity, bus: Bus, gateway: Gateway, storefront: Storefront) -> None:
        """What the storefront, the tests and whoever runs the shop need to know."""
        self._outputs(
            {
                "ApiUrl": gateway.url,
                "Region": self.region,
                "UserPoolId": identity.pool.user_pool_id,
                "ClientId": identity.client.user_pool_client_id,
                "LoginUrl": identity.login_url,
                "Issuer": identity.issuer,
                "SessionTable": storefront.sessions.table_name,
                "StorefrontPolicy": storefront.policy.managed_policy_arn,
                "EventBus": bus.bus.event_bus_name,
            }
        )

    def _outputs(self, values: dict[str, str]) -> None:
        for name, value in values.items():
            cdk.CfnOutput(self, name, value=value)
