"""An example of every shape, made from its schema: a value that is known for the field's name, or else the first known
one that fits."""

import re

from backend.contracts import shop
from backend.contracts.schemas import Json, Schema, schemas

BY_NAME: dict[str, str] = {
    "sku": "HARBOUR-A3", "skus": "HARBOUR-A3,HARBOUR-A4", "product_id": "harbour",
    "guest_id": "0123456789abcdef0123456789abcdef", "currency": shop.CURRENCY, "country": shop.HOME_COUNTRY,
    "title": "Harbour", "name": "Ada Lovelace", "street": "Example Street 1", "town": "Berlin", "extra": "2nd floor",
    "postal_code": "10115", "email": "ada@example.org", "phone": "+49 30 123456", "q": "harbour", "path": "prints",
    "category": "prints", "tracking": "JD014600003RU", "owner": "shopper#5e5b1c9a-7a8e-4a3e-9df4-0f6a3f1f0d11",
    "queue": "OrderDeadLetters", "back": "https://shop.example.com/staff/products/", "src": "harbour",
    "alt": "Boats at a quay, drawn in dots", "prefix": "HARB", "reason": "The frame has a scratch",
    "token": "tok_a1B2a1B2a1B2a1B2a1B2a1B2a1B2a1B2", "key": "checkout-form-01",
    "session": "cs_test_a1B2c3D4e5F6",
    "last4": "4242",
    "hint": "WXYZ",
    "code": "ABCDEFGHIJKLWXYZ",
    "voucher_id": "ABCDEFGHIJKLMNOPQRSTUVWX",
    "withdrawal": "ABCDEFGHIJKLMNOPQRSTUVWX-1",
    "buyer": "guest#0f1e2d3c4b5a69788796a5b4c3d2e1f0",
    "brand": "Visa",
    "number": "3F9A-72C1",
    "pdf": "JVBERi0xLjQ=",
}  # fmt: skip
"""Values for fields of these names, where the field's own schema takes them."""

NUMBERS = {
    "price": 2900,
    "total": 2900,
    "subtotal": 2900,
    "expected_total": 2900,
    "amount": 2900,
    "limit": 24,
    "available": 12,
}

FREE = "Harbour, at dusk"
"""For a field that takes any text."""

ANY: tuple[str, ...] = (
    "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef",
    "01a22493f340d263d9c78732529f", "0123456789abcdef0123456789abcdef", "2026-11-03T10:20:00.000Z", "2026-11-05",
    "0f8fad5b-d9cb-469f-a165-70867728950e", "uploaded/0123456789abcdef0123456789abcdef01234567", "tok_a1B2a1B2a1B2a1B2",
    "ABCDEFGHIJKLMNOPQRSTUVWX", "0123456789abcdef",
    "EUR", "DE", "ada@example.org", "harbour", "OrderDeadLetters", "checkout-form-01", "shopper#5e5b",
    "https://shop.example.com/staff/", "INV-2026-000042", "Harbour", "",
)  # fmt: skip
"""Values for all other fields, the most particular ones first."""


class Unknown(LookupError):
    """No known value fits a field: add one to the table."""


def example(shape: type[object]) -> dict[str, Json]:
    """Return an example of the struct as JSON. Raises `Unknown`, which names the field."""
    components = schemas([shape])
    return _object(components[shape.__name__], components, shape.__name__)


def _of(schema: Schema, components: dict[str, Schema], field: str) -> Json:
    if "$ref" in schema:
        return _of(components[schema["$ref"].rpartition("/")[2]], components, field)
    if "enum" in schema or "const" in schema:
        return schema["const"] if "const" in schema else schema["enum"][0]
    if "anyOf" in schema:
        return _of(next(each for each in schema["anyOf"] if each != {"type": "null"}), components, field)
    match schema.get("type"):
        case "object":
            return _object(schema, components, field)
        case "array":
            return _array(schema, components, field)
        case "integer" | "number":
            return _number(schema, field)
        case "boolean":
            return True
        case "string":
            return _text(schema, field)
    return None


def _number(schema: Schema, field: str) -> int:
    return max(schema.get("minimum", 0), min(schema.get("maximum", 10**9), NUMBERS.get(field, 1)))


def _object(schema: Schema, components: dict[str, Schema], field: str) -> dict[str, Json]:
    if "properties" in schema:
        return {name: _of(each, components, name) for name, each in schema["properties"].items()}
    values = schema.get("additionalProperties")
    return {"Size": _of(values, components, field)} if isinstance(values, dict) else {}


def _array(schema: Schema, components: dict[str, Schema], field: str) -> list[Json]:
    items = schema.get("items")
    if isinstance(items, dict):
        return [_of(items, components, field.removesuffix("s"))] * max(1, schema.get("minItems", 1))
    return [_of(each, components, field) for each in schema.get("prefixItems", ())]


def _text(schema: Schema, field: str) -> str:
    candidates = (*([BY_NAME[field]] if field in BY_NAME else []), FREE, *ANY)
    for value in (*candidates, field):
        if _fits(schema, value) and (value or not schema.get("minLength")):
            return value
    raise Unknown(f"{field}: {schema}")


def _fits(schema: Schema, value: str) -> bool:
    long = schema.get("minLength", 0) <= len(value) <= schema.get("maxLength", len(value))
    return long and re.search(schema.get("pattern", ""), value) is not None
