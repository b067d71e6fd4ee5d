"""What the basket's forms may send."""

from django import forms
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy

from backend.contracts.types import MAX_QUANTITY, MAX_SAFE_INTEGER, Sku
from storefront.web.countries import choices
from storefront.web.fields import ContractCharField, FastTextInput, PromotionCodeField

NO_COUNTRY = gettext_lazy("We do not deliver there yet. Choose a country from the list.")
HOW_MANY = format_lazy(gettext_lazy("How many? Enter a whole number from 1 to {most}."), most=MAX_QUANTITY)
NOT_SOLD = gettext_lazy("We do not sell this.")


class AddForm(forms.Form):
    """Something to put in; more than `MAX_QUANTITY` are cut by the view, which says so."""

    sku = ContractCharField(Sku, NOT_SOLD)
    quantity = forms.IntegerField(
        min_value=1, initial=1, required=False, error_messages=dict.fromkeys(("min_value", "invalid"), HOW_MANY)
    )

    def clean_quantity(self) -> int:
        quantity: int | None = self.cleaned_data["quantity"]
        return min(quantity or 1, MAX_QUANTITY)


class LineForm(forms.Form):
    """The quantity a line shall have; 0 takes it out. `since` is the place of a line that comes back."""

    sku = ContractCharField(Sku, NOT_SOLD)
    quantity = forms.IntegerField(
        min_value=0,
        max_value=MAX_QUANTITY,
        error_messages={
            "max_value": format_lazy(gettext_lazy("At most {most} of one item, please."), most=MAX_QUANTITY)
        },
    )
    since = forms.IntegerField(min_value=0, max_value=MAX_SAFE_INTEGER, required=False)


class SkuForm(forms.Form):
    """A line, by its SKU."""

    sku = ContractCharField(Sku, NOT_SOLD)


class CodeForm(forms.Form):
    """A promotion's code."""

    code = PromotionCodeField(
        label=gettext_lazy("Discount code"),
        widget=FastTextInput(attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}),
    )


class CountryForm(forms.Form):
    """The country that the basket is delivered to."""

    country = forms.ChoiceField(
        choices=choices, error_messages=dict.fromkeys(("required", "invalid_choice"), NO_COUNTRY)
    )
