"""The product's texts in further languages, as the editor shows and reads them: one form for each language."""

from collections.abc import Sequence

from django.http import QueryDict

from backend.contracts.product.models import Product
from backend.contracts.product.translations import Translation
from backend.contracts.shop import LANGUAGES
from backend.contracts.types import Language
from storefront.staff import list_fields
from storefront.staff.editor.fields import EditorField
from storefront.staff.editor.forms import AUTO_ID, EditorForm
from storefront.staff.editor.initial import APART

NAMES: dict[Language, str] = {"en": "English", "de": "German", "fr": "French"}


class LocalForm(EditorForm):
    """What a product says in a further language."""

    title = EditorField()
    category = EditorField()
    description = EditorField()

    def __init__(self, product: Product | None, language: Language, sent: QueryDict | None) -> None:
        present = (each for each in product.translations if each.language == language) if product else iter(())
        self.language, self.present = language, next(present, Translation(language=language))
        prefix = f"text-{language}"
        is_sent = sent is not None and f"{prefix}-title" in sent  # not by a form of an earlier release
        super().__init__(sent if is_sent else None, prefix=prefix, auto_id=AUTO_ID, initial=_initial(self.present))

    @property
    def name(self) -> str:
        """The language's name."""
        return NAMES[self.language]

    @property
    def is_open(self) -> bool:
        """Whether the section is shown unfolded: where there is a text, or something to correct."""
        return bool(self.errors) or any(self.text(name) for name in self.fields)

    def translation(self, *, same_category: bool) -> dict[str, object]:
        """Return the texts. Titles of the category that were not typed over go with the category."""
        category = list_fields.parse_list(self.text("category"), APART, self.present.category)
        typed = same_category or "category" in self.changed_data
        return {
            "language": self.language,
            "title": self.text("title"),
            "description": self.text("description"),
            "category": category if typed else (),
        }


def local_forms(product: Product | None, sent: QueryDict | None) -> list[LocalForm]:
    """Return a form for each language that the shop offers beside its own."""
    return [LocalForm(product, language, sent) for language in LANGUAGES[1:]]


def translations(
    forms: Sequence[LocalForm], product: Product | None, category: Sequence[str]
) -> list[tuple[LocalForm | None, dict[str, object]]]:
    """Return each form with its texts, where it has some, for a product that shall be in this category.

    Texts in languages that are no longer offered stay, without a form.
    """
    same_category = product is None or tuple(category) == product.category
    typed = [(form, form.translation(same_category=same_category)) for form in forms]
    filled = [(form, texts) for form, texts in typed if texts["title"] or texts["description"] or texts["category"]]
    return [*filled, *((None, texts) for texts in _not_offered(product, same_category=same_category))]


def _not_offered(product: Product | None, *, same_category: bool) -> list[dict[str, object]]:
    others = [each for each in product.translations if each.language not in LANGUAGES[1:]] if product else []
    return [
        {"language": each.language, "title": each.title, "description": each.description,
         "category": each.category if same_category else ()}
        for each in others
        if same_category or each.title or each.description
    ]  # fmt: skip


def _initial(translation: Translation) -> dict[str, str]:
    return {
        "title": translation.title,
        "category": list_fields.format_list(translation.category, APART),
        "description": translation.description,
    }
