"""Which functions each service has, read from the services' folders without CDK."""

from pathlib import Path

from backend.contracts.registry import SERVICES

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


def _functions(service: str) -> tuple[str, ...]:
    """Return the functions that a service's folder has modules for."""
    return tuple(name for module, name in _FUNCTION_BY_MODULE.items() if (_BACKEND / service / f"{module}.py").exists())


FUNCTIONS_BY_SERVICE = {service: _functions(service) for service in (*SERVICES, "sandbox")}

SERVICES_WITH_TABLE = tuple(service for service in FUNCTIONS_BY_SERVICE if service != "operations")
"""The services that have a table."""

FUNCTIONS = [
    f"{service.title()}{function}" for service, functions in FUNCTIONS_BY_SERVICE.items() for function in functions
]
