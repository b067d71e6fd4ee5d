"""Which functions each service has, read from the services' folders without CDK."""

from pathlib import Path

from backend.contracts.registry import SERVICES
from infra.recovery import REBUILT

_BACKEND = Path(__file__).parents[1] / "backend"
_FUNCTION_BY_MODULE = {
    "handler": "Handler",
    "consumer": "Consumer",
    "webhook": "Consumer",
    "relay": "Relay",
    "sweeper": "Sweeper",
    "builder": "Builder",
}
"""`Handler` is the HTTP handler, `Consumer` the event consumer (`webhook` where it calls back instead), `Relay`
publishes from the stream, `Sweeper` looks after what got stuck, `Builder` makes snapshots."""

PARTS = tuple(dict.fromkeys(_FUNCTION_BY_MODULE.values()))
"""What functions are called within their services."""


def _functions(service: str) -> tuple[str, ...]:
    """Return the functions that a service's folder has modules for."""
    return tuple(name for module, name in _FUNCTION_BY_MODULE.items() if (_BACKEND / service / f"{module}.py").exists())


FUNCTIONS_BY_SERVICE = {service: _functions(service) for service in (*SERVICES, "sandbox")}

SERVICES_WITH_TABLE = tuple(service for service in FUNCTIONS_BY_SERVICE if service != "operations")
"""The services that have a table."""

RECOVERED_SERVICES = tuple(service for service in SERVICES_WITH_TABLE if f"{service.title()}/Table" not in REBUILT)
"""Those whose table could not be filled again."""


def has_stream(service: str) -> bool:
    """Whether something is woken by what is written to the service's table."""
    return not {"Relay", "Builder"}.isdisjoint(FUNCTIONS_BY_SERVICE[service])


FUNCTIONS = [
    f"{service.title()}{function}" for service, functions in FUNCTIONS_BY_SERVICE.items() for function in functions
]
