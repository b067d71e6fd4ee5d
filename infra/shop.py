"""The stack: it reads like the diagram in the README."""

import aws_cdk as cdk
from constructs import Construct

from backend.contracts import shop
from infra.config import Config
from infra.constructs.bus import Bus
from infra.constructs.endpoints import api_url
from infra.constructs.gateway import Gateway
from infra.constructs.identity import Identity
from infra.constructs.observability import Observability
from infra.constructs.payment_provider import provider_outputs
from infra.constructs.resources import Resources
from infra.constructs.secrets import Secrets
from infra.constructs.storefront import Storefront
from infra.local.leave_out import LeaveOut
from infra.services import build_services
from infra.services.operations import Operations
from infra.services.picture import Picture
from infra.services.sandbox import Sandbox


class Shop(cdk.Stack):
    """Shoppers sign in, the gateway lets them through to the services, and the services tell one another by the bus."""

    def __init__(self, scope: Construct, id: str, choices: Config) -> None:
        super().__init__(
            scope,
            id,
            description=f"{shop.NAME}: a shop of serverless services",
            stack_name=None if choices.local else choices.name,
            env=choices.environment,
            termination_protection=choices.is_production,
        )
        identity = Identity(self, "Identity", choices)
        bus = Bus(self, "Bus")
        secrets = Secrets(self, "Secrets", choices)
        sandbox = Sandbox(self, choices, secrets, identity.storefront) if choices.provider == "sandbox" else None
        provider_url = sandbox.url if sandbox else ""
        resources = Resources(choices, bus.bus, secrets, storefront_url=identity.storefront, provider_url=provider_url)
        services = build_services(self, resources)
        (picture,) = (service for service in services if isinstance(service, Picture))
        bus.deliver(services)
        services.append(Operations(self, choices, bus, identity, (*services, *([sandbox] if sandbox else []))))
        gateway = Gateway(self, "Gateway", choices, identity, services)
        if sandbox:
            sandbox.call_back(api_url(self, gateway.api, choices))
            services.append(sandbox)
        storefront = Storefront(self, "Storefront", choices, identity, picture.made)
        Observability(self, "Observability", choices, gateway, bus, services)
        self._tell(identity, bus, gateway, storefront)
        self._outputs(provider_outputs(choices, secrets, api_url(self, gateway.api, choices), provider_url))
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
                "Settings": shop.agreement(),
                "UserPoolId": identity.pool.user_pool_id,
                "ClientId": identity.client.user_pool_client_id,
                "TerminalClientId": identity.terminal.user_pool_client_id,
                "LoginUrl": identity.login_url,
                "Issuer": identity.issuer,
                "SessionTable": storefront.sessions.table_name,
                "StorefrontPolicy": storefront.policy.managed_policy_arn,
                "EventBus": bus.bus.event_bus_name,
                "BusUndelivered": bus.undelivered.queue_url,
            }
        )

    def _outputs(self, values: dict[str, str]) -> None:
        for name, value in values.items():
            cdk.CfnOutput(self, name, value=value)
