"""JSON Schemas as tables that people read."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

Schema = dict[str, Any]


@dataclass(frozen=True)
class Field:
    """A row of a shape's table. `type` and `meaning` are Markdown."""

    name: str
    type: str
    required: bool
    meaning: str


@dataclass(frozen=True)
class Shape:
    """An object, or a set of values, under the name that others refer to it by."""

    name: str
    meaning: str
    fields: tuple[Field, ...] = ()
    values: tuple[str, ...] = ()


class Shapes:
    """The shapes of one document. `page` describes them; it is a path relative to the page being written."""

    def __init__(self, schemas: dict[str, Schema], page: str) -> None:
        self._schemas, self._page = schemas, page

    def all(self) -> list[Shape]:
        """Return every shape, by name."""
        return [self.get(name) for name in sorted(self._schemas, key=title)]

    def get(self, name: str) -> Shape:
        """Return one shape. Raises KeyError."""
        schema = self._schemas[name]
        return Shape(title(name), text(schema), self.fields(schema), tuple(schema.get("enum", ())))

    def fields(self, schema: Schema) -> tuple[Field, ...]:
        """Return the properties of an object, in order."""
        required = schema.get("required", ())
        return tuple(
            Field(name, self.type(each), name in required, text(each, brief=True))
            for name, each in schema.get("properties", {}).items()
        )

    def type(self, schema: Schema) -> str:
        """Return a schema's type in words, with links to the shapes it names."""
        if "$ref" in schema:
            return self.link(schema["$ref"])
        if "anyOf" in schema:
            return " or ".join(self.type(each) for each in schema["anyOf"])
        if "enum" in schema:
            return _or(schema["enum"])
        if "const" in schema:
            return f"`{schema['const']}`"
        if schema.get("type") == "array":
            return f"list of {self._items(schema)}{_range(schema, 'minItems', 'maxItems')}"
        if schema.get("type") == "object" and isinstance(schema.get("additionalProperties"), dict):
            return f"map of {self.type(schema['additionalProperties'])}"
        return _plain(schema)

    def link(self, reference: str) -> str:
        """Return a link to the shape that a `$ref` names."""
        name = title(reference.rpartition("/")[2])
        return f"[{name}]({self._page}#{name.lower()})"

    def _items(self, schema: Schema) -> str:
        items = schema.get("items") or schema.get("prefixItems")
        if isinstance(items, list):
            return ", ".join(self.type(each) for each in items)
        return self.type(items) if items else "anything"


def title(name: str) -> str:
    """Return a shape's name.

    Two of one name in different modules get their module's: `basket.Address`, BasketAddress.
    """
    *_, module, last = ["", *name.split(".")]
    return f"{module.title()}{last}" if module else last


def text(schema: Schema, *, brief: bool = False) -> str:
    """Return what a schema says of itself; `brief` in one line of a table."""
    said = str(schema.get("description", ""))
    return " ".join(said.split()).replace("|", "\\|") if brief else said


def _plain(schema: Schema) -> str:
    kind = str(schema.get("type", "anything"))
    size = (
        _range(schema, "minimum", "maximum")
        if kind in ("integer", "number")
        else _range(schema, "minLength", "maxLength")
    )
    pattern = f" `{schema['pattern']}`".replace("|", "\\|") if "pattern" in schema else ""
    return f"{kind}{size}{pattern}"


def _range(schema: Schema, least: str, most: str) -> str:
    low, high = schema.get(least), schema.get(most)
    if low is not None and high is not None:
        return f", {low:,} to {high:,}"
    if high is not None:
        return f", at most {high:,}"
    return f", at least {low:,}" if low else ""


def _or(values: Iterable[object]) -> str:
    return ", ".join(f"`{value}`" for value in values)
