"""Cases that a service contributes to the tests of all services: `tests/backend/<service>/cases.py`, where it
exists."""

from collections.abc import Iterable, Iterator
from importlib import import_module
from importlib.util import find_spec
from types import ModuleType
from typing import Any

from backend.contracts.operation import Operation
from backend.contracts.registry import SERVICES


def collect_rows(table: str) -> dict[str, Any]:
    """Return the rows of all services for a table, such as `RIGHT`."""
    return {key: row for module in _modules() for key, row in getattr(module, table, {}).items()}


def collect_calls(table: str) -> list[tuple[Any, ...]]:
    """Return the entries of all services for a list, such as `LET_IN`."""
    return [entry for module in _modules() for entry in getattr(module, table, ())]


def _modules() -> Iterator[ModuleType]:
    for service in SERVICES:
        name = f"tests.backend.{service}.cases"
        if find_spec(f"tests.backend.{service}") and find_spec(name):
            yield import_module(name)


def first_of_each(operations: Iterable[Operation], *parts: str) -> list[Operation]:
    """Return one operation of a service for each type of `body`, `path` or `query`, or of several together.

    A function parses them only by the contract's type: what one operation refuses, all operations of its service with
    that type refuse.
    """
    first: dict[tuple[object, ...], Operation] = {}
    for operation in operations:
        first.setdefault((operation.service, *(getattr(operation, part) for part in parts)), operation)
    return list(first.values())
