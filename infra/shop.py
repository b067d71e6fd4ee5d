"""The shop's stacks, in the order in which they are deployed: it reads like the diagram in the README."""

from dataclasses import replace

import aws_cdk as cdk
from constructs import Construct

from backend.contracts.registry import SERVICES
from infra.config import Config
from infra.constructs.endpoints import api_url
from infra.constructs.payment_provider import provider_outputs
from infra.constructs.resources import Resources
from infra.local.leave_out import LeaveOut
from infra.services import construct_of
from infra.services.operations import Operations
from infra.services.picture import Picture
from infra.services.sandbox import Sandbox
from infra.stacks.base import ShopStack
from infra.stacks.data import DataStack
from infra.stacks.edge import EdgeStack
from infra.stacks.entry import EntryStack
from infra.stacks.monitoring import MonitoringStack
from infra.stacks.platform import PlatformStack
from infra.stacks.service import ServiceStack
from infra.stacks.storefront import StorefrontStack

LAST = "operations"


def build_shop(app: cdk.App, choices: Config) -> list[ShopStack]:
    """Return the stacks: what is kept, what services share, one for each service, and what looks at all of them.

    Where the storefront is hosted, its address comes before all that has to know it.
    """
    data = DataStack(app, choices)
    edge = EdgeStack(app, choices) if choices.is_hosted else None
    platform = PlatformStack(app, choices, data, edge.edge.url if edge else "")
    resources = Resources(
        choices,
        data,
        bus=platform.bus,
        gateway=platform.gateway,
        topic=platform.topic,
        storefront_url=platform.storefront_url,
    )
    services = _services(app, resources)
    entry = EntryStack(app, choices, platform.gateway, services)
    storefront = StorefrontStack(app, choices, data, _pictures(services))
    if edge:
        storefront.host(edge.edge, _all_outputs([data, platform, *services]))
        storefront.add_dependency(entry)  # an update brings functions before the pages that use them
    monitoring = MonitoringStack(app, choices, platform, entry, services)
    stacks = [data, *([edge] if edge else []), platform, *services, entry, storefront, monitoring]
    for stack in stacks:
        if choices.local:
            cdk.Aspects.of(stack).add(LeaveOut())
    return stacks


def _services(app: cdk.App, resources: Resources) -> list[ServiceStack]:
    """Operations comes last, for it looks after the queues of all others."""
    sandbox = _sandbox(app, resources)
    provider_url = sandbox.service.url if sandbox and isinstance(sandbox.service, Sandbox) else ""
    resources = replace(resources, provider_url=provider_url)
    services = {name: ServiceStack(app, name, construct_of(name), resources) for name in SERVICES if name != LAST}
    _tell_of_provider(sandbox or services["payment"], resources)
    all_others = [*services.values(), *([sandbox] if sandbox else [])]

    def operations(scope: Construct, resources: Resources) -> Operations:
        return Operations(scope, resources, [each.service for each in all_others])

    return [*all_others, ServiceStack(app, LAST, operations, resources)]


def _sandbox(app: cdk.App, resources: Resources) -> ServiceStack | None:
    """Return the stack of the payment provider, where that is ours."""
    return ServiceStack(app, "sandbox", Sandbox, resources) if resources.choices.provider == "sandbox" else None


def _tell_of_provider(stack: ServiceStack, resources: Resources) -> None:
    """Add the outputs about whoever takes payments to this stack."""
    choices = resources.choices
    api = api_url(stack, resources.gateway.api, choices)
    stack.add_outputs(provider_outputs(choices, resources.secrets, api, resources.provider_url))


def _all_outputs(stacks: list[ShopStack]) -> dict[str, str]:
    """Return the outputs of these stacks, by name."""
    return {name: value for stack in stacks for name, value in stack.output_values.items()}


def _pictures(services: list[ServiceStack]) -> str:
    """Return what the pictures that are served are called by in policies."""
    (made,) = (each.service.made for each in services if isinstance(each.service, Picture))
    return made
