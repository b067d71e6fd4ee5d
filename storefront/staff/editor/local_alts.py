"""What pictures show, told in further languages, as the editor shows and reads it: a field of each picture's form."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from backend.contracts.product.models import Product
from backend.contracts.product.translations import LocalAlt, Translation
from backend.contracts.shop import LANGUAGES
from backend.contracts.types import Language

if TYPE_CHECKING:
    from storefront.staff.editor.picture_forms import PictureForm


def name(language: Language) -> str:
    """Return the name of a language's field."""
    return f"alt_{language}"


def initial(product: Product | None) -> dict[str, dict[str, str]]:
    """Return what the fields show of each picture, by its address."""
    texts: dict[str, dict[str, str]] = {}
    for each in product.translations if product else ():
        if each.language in LANGUAGES[1:]:
            for local in each.alts:
                texts.setdefault(local.src, {})[name(each.language)] = local.alt
    return texts


def read(present: Translation, forms: Sequence["PictureForm"]) -> tuple[LocalAlt, ...]:
    """Return what the pictures of these forms show in a language. Of several pictures with one address the text counts
    that was typed over, else the first one's."""
    field, texts = name(present.language), dict[str, str]()
    for form in forms:
        if form.picture.src not in texts or field in form.changed_data:
            texts[form.picture.src] = form.text(field)
    alts = tuple(LocalAlt(src=src, alt=alt) for src, alt in texts.items() if alt)
    return present.alts if set(alts) == set(present.alts) else alts
