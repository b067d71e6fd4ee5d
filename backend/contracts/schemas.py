"""JSON Schema of the contracts' structs, as both documents hold it."""

import inspect
from collections.abc import Iterable
from typing import Any

import msgspec

JSON = dict[str, Any]


def reference(name: str) -> JSON:
    """A schema's place in the document."""
    return {"$ref": f"#/components/schemas/{name}"}


def schemas(shapes: Iterable[type[Any]]) -> dict[str, JSON]:
    """The schemas of the structs and of all that they hold, by name."""
    wanted = sorted(shapes, key=lambda shape: shape.__name__)
    _, components = msgspec.json.schema_components(wanted, ref_template=reference("{name}")["$ref"])
    for schema in components.values():
        if "description" in schema:
            schema["description"] = inspect.cleandoc(schema["description"])
    return dict(sorted(components.items()))
