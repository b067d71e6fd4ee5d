"""What the contract takes of a form."""

from collections.abc import Sequence

import msgspec

from backend.contracts.problem import FieldError
from backend.contracts.product.models import ProductBody
from storefront.imports.money import Ambiguous, minor
from storefront.staff import list_fields
from storefront.staff.editor.draft import APART, COMMA, Draft, VariantRow
from storefront.staff.editor.field_errors import WRONG, add_field_errors


def to_product_body(draft: Draft) -> ProductBody | None:
    """Return what the contract takes; None where something is wrong, which the draft then says."""
    stood, named = draft.product, draft.named
    options = [list_fields.parse_list(option.values, COMMA, option.stood) for option in named]
    values = {
        "title": draft.texts["title"], "brand": draft.texts["brand"], "description": draft.texts["description"],
        "category": list_fields.parse_list(draft.texts["category"], APART, stood.category if stood else ()),
        "tags": list_fields.parse_list(draft.texts["tags"], COMMA, stood.tags if stood else ()),
        "currency": draft.currency, "rank": stood.rank if stood else 0,
        "options": [{"name": option.name, "values": values} for option, values in zip(named, options, strict=True)],
        "variants": [_variant(row, options, draft.currency) for row in draft.filled],
        "pictures": [{**msgspec.to_builtins(shot.picture), "alt": shot.alt} for shot in draft.kept],
    }  # fmt: skip
    if draft.errors:
        return None
    try:
        return msgspec.convert(values, ProductBody)
    except msgspec.ValidationError as error:
        path = str(error).rpartition("`$")[2].rstrip("`").lstrip(".")
        add_field_errors(draft, [FieldError(field=path, message="")])
        return None


def _variant(row: VariantRow, options: Sequence[Sequence[str]], currency: str) -> dict[str, object]:
    return {
        "sku": row.sku, "values": [_value(text, values) for text, values in zip(row.values, options, strict=False)],
        "price": _price(row, "price", currency),
        "compare_at": _price(row, "compare_at", currency) if row.compare_at else None,
    }  # fmt: skip


def _value(text: str, values: Sequence[str]) -> str:
    """Return the option's value that was typed; white space around it does not matter."""
    return text if text in values else next((each for each in values if each.strip() == text.strip()), text.strip())


def _price(row: VariantRow, name: str, currency: str) -> int:
    try:
        return minor(getattr(row, name), currency=currency)
    except Ambiguous:
        row.wrong[name] = "Leave out the thousands separator: 2500 or 2.50."
    except ValueError:
        row.wrong[name] = WRONG[name]
    return 0
