"""The forms of the product editor: the texts, and a formset each of options and variants."""

import re
from collections.abc import MutableMapping, Sequence
from typing import TYPE_CHECKING, TypedDict, Unpack

from django import forms
from django.forms.formsets import formset_factory
from django.forms.renderers import BaseRenderer
from django.forms.utils import ErrorList
from django.http import QueryDict

from backend.contracts.product.models import MAX_OPTIONS, MAX_VARIANTS
from backend.contracts.slug import LONGEST_SLUG
from backend.contracts.tax import TaxClass
from storefront.checkout.state_field import FastSelect
from storefront.staff.editor.fields import ContentField, EditorField, PriceField, price_hint

if TYPE_CHECKING:
    from django.core.files.uploadedfile import UploadedFile
    from django.utils.datastructures import MultiValueDict

TEXTS = ("title", "brand", "category", "tags", "description")
SPARE_ROWS = 2
AUTO_ID = "%s"
_SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


class FormOptions(TypedDict, total=False):
    """What a formset gives to each of its forms, but for what was typed into it."""

    files: "MultiValueDict[str, UploadedFile[bytes]] | None"
    auto_id: bool | str
    prefix: str | None
    initial: MutableMapping[str, object] | None
    error_class: type[ErrorList]
    empty_permitted: bool
    use_required_attribute: bool | None
    renderer: BaseRenderer | None


class EditorForm(forms.Form):
    """A part of the editor. Text that comes back untouched stays exactly as it was; other text is stripped."""

    def text(self, name: str) -> str:
        """Return what is typed into a field, even if it is refused."""
        if not self.is_bound or name not in self.changed_data:
            return str(self.get_initial_for_field(self.fields[name], name) or "")
        return str(self[name].value() or "").strip()


class ProductForm(EditorForm):
    """The product's texts, and the address of a new one."""

    title = EditorField()
    brand = EditorField()
    category = EditorField()
    tags = EditorField()
    description = EditorField()
    tax_class = forms.ChoiceField(
        required=False,
        label="Tax class",
        choices=[(each.value, each.value.capitalize()) for each in TaxClass],
        widget=FastSelect,
    )
    id = EditorField(label="Address")

    def clean_id(self) -> str:
        """Refuse a typed address that cannot be one; the view makes one from the title if there is none."""
        address = self.text("id")
        if address and (not _SLUG.fullmatch(address) or len(address) > LONGEST_SLUG):
            raise forms.ValidationError("Lower-case letters and digits, joined by hyphens.")
        return address


class OptionForm(EditorForm):
    """An option: its name and its values, separated by commas."""

    name = EditorField()
    values = EditorField()

    @property
    def is_filled(self) -> bool:
        return bool(self.text("name") or self.text("values"))


class VariantForm(EditorForm):
    """A variant, with a value of each option. A row that was cleared is a variant taken away."""

    sku = EditorField(label="SKU")

    def __init__(
        self,
        data: QueryDict | None = None,
        *,
        options: Sequence[str],
        currency: str,
        **others: Unpack[FormOptions],
    ) -> None:
        super().__init__(data, **others)
        self.empty_permitted = True
        self.value_names = [f"value_{number}" for number in range(len(options))]
        for name, option in zip(self.value_names, options, strict=True):
            self.fields[name] = EditorField(label=option or "Value")
        self.fields["price"] = PriceField(currency, f"{price_hint(currency)}.", label="price")
        self.fields["compare_at"] = PriceField(
            currency, f"{price_hint(currency)}, or leave it empty.", label="price before", required=False
        )
        self.fields["content"] = ContentField(label="content", required=False)

    @property
    def is_filled(self) -> bool:
        return any(self.text(name) for name in ("sku", "price", "compare_at", "content"))

    def has_changed(self) -> bool:
        return self.is_filled

    @property
    def value_fields(self) -> list[forms.BoundField]:
        return [self[name] for name in self.value_names]

    @property
    def values(self) -> list[str]:
        """What is typed for each option, with the white space around it: a value may have some."""
        return [str(field.value() or "") for field in self.value_fields]


OptionForms = formset_factory(OptionForm, max_num=MAX_OPTIONS, absolute_max=MAX_OPTIONS)
VariantForms = formset_factory(VariantForm, max_num=MAX_VARIANTS, absolute_max=MAX_VARIANTS + SPARE_ROWS)
