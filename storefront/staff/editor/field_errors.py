"""Shows errors of a contract or a service about a product at the editor's fields."""

import re
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, cast

from backend.contracts.problem import FieldError
from storefront.staff.editor import local_alts
from storefront.staff.editor.fields import CONTENT_HINT, price_hint
from storefront.staff.editor.forms import TEXTS, VariantForm
from storefront.staff.editor.local_options import field_of

if TYPE_CHECKING:
    from storefront.staff.editor.picture_forms import PictureForm
    from storefront.staff.editor.product_editor import ProductEditor

_PATH = re.compile(r"\$?\.?(\w+)(?:\[(\d+)\])?(?:\.(\w+))?(?:\[(\d+)\])?(?:\.(\w+))?")
MESSAGES = {
    "title": "Enter a title: one line of at most 200 characters.",
    "brand": "One line of at most 200 characters.",
    "category": "Enter one to eight titles, separated by “/”.",
    "tags": "At most 30 words or phrases, separated by commas.",
    "description": "At most 20,000 characters.",
    "sku": "Letters, digits, dots, hyphens and underscores: at most 64.",
    "content": CONTENT_HINT,
    "options": "Enter a name, and one or more values separated by commas.",
    "variants": "Enter one to 40 variants.",
    "alt": "One line of at most 200 characters.",
}


_LOCAL_MESSAGES = MESSAGES | {"title": "One line of at most 200 characters."}


def add_field_errors(editor: "ProductEditor", errors: Sequence[FieldError]) -> None:
    """Add each error to its field; the path of an error is that of the contract, such as variants[2].sku."""
    options, variants, pictures = editor.named_options, editor.filled_variants, editor.kept_pictures
    texts = editor.translations
    for error in errors:
        match = _PATH.match(error.field)
        name, number, part, at, inner = match.groups() if match else ("title", None, None, None, None)
        index = int(number) if number else 0
        if name == "variants" and number and index < len(variants):
            field = _variant_field(variants[index], part, int(at or 0))
            message = error.message or _variant_message(field, editor.currency)
            editor.add_error(variants[index], field, message)
        elif name == "options" and number and index < len(options):
            field = "values" if part == "values" else "name"
            editor.add_error(options[index], field, error.message or MESSAGES["options"])
        elif name == "pictures" and number and index < len(pictures):
            editor.add_error(pictures[index], "alt", error.message or MESSAGES["alt"])
        elif name == "translations" and index < len(texts) and (form := texts[index][0]):
            field = part if part in form.base_fields else "title"
            if part == "alts" and (shown := _picture_form(pictures, texts[index][1], int(at or 0))):
                editor.add_error(shown, local_alts.name(form.language), error.message or MESSAGES["alt"])
                continue
            if part == "options":
                field = field_of(texts[index][1], int(at or 0), inner, editor.option_rows)
            editor.add_error(form, field, error.message or _LOCAL_MESSAGES.get(field, _LOCAL_MESSAGES["title"]))
        elif name == "variants":
            editor.add_error(None, "variants", error.message or MESSAGES["variants"])
        else:
            field = name if name in TEXTS else "title"
            editor.add_error(editor.form, field, error.message or MESSAGES[field])


def _picture_form(forms: Sequence["PictureForm"], texts: Mapping[str, object], at: int) -> "PictureForm | None":
    """Return the form of the picture that one of the texts in a language is about."""
    source = dict(enumerate(cast("Sequence[Mapping[str, str]]", texts["alts"]))).get(at, {}).get("src")
    return next((form for form in forms if form.picture.src == source), None)


def _variant_message(field: str, currency: str) -> str:
    """Return what to do about a variant's field."""
    prices = {"price": f"{price_hint(currency)}.", "compare_at": f"{price_hint(currency)}, or leave it empty."}
    return (prices | MESSAGES).get(field, "Enter one of the option’s values.")


def _variant_field(form: VariantForm, part: str | None, at: int) -> str:
    """Return the field of a variant that an error is about; `at` is the option whose value is wrong."""
    if part in ("sku", "price", "compare_at", "content"):
        return part
    return form.value_names[min(at, len(form.value_names) - 1)] if form.value_names else "sku"
