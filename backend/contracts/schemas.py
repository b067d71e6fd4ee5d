"""JSON Schema of the contracts' structs, as both documents hold it."""

import inspect
from collections.abc import Iterable
from typing import Any, TypeAlias

import msgspec

JSON = dict[str, Any]
"""A JSON Schema, or a part of a document that holds some."""

Json: TypeAlias = "str | float | bool | list[Json] | dict[str, Json] | None"
"""A value of JSON."""


def reference(name: str) -> JSON:
    """Return a schema's place in the document."""
    return {"$ref": f"#/components/schemas/{name}"}


def schemas(shapes: Iterable[type[object]]) -> dict[str, JSON]:
    """Return the schemas of the structs and of all that they hold, by name."""
    sorted_shapes = sorted(shapes, key=lambda shape: shape.__name__)
    _, components = msgspec.json.schema_components(sorted_shapes, ref_template=reference("{name}")["$ref"])
    for schema in components.values():
        if "description" in schema:
            schema["description"] = inspect.cleandoc(schema["description"])
    return dict(sorted(components.items()))
