"""What is wrong with a form, said at the field that it is about."""

import re
from collections.abc import Sequence

from backend.contracts.problem import FieldError
from storefront.staff.editor.draft import APART, TEXTS, Draft, VariantRow

_PATH = re.compile(r"\$?\.?(\w+)(?:\[(\d+)\])?(?:\.(\w+))?(?:\[(\d+)\])?")
WRONG = {
    "title": "Enter a title: one line of at most 200 characters.",
    "brand": "One line of at most 200 characters.",
    "category": f"Enter one to eight titles, separated by “{APART.strip()}”.",
    "tags": "At most 30 words or phrases, separated by commas.",
    "description": "At most 20,000 characters.",
    "sku": "Letters, digits, dots, hyphens and underscores: at most 64.",
    "price": "Enter a price such as 24.00, of at most 10,000,000.00.",
    "compare_at": "Enter a price such as 24.00, of at most 10,000,000.00, or leave it empty.",
    "options": "Enter a name, and one or more values separated by commas.",
    "variants": "Enter one to 40 variants.",
    "alt": "One line of at most 200 characters.",
}


def add_field_errors(draft: Draft, errors: Sequence[FieldError]) -> None:
    """Put what a service says is wrong at the field that it is about."""
    for error in errors:
        found = _PATH.match(error.field)
        name, place, part, at = found.groups() if found else ("title", None, None, None)
        index = int(place) if place else 0
        if name == "variants" and place and index < len(draft.filled):
            _blame_row(draft.filled[index], part, int(at or 0), error.message)
        elif name == "options" and place and index < len(draft.named):
            option = draft.named[index]
            option.wrong, option.where = error.message or WRONG["options"], "values" if part == "values" else "option"
        elif name == "pictures" and place and index < len(draft.kept):
            draft.kept[index].wrong = error.message or WRONG["alt"]
        else:
            where = name if name in TEXTS else "variants" if name == "variants" else "title"
            draft.wrong[where] = error.message or WRONG[where]


def _blame_row(row: VariantRow, part: str | None, at: int, message: str) -> None:
    """`at` is the option whose value is wrong; a row without options has no such field."""
    if part not in ("sku", "price", "compare_at"):
        part = f"value-{min(at, len(row.values) - 1)}" if row.values else "sku"
    row.wrong[part] = message or WRONG.get(part, "Enter one of the option’s values.")
