"""The reference pages, made from the OpenAPI and AsyncAPI documents and from the docstrings of the services."""

import ast
import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import msgspec
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from backend.contracts.asyncapi import asyncapi
from backend.contracts.event import name as event_name
from backend.contracts.openapi import openapi
from backend.contracts.operation import AnyOperation
from backend.contracts.registry import EVENTS, OPERATIONS, PUBLISHER, SERVICES
from docs.generate.shapes import Schema, Shapes

ROOT = Path(__file__).parents[2]
_TEMPLATES = Environment(
    loader=FileSystemLoader(Path(__file__).parent / "templates"),
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
    autoescape=False,  # noqa: S701 - Markdown of our own contracts
)


@dataclass(frozen=True)
class Event:
    """An event of the catalogue: who publishes it, and who consumes it."""

    id: str
    name: str
    publisher: str
    consumers: tuple[str, ...]
    meaning: str
    schema: Schema


@dataclass(frozen=True)
class Index:
    """An index of a service's table, with the attributes that it is keyed by."""

    name: str
    partition: str
    sort: str


@dataclass(frozen=True)
class Module:
    """A module of a service and the first sentence of its docstring."""

    name: str
    meaning: str


def pages() -> Iterator[tuple[str, str]]:
    """Yield each generated page: its path below docs/, and its Markdown."""
    document, events_document = msgspec.to_builtins(openapi()), msgspec.to_builtins(asyncapi())
    events = _events(events_document)
    for service in SERVICES:
        yield f"services/{service}.md", _service(service, document, events)
    yield "services/index.md", _write("services", services={each: _docstring(each) for each in SERVICES})
    yield "reference/api.md", _write("api", operations=OPERATIONS, info=document["info"])
    yield (
        "reference/types.md",
        _write("types", title="API types", shapes=Shapes(document["components"]["schemas"], "").all()),
    )
    schemas = events_document["components"]["schemas"]
    names = {each.__name__ for each in EVENTS}
    others = {name: schema for name, schema in schemas.items() if name not in names}
    yield "reference/events.md", _write("events", events=events, shapes=Shapes(schemas, "event-types.md"))
    yield "reference/event-types.md", _write("types", title="Event types", shapes=Shapes(others, "").all())


def _service(service: str, document: Schema, events: list[Event]) -> str:
    return _write(
        "service",
        service=service,
        about=_docstring(service),
        operations=[
            (each, document["paths"][each.template][each.method.lower()])
            for each in OPERATIONS
            if each.service == service
        ],
        publishes=[each for each in events if each.publisher == service],
        consumes=[each for each in events if service in each.consumers],
        indexes=list(_indexes(service)),
        modules=list(_modules(service)),
        shapes=Shapes(document["components"]["schemas"], "../reference/types.md"),
    )


def _events(document: Schema) -> list[Event]:
    """Return the catalogue's events in the order of the contracts."""
    received: dict[str, list[str]] = {}
    for operation, value in document["operations"].items():
        if value["action"] == "receive":
            received.setdefault(value["channel"]["$ref"].rpartition("/")[2], []).append(operation.partition(".")[0])
    schemas, messages = document["components"]["schemas"], document["components"]["messages"]
    return [
        Event(
            id=(id := event_name(each)),
            name=each.__name__,
            publisher=PUBLISHER[each],
            consumers=tuple(received.get(id, ())),
            meaning=messages[id]["summary"],
            schema=schemas[each.__name__],
        )
        for each in EVENTS
    ]


def _docstring(service: str) -> str:
    """Return what a service's package says of itself."""
    return ast.get_docstring(ast.parse((ROOT / "backend" / service / "__init__.py").read_text(encoding="utf-8"))) or ""


def _modules(service: str) -> Iterator[Module]:
    """Yield the modules of a service with the first paragraph of their docstrings."""
    folder = ROOT / "backend" / service
    for path in sorted(folder.rglob("*.py")):
        said = ast.get_docstring(ast.parse(path.read_text(encoding="utf-8")))
        if path.name != "__init__.py" and said:
            yield Module(
                path.relative_to(folder).as_posix(), " ".join(said.partition("\n\n")[0].split()).replace("|", "\\|")
            )


def _indexes(service: str) -> Iterator[Index]:
    """Yield the indexes that the service's construct declares. Its source is read: importing it starts the CDK."""
    for node in ast.walk(ast.parse((ROOT / "infra" / "services" / f"{service}.py").read_text(encoding="utf-8"))):
        match node:
            case ast.Call(
                func=ast.Name(id="index"),
                args=[
                    _,
                    ast.Constant(value=str(name)),
                    ast.Constant(value=str(partition)),
                    ast.Constant(value=str(sort)),
                    *_,
                ],
            ):
                yield Index(name, partition, sort)


def _write(template: str, **values: Any) -> str:
    return _TEMPLATES.get_template(f"{template}.md.jinja").render(values)


def _pretty(value: object) -> str:
    return json.dumps(value, indent=2, ensure_ascii=False)


def _anchor(operation: AnyOperation) -> str:
    return operation.name.replace("_", "-")


_TEMPLATES.filters |= {"pretty": _pretty, "anchor": _anchor}
