"""One construct for each service: `infra/services/<name>.py` holds a class of the same name, such as `Order`."""

from collections.abc import Callable
from importlib import import_module

from constructs import Construct

from backend.contracts.registry import SERVICES
from infra.constructs.resources import Resources
from infra.constructs.service import Service

_BUILT_LAST = "operations"
"""It looks after the queues of all others, so `infra/shop.py` builds it once they are there."""


def build_services(scope: Construct, resources: Resources) -> list[Service]:
    """Build every service of the contracts but operations.

    Raises ImportError or AttributeError for one without a construct.
    """
    return [_construct(name)(scope, resources) for name in SERVICES if name != _BUILT_LAST]


def _construct(name: str) -> Callable[[Construct, Resources], Service]:
    construct: Callable[[Construct, Resources], Service] = getattr(
        import_module(f"infra.services.{name}"), name.title()
    )
    return construct
