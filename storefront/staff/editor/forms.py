"""The forms of the product editor: the texts, and a formset each of options, variants and pictures."""

import re
from collections.abc import MutableMapping, Sequence
from typing import TYPE_CHECKING, TypedDict, Unpack

from django import forms
from django.forms.formsets import ORDERING_FIELD_NAME, BaseFormSet, formset_factory
from django.forms.renderers import BaseRenderer
from django.forms.utils import ErrorList
from django.http import QueryDict

from backend.contracts.currencies import about, decimal, digits, grouped_decimal
from backend.contracts.product.content import Content
from backend.contracts.product.models import MAX_OPTIONS, MAX_PICTURES, MAX_VARIANTS, Picture
from backend.contracts.slug import LONGEST_SLUG
from backend.contracts.tax import TaxClass
from storefront.checkout.state_field import FastSelect
from storefront.imports import measures
from storefront.imports.money import COMMA, POINT, Ambiguous, minor
from storefront.search.price_input import MAX_PRICE
from storefront.web.parsing import parse_int

if TYPE_CHECKING:
    from django.core.files.uploadedfile import UploadedFile
    from django.utils.datastructures import MultiValueDict

TEXTS = ("title", "brand", "category", "tags", "description")
SPARE_ROWS = 2
AUTO_ID = "%s"
_LINE_BREAK = re.compile(r"\r\n?")
_SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
CONTENT_HINT = "Enter a number and a unit, such as 750 ml, 1.5 kg, 0.18 m² or 12 pieces, or leave it empty."


def price_hint(currency: str) -> str:
    """Return how a price is typed: “Enter a price such as 24.00, of at most 10,000,000.00”."""
    example = decimal(about(2400, currency), currency)
    return f"Enter a price such as {example}, of at most {grouped_decimal(MAX_PRICE, currency)}"


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


class EditorField(forms.CharField):
    """A text whose limits the contract knows. It counts as changed only if it is typed over: browsers send each line
    break as CR LF."""

    def __init__(self, label: str | None = None) -> None:
        super().__init__(required=False, strip=False, label=label)

    def has_changed(self, initial: str | None, data: str | None) -> bool:
        return _LINE_BREAK.sub("\n", initial or "") != _LINE_BREAK.sub("\n", data or "")


class PriceField(forms.CharField):
    """An amount of money as it is typed, such as 24.00; cleaned to minor units, or None if it is empty."""

    def __init__(self, currency: str, wrong: str, label: str, required: bool = True) -> None:
        self.currency, self.wrong = currency, wrong
        super().__init__(error_messages={"required": wrong}, label=label, required=required)

    def clean(self, value: str | None) -> int | None:
        text = super().clean(value)
        try:
            return minor(text, currency=self.currency) if text else None
        except Ambiguous:
            raise forms.ValidationError(_separator_hint(self.currency)) from None
        except ValueError:
            raise forms.ValidationError(self.wrong) from None


class ContentField(forms.CharField):
    """How much a variant holds as it is typed, such as 750 ml; cleaned to a `Content`, or None if it is empty."""

    def clean(self, value: str | None) -> Content | None:
        text = super().clean(value)
        try:
            return measures.content(text, "" if COMMA in text else POINT) if text else None
        except ValueError:
            raise forms.ValidationError(CONTENT_HINT) from None


def _separator_hint(currency: str) -> str:
    """Return what to do about `2,500`."""
    return "Leave out the thousands separator: " + ("2500 or 2.50." if digits(currency) else "2500.")


class PositionField(forms.CharField):
    """A picture's position. What is no number puts it last: an order is never refused."""

    def clean(self, value: str | None) -> int:
        return parse_int(value or "", MAX_PICTURES)


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


class PictureForm(EditorForm):
    """A picture's description; its position and whether it is removed are the formset's."""

    src = forms.CharField(widget=forms.HiddenInput, required=False)
    alt = EditorField()

    def __init__(self, data: QueryDict | None = None, *, picture: Picture, **others: Unpack[FormOptions]) -> None:
        super().__init__(data, **others)
        self.picture = picture


class PictureForms(BaseFormSet):  # type: ignore[type-arg]  # no generic at run time
    """The forms of a product's pictures, in its order."""

    def get_form_kwargs(self, index: int | None) -> dict[str, Picture]:
        kwargs = super().get_form_kwargs(index)
        return {"picture": kwargs["pictures"][index or 0]}

    def add_fields(self, form: PictureForm, index: int | None) -> None:
        super().add_fields(form, index)
        position = None if index is None else index + 1
        form.fields[ORDERING_FIELD_NAME] = PositionField(label="Position", initial=position, required=False)


OptionForms = formset_factory(OptionForm, max_num=MAX_OPTIONS, absolute_max=MAX_OPTIONS)
VariantForms = formset_factory(VariantForm, max_num=MAX_VARIANTS, absolute_max=MAX_VARIANTS + SPARE_ROWS)
PictureFormSet = formset_factory(
    PictureForm, PictureForms, extra=0, can_order=True, can_delete=True, max_num=MAX_PICTURES, absolute_max=MAX_PICTURES
)
