"""The product's texts in further languages, as the editor shows and reads them: one form for each language."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

import msgspec
from django.forms import BoundField
from django.http import QueryDict
from msgspec import structs

from backend.contracts.product.local_options import fit_alts, fit_options
from backend.contracts.product.models import Option, Product
from backend.contracts.product.translations import Translation
from backend.contracts.shop import LANGUAGES
from backend.contracts.types import Language
from storefront.staff import list_fields
from storefront.staff.editor import local_alts, local_options
from storefront.staff.editor.fields import EditorField
from storefront.staff.editor.forms import AUTO_ID, EditorForm
from storefront.staff.editor.initial import APART, COMMA
from storefront.staff.editor.local_options import Row
from storefront.staff.language_names import NAMES

if TYPE_CHECKING:
    from storefront.staff.editor.picture_forms import PictureForm


class LocalForm(EditorForm):
    """What a product says in a further language."""

    title = EditorField()
    category = EditorField()
    tags = EditorField()
    description = EditorField()

    def __init__(self, product: Product | None, language: Language, sent: QueryDict | None) -> None:
        present = (each for each in product.translations if each.language == language) if product else iter(())
        self.language, self.present = language, next(present, Translation(language=language))
        prefix = f"text-{language}"
        is_sent = sent is not None and f"{prefix}-title" in sent  # not by a form of an earlier release
        initial = _initial(self.present) | local_options.initial(product, self.present)
        super().__init__(sent if is_sent else None, prefix=prefix, auto_id=AUTO_ID, initial=initial)
        self.fields |= local_options.fields()
        self.sends_tags = sent is None or f"{prefix}-tags" in sent
        self.sends_options = sent is not None and f"{prefix}-option_0" in sent

    @property
    def name(self) -> str:
        """The language's name."""
        return NAMES[self.language]

    @property
    def is_open(self) -> bool:
        """Whether the section is shown unfolded: where there is a text, or something to correct."""
        return any(name in self.errors or self.text(name) for name in self.base_fields)

    @property
    def are_options_open(self) -> bool:
        """Whether the names of options are shown unfolded."""
        return any(name in self.errors or self.text(name) for name in self.fields if name not in self.base_fields)

    @property
    def typed_options(self) -> set[str]:
        """The fields of options that were typed over; none by a form of an earlier release."""
        return set(self.changed_data).difference(self.base_fields) if self.sends_options else set()

    @property
    def option_fields(self) -> list[tuple[BoundField, BoundField]]:
        """For each row of the options the fields of its name and of its values."""
        bound = [self[name] for name in self.fields if name not in self.base_fields]
        return list(zip(bound[::2], bound[1::2], strict=True))

    def translation(
        self, product: Product | None, rows: Sequence[Row], pictures: Sequence["PictureForm"], *, same_category: bool
    ) -> dict[str, object]:
        """Return the texts. Titles of the category that were not typed over go with the category."""
        category = list_fields.parse_list(self.text("category"), APART, self.present.category)
        typed = same_category or "category" in self.changed_data
        return {
            "language": self.language,
            "title": self.text("title"),
            "description": self.text("description"),
            "category": category if typed else (),
            "tags": list_fields.parse_list(self.text("tags"), COMMA, self.present.tags)
            if self.sends_tags
            else self.present.tags,
            "options": msgspec.to_builtins(local_options.read(self, product, rows)),
            "alts": msgspec.to_builtins(local_alts.read(self.present, pictures)),
        }


def local_forms(product: Product | None, sent: QueryDict | None) -> list[LocalForm]:
    """Return a form for each language that the shop offers beside its own."""
    return [LocalForm(product, language, sent) for language in LANGUAGES[1:]]


def translations(
    forms: Sequence[LocalForm],
    product: Product | None,
    category: Sequence[str],
    rows: Sequence[Row],
    pictures: Sequence["PictureForm"],
) -> list[tuple[LocalForm | None, dict[str, object]]]:
    """Return each form with its texts, where it has some, for a product that shall be in this category and have
    these options and pictures.

    Texts in languages that are no longer offered stay, without a form.
    """
    same_category = product is None or tuple(category) == product.category
    typed = [(form, form.translation(product, rows, pictures, same_category=same_category)) for form in forms]
    filled = [(form, texts) for form, texts in typed if any(text for name, text in texts.items() if name != "language")]
    return [*filled, *((None, texts) for texts in _not_offered(product, rows, pictures, same_category=same_category))]


def _not_offered(
    product: Product | None, rows: Sequence[Row], pictures: Sequence["PictureForm"], *, same_category: bool
) -> list[dict[str, object]]:
    others = [each for each in product.translations if each.language not in LANGUAGES[1:]] if product else []
    options = [Option(name=row[0], values=row[1]) for row in rows if row]
    remaining = [
        structs.replace(
            each,
            category=each.category if same_category else (),
            options=fit_options(each.options, options),
            alts=fit_alts(each.alts, [form.picture for form in pictures]),
        )
        for each in others
    ]
    return [msgspec.to_builtins(each) for each in remaining if not each.is_empty]


def _initial(translation: Translation) -> dict[str, str]:
    return {
        "title": translation.title,
        "category": list_fields.format_list(translation.category, APART),
        "tags": list_fields.format_list(translation.tags, COMMA),
        "description": translation.description,
    }
