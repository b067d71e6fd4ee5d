"""One construct for each service: `infra/services/<name>.py` holds a class of the same name, such as `Order`."""

from collections.abc import Callable
from importlib import import_module

from constructs import Construct

from infra.constructs.resources import Resources
from infra.constructs.service import Service


def construct_of(service: str) -> Callable[[Construct, Resources], Service]:
    """Return the construct of a service. Raises ImportError or AttributeError for one that has none."""
    construct: Callable[[Construct, Resources], Service] = getattr(
        import_module(f"infra.services.{service}"), service.title()
    )
    return construct
