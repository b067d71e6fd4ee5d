"""The shop's stacks, in the order in which they are deployed: it reads like the diagram in the README."""

from dataclasses import replace

import aws_cdk as cdk
from aws_cdk import aws_dynamodb as dynamodb
from constructs import Construct

from backend.contracts.registry import SERVICES
from infra.config import Config
from infra.constructs.alarms import is_reconciled
from infra.constructs.backup import Backups
from infra.constructs.endpoints import api_url
from infra.constructs.own_key import encrypt, own_key
from infra.constructs.payment_provider import provider_outputs
from infra.constructs.resources import Resources
from infra.constructs.tracing import trace
from infra.functions import RECOVERED_SERVICES
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


def build_shop(app: cdk.App, config: Config) -> list[ShopStack]:
    """Return the stacks: what is kept, what services share, one for each service, and what looks at all of them.

    Where the storefront is hosted, its address comes before all that has to know it.
    """
    data = DataStack(app, config)
    edge = EdgeStack(app, config) if config.is_hosted else None
    platform = PlatformStack(app, config, data, edge.edge.url if edge else "")
    resources = Resources(
        config,
        data,
        bus=platform.bus,
        gateway=platform.gateway,
        storefront_url=platform.storefront_url,
    )
    services = _services(app, resources)
    if config.backup.daily and not config.local:
        platform.alarm_on_failed_backups(Backups(data, "Backup", config, _tables_to_back_up(services)))
    entry = EntryStack(app, config, platform.gateway, services)
    picture = _picture(services)
    storefront = StorefrontStack(app, config, data, picture.made)
    if edge:
        edge.edge.add_pictures(picture.pictures)
        storefront.host(edge.edge, _all_outputs([data, platform, *services]))
        if is_reconciled(config):
            storefront.reconcile({each.service.name: each.service.handler for each in services if each.service.handler})
        storefront.add_stack_dependency(entry)  # an update brings functions before the pages that use them
    monitoring = MonitoringStack(app, config, platform, entry, services)
    stacks = [data, *([edge] if edge else []), platform, *services, entry, storefront, monitoring]
    if config.tracing and not config.local:
        trace(stacks, platform.group("Observability"))
    if config.hardened and not config.local:
        encrypt(stacks, own_key(data, config).key_arn)
    if config.local:
        for stack in stacks:
            cdk.Aspects.of(stack).add(LeaveOut())
    return stacks


def _services(app: cdk.App, resources: Resources) -> list[ServiceStack]:
    """Return the stack of each service. Operations comes last: it looks after the queues of all others."""
    sandbox = _sandbox(app, resources)
    provider_url = sandbox.service.url if sandbox and isinstance(sandbox.service, Sandbox) else ""
    resources = replace(resources, provider_url=provider_url)
    services = {name: ServiceStack(app, name, construct_of(name), resources) for name in SERVICES if name != LAST}
    _add_provider_outputs(sandbox or services["payment"], resources)
    all_others = [*services.values(), *([sandbox] if sandbox else [])]

    def operations(scope: Construct, resources: Resources) -> Operations:
        return Operations(scope, resources, [each.service for each in all_others])

    return [*all_others, ServiceStack(app, LAST, operations, resources)]


def _tables_to_back_up(services: list[ServiceStack]) -> list[dynamodb.ITable]:
    """Return the tables that could not be filled again."""
    return [each.service.table for each in services if each.service.name in RECOVERED_SERVICES]


def _sandbox(app: cdk.App, resources: Resources) -> ServiceStack | None:
    """Return the stack of the payment provider, where that is ours."""
    return ServiceStack(app, "sandbox", Sandbox, resources) if resources.config.provider == "sandbox" else None


def _add_provider_outputs(stack: ServiceStack, resources: Resources) -> None:
    """Add the outputs about whoever takes payments to this stack."""
    config = resources.config
    api = api_url(stack, resources.gateway.api, config)
    stack.add_outputs(provider_outputs(config, resources.secrets, api, resources.provider_url))


def _all_outputs(stacks: list[ShopStack]) -> dict[str, str]:
    """Return the outputs of these stacks, by name."""
    return {name: value for stack in stacks for name, value in stack.output_values.items()}


def _picture(services: list[ServiceStack]) -> Picture:
    """Return the one service that keeps pictures."""
    (picture,) = (each.service for each in services if isinstance(each.service, Picture))
    return picture
