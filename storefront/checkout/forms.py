"""The forms of the checkout.

Their limits are the contract's `NewAddress`: what a field takes is what the service takes.
"""

from functools import partial
from typing import Any, get_type_hints

import msgspec
from django import forms
from django.urls import reverse
from django.utils.functional import SimpleLazyObject
from django.utils.safestring import SafeString

from backend.contracts.basket.models import HOME_COUNTRY, Address, Delivery, NewAddress
from backend.contracts.postal_codes import tidy
from storefront.checkout import postal_codes
from storefront.web.countries import CHOICES
from storefront.web.fields import UNREADABLE_TEXT, ContractCharField, FastTextInput
from storefront.web.memoize import memoize

SHAPES = get_type_hints(NewAddress, include_extras=True)
NEEDED = {field.name for field in msgspec.structs.fields(NewAddress) if field.required}
CHECK = {  # a field is checked when it is left; the delay lets a button pressed meanwhile stay where it is
    "hx-post": SimpleLazyObject(partial(reverse, "checkout:check")),
    "hx-trigger": "change delay:300ms",
    "hx-target": "closest .field",
    "hx-swap": "outerHTML",
}
NO_POSTAL_CODE = "Enter the postal code."
TOO_LONG = "This is too long for a parcel label; please shorten it."


def _word(
    name: str,
    label: str,
    autocomplete: str,
    *,
    missing: str = "",
    wrong: str = UNREADABLE_TEXT,
    help: str = "",
    **attributes: str,
) -> ContractCharField:
    return ContractCharField(
        SHAPES[name],
        wrong,
        required=name in NEEDED,
        label=label,
        help_text=help,
        error_messages={"required": missing, "max_length": TOO_LONG},
        widget=FastTextInput(attrs={"autocomplete": autocomplete, **attributes, **CHECK}),
    )


def email_field(**attributes: Any) -> ContractCharField:
    """Return the field for the address that is told about the order."""
    widget = {"autocomplete": "email", "type": "email", "inputmode": "email", "autocapitalize": "none"}
    return ContractCharField(
        SHAPES["email"],
        "Enter an e-mail address such as ada@example.org; letters such as ü or é do not work in it.",
        label="E-mail",
        error_messages={
            "required": "Enter your e-mail address, so that we can tell you about the order.",
            "max_length": TOO_LONG,
        },
        widget=FastTextInput(attrs={**widget, "spellcheck": "false", **attributes}),
    )


class CountrySelect(forms.Select):
    """A select whose options are drawn once for each value: Django renders two templates an option."""

    def render(self, name: str, value: Any, attrs: dict[str, Any] | None = None, renderer: Any = None) -> SafeString:
        built = self.build_attrs(self.attrs, attrs)
        return _select(name, str(value or ""), tuple(built.items()), tuple(self.choices))  # type: ignore[arg-type]


@memoize
def _select(
    name: str, value: str, attrs: tuple[tuple[str, Any], ...], choices: tuple[tuple[str, str], ...]
) -> SafeString:
    return forms.Select(dict(attrs), choices).render(name, value)


class AddressForm(forms.Form):
    """Where an order goes and who is told. The browser's own messages are off, so that ours are read."""

    use_required_attribute = False

    email = email_field(**CHECK)
    name = _word("name", "Full name", "shipping name", missing="Enter the name on the door.")
    street = _word("street", "Street and number", "shipping address-line1", missing="Enter the street and the number.")
    extra = _word("extra", "Company, floor or c/o", "shipping address-line2")
    postal_code = forms.CharField(
        max_length=40,  # of what is typed: it is tidied before its own limits hold
        required=False,
        label="Postal code",
        error_messages={"max_length": TOO_LONG},
        widget=FastTextInput(
            attrs={
                "autocomplete": "shipping postal-code",
                "class": "short",
                "autocapitalize": "characters",
                "spellcheck": "false",
                **CHECK,
            }
        ),
    )
    town = _word("town", "Town", "shipping address-level2", missing="Enter the town.")
    country = forms.ChoiceField(
        choices=CHOICES,
        initial=HOME_COUNTRY,
        label="Country",
        error_messages={
            "required": "Choose a country.",
            "invalid_choice": "We do not deliver there yet. Choose from the list.",
        },
        widget=CountrySelect(attrs={"autocomplete": "shipping country", "class": "medium", **CHECK}),
    )
    phone = _word(
        "phone",
        "Phone",
        "shipping tel",
        wrong="Enter a phone number such as +49 30 901820, or leave this empty.",
        help="Only for the courier, in case they cannot find you.",
        **{"type": "tel", "inputmode": "tel", "class": "medium"},
    )

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.fields["postal_code"].help_text = postal_codes.hint(str(self["country"].value() or ""))

    @property
    def postal_code_optional(self) -> bool:
        """Whether the country asks for no postal code."""
        return not postal_codes.is_required(str(self["country"].value() or ""))

    def clean(self) -> dict[str, Any]:
        """Write the postal code as its country does; it is no code until the country is known."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        country, typed = cleaned.get("country"), cleaned.get("postal_code")
        if country is not None and typed is not None:
            code = tidy(country, typed)
            if code is None:
                self.add_error(
                    "postal_code", postal_codes.explain_invalid(country) if typed.strip() else NO_POSTAL_CODE
                )
            else:
                cleaned["postal_code"] = code
        return cleaned

    @property
    def address(self) -> NewAddress:
        """The valid form as the contract's struct."""
        return msgspec.convert(self.cleaned_data, NewAddress)


class DeliveryForm(forms.Form):
    """The way of delivery."""

    delivery = forms.ChoiceField(
        choices=[(delivery.value, delivery.value) for delivery in Delivery],
        label="Delivery",
        error_messages={
            "required": "Choose a delivery method.",
            "invalid_choice": "Choose one of these delivery methods.",
        },
    )


def values_of(address: Address) -> dict[str, Any]:
    """Return an address as the form's initial values."""
    return dict(msgspec.to_builtins(address))
