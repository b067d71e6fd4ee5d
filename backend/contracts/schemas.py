"""JSON Schema of the contracts' structs, as both documents hold it."""

import inspect
from collections.abc import Iterable
from typing import TypeAlias, TypedDict

import msgspec

Document = dict[str, object]
"""A part of a document that is only written out."""

Json: TypeAlias = "str | float | bool | list[Json] | dict[str, Json] | None"
"""A value of JSON."""

Schema = TypedDict(
    "Schema",
    {
        "$ref": str,
        "type": str,
        "description": str,
        "default": Json,
        "enum": list[Json],
        "const": Json,
        "anyOf": list["Schema"],
        "properties": dict[str, "Schema"],
        "additionalProperties": "Schema | bool",
        "required": list[str],
        "items": "Schema | bool",
        "prefixItems": list["Schema"],
        "minItems": int,
        "minimum": int,
        "maximum": int,
        "minLength": int,
        "maxLength": int,
        "pattern": str,
    },
    total=False,
)
"""A JSON Schema, as msgspec writes it: https://json-schema.org/draft/2020-12/json-schema-validation"""


def reference(name: str) -> Schema:
    """Return a schema's place in the document."""
    return {"$ref": f"#/components/schemas/{name}"}


def schemas(shapes: Iterable[type[object]]) -> dict[str, Schema]:
    """Return the schemas of the structs and of all that they hold, by name."""
    sorted_shapes = sorted(shapes, key=lambda shape: shape.__name__)
    _, components = msgspec.json.schema_components(sorted_shapes, ref_template=reference("{name}")["$ref"])
    for schema in components.values():
        if "description" in schema:
            schema["description"] = inspect.cleandoc(schema["description"])
    return dict(sorted(components.items()))
