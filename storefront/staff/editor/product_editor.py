"""The product editor: its forms filled from a product or from what was sent, and the product that they make.

Nothing typed is ever lost.
"""

from collections.abc import Iterator, Sequence

import msgspec
from django.forms.formsets import DELETION_FIELD_NAME, ORDERING_FIELD_NAME
from django.http import QueryDict

from backend.contracts.problem import FieldError
from backend.contracts.product.kinds import ProductKind
from backend.contracts.product.models import MAX_OPTIONS, MAX_PICTURES, MAX_VARIANTS, Product, ProductBody
from backend.contracts.tax import TaxClass
from storefront.clients.outputs import currency
from storefront.staff import list_fields
from storefront.staff.editor import initial
from storefront.staff.editor.field_errors import add_field_errors
from storefront.staff.editor.forms import (
    AUTO_ID,
    SPARE_ROWS,
    EditorForm,
    OptionForm,
    OptionForms,
    ProductForm,
    VariantForm,
    VariantForms,
)
from storefront.staff.editor.initial import APART, COMMA
from storefront.staff.editor.local_options import Row, find_wrong
from storefront.staff.editor.local_texts import LocalForm, local_forms, translations
from storefront.staff.editor.picture_forms import PictureForm, PictureFormSet
from storefront.web.parsing import parse_int

OUTDATED = "This page was out of date. Please look at it once more."


class ProductEditor:
    """The editor of a product, or of a new one. `version` is that of the product which was typed over.

    `asks_free`: something would cost nothing, and staff are asked whether it shall. `is_outdated`: the form is that of
    an earlier release, so that its options and variants cannot be read.
    """

    def __init__(self, product: Product | None, sent: QueryDict | None = None) -> None:
        self.product, self.asks_free = product, False
        self.version = parse_int(sent.get("version", "1"), 1) if sent is not None else product.version if product else 1
        self.form = ProductForm(sent, initial=initial.texts(product), auto_id=AUTO_ID)
        if product:
            del self.form.fields["id"]
        self.local_forms = local_forms(product, sent)
        self.is_outdated = sent is not None and not all(
            f"{name}-TOTAL_FORMS" in sent for name in ("options", "variants")
        )
        parts = None if self.is_outdated else sent
        self.options = OptionForms(parts, initial=initial.options(product), prefix="options", auto_id=AUTO_ID)
        self.options.extra = MAX_OPTIONS - len(self.options.initial or ())
        rows = initial.variants(product, self.currency)
        names = [form.text("name") for form in self.named_options]
        self.variants = VariantForms(
            parts, initial=rows, prefix="variants", auto_id=AUTO_ID,
            form_kwargs={"options": names, "currency": self.currency},
        )  # fmt: skip
        self.variants.extra = min(SPARE_ROWS if rows else SPARE_ROWS + 1, MAX_VARIANTS - len(rows))
        pictures = product.pictures if product else ()
        self.pictures = PictureFormSet(
            initial.align_pictures(sent, product) if sent is not None else None, prefix="pictures", auto_id=AUTO_ID,
            initial=initial.pictures(product), form_kwargs={"pictures": pictures},
        )  # fmt: skip

    @property
    def currency(self) -> str:
        """What the shop sells in: a product that was priced in another currency is priced anew."""
        return currency()

    @property
    def priced_in(self) -> str:
        """The currency that the shop sold in before, if the product still has its prices in that; else empty."""
        return self.product.currency if self.product and self.product.currency != self.currency else ""

    @property
    def named_options(self) -> list[OptionForm]:
        return [form for form in self.options.forms if form.is_filled]

    @property
    def filled_variants(self) -> list[VariantForm]:
        return [form for form in self.variants.forms if form.is_filled]

    @property
    def bound_local_forms(self) -> list[LocalForm]:
        """The forms of further languages that were sent."""
        return [form for form in self.local_forms if form.is_bound]

    @property
    def kept_pictures(self) -> list[PictureForm]:
        """The pictures that stay, in the order of their positions."""
        forms = [form for form in self.pictures.forms if not form[DELETION_FIELD_NAME].value()][:MAX_PICTURES]
        return sorted(forms, key=lambda form: parse_int(str(form[ORDERING_FIELD_NAME].value()), MAX_PICTURES))

    def add_error(self, form: EditorForm | None, field: str, message: str) -> None:
        """Say what is wrong with a field; without a form, with the variants as a whole."""
        if form is None:
            self.variants.non_form_errors().append(message)
        else:
            form.add_error(field, message)

    @property
    def errors(self) -> list[tuple[str, str, str]]:
        """Everything wrong: the field's id, what it is called, and what to do."""
        whole = [
            (name, name.capitalize(), str(text))
            for name, forms in (("options", self.options), ("variants", self.variants))
            for text in forms.non_form_errors()
        ]
        outdated = [("variants", "Variants", OUTDATED)] if self.is_outdated else []
        return [*_errors("", self.form), *outdated, *whole, *self._errors_of_parts()]

    def _errors_of_parts(self) -> Iterator[tuple[str, str, str]]:
        for local_form in self.local_forms:
            yield from _errors(local_form.name, local_form)
        for part, forms in (("Option", self.options), ("Variant", self.variants), ("Picture", self.pictures)):
            for number, form in enumerate(forms.forms, 1):
                yield from _errors(f"{part} {number}", form)

    def to_product_body(self) -> ProductBody | None:
        """Return what the contract accepts, or None if something is wrong, which `errors` then says."""
        forms = (self.form, *self.bound_local_forms, *self.options.forms, *self.filled_variants, *self.pictures.forms)
        if not all([form.is_valid() for form in forms]) or self._unreadable():  # noqa: C419 - errors of all forms
            return None
        if wrong := [(form, *each) for form in self.local_forms for each in find_wrong(form, self.option_rows)]:
            for form, field, message in wrong:
                self.add_error(form, field, message)
            return None
        try:
            return msgspec.convert(self._values(), ProductBody)
        except msgspec.ValidationError as error:
            path = str(error).rpartition("`$")[2].rstrip("`").lstrip(".")
            add_field_errors(self, [FieldError(field=path, message="")])
            return None

    def _unreadable(self) -> bool:
        return self.is_outdated or bool(self.options.non_form_errors() or self.variants.non_form_errors())

    def _values(self) -> dict[str, object]:
        before, texts = self.product, self.form.text
        options = [row for row in self.option_rows if row]
        values = [values for _, values in options]
        return {
            "title": texts("title"), "brand": texts("brand"), "description": texts("description"),
            "category": self._category,
            "tags": list_fields.parse_list(texts("tags"), COMMA, before.tags if before else ()),
            "currency": self.currency, "rank": before.rank if before else 0,
            "kind": before.kind if before else ProductKind.GOODS,
            "tax_class": texts("tax_class") or (before.tax_class if before else TaxClass.STANDARD),
            "options": [{"name": name, "values": values} for name, values in options],
            "variants": [_variant(form, values) for form in self.filled_variants],
            "translations": [texts for _, texts in self.translations],
            "pictures": [{**msgspec.to_builtins(form.picture), "alt": form.text("alt")} for form in self.kept_pictures],
        }  # fmt: skip

    @property
    def _category(self) -> Sequence[str]:
        return list_fields.parse_list(self.form.text("category"), APART, self.product.category if self.product else ())

    @property
    def translations(self) -> list[tuple[LocalForm | None, dict[str, object]]]:
        """The texts in further languages, each with its form."""
        return translations(self.local_forms, self.product, self._category, self.option_rows, self.kept_pictures)

    @property
    def option_rows(self) -> list[Row]:
        """Name and values of each row of the options."""
        forms: list[OptionForm] = self.options.forms
        return [self._option(number, form) if form.is_filled else None for number, form in enumerate(forms)]

    def _option(self, number: int, form: OptionForm) -> tuple[str, tuple[str, ...]]:
        options = self.product.options if self.product else ()
        before = options[number].values if number < len(options) else ()
        return form.text("name"), list_fields.parse_list(form.text("values"), COMMA, before)


def _variant(form: VariantForm, options: Sequence[Sequence[str]]) -> dict[str, object]:
    return {
        "sku": form.text("sku"),
        "values": [_match(text, values) for text, values in zip(form.values, options, strict=False)],
        "price": form.cleaned_data["price"],
        "compare_at": form.cleaned_data["compare_at"],
        "content": form.cleaned_data["content"],
    }


def _match(text: str, values: Sequence[str]) -> str:
    """Return the option's value that was typed; white space around it does not matter."""
    return text if text in values else next((each for each in values if each.strip() == text.strip()), text.strip())


def _errors(part: str, form: EditorForm) -> Iterator[tuple[str, str, str]]:
    for name, texts in form.errors.items():
        label = str(form.fields[name].label or name.capitalize())
        if part:
            label = f"{part}, {label}" if isinstance(form, VariantForm | LocalForm) else part
        for text in texts:
            yield form[name].id_for_label, label, str(text)
