"""The forms of the checkout. Their limits are the contract's `NewAddress`: what a field takes is what the service takes."""

from typing import Any, get_type_hints

import msgspec
from django import forms
from django.urls import reverse_lazy

from backend.contracts.basket import HOME, Address, Delivery, NewAddress
from storefront.countries import CHOICES
from storefront.fields import Word

SHAPES = get_type_hints(NewAddress, include_extras=True)
NEEDED = {field.name for field in msgspec.structs.fields(NewAddress) if field.required}
CHECK = {  # a field is checked when it is left; the delay lets a button pressed meanwhile stay where it is
    "hx-post": reverse_lazy("checkout:check"),
    "hx-trigger": "change delay:300ms",
    "hx-target": "closest .field",
    "hx-swap": "outerHTML",
}
PLAIN = "Please use letters, digits and the usual signs only."
TOO_LONG = "This is too long for a parcel label; please shorten it."


def _word(name: str, label: str, autocomplete: str, *, missing: str = "", wrong: str = PLAIN, help: str = "", **attributes: str) -> Word:
    return Word(
        SHAPES[name],
        wrong,
        required=name in NEEDED,
        label=label,
        help_text=help,
        error_messages={"required": missing, "max_length": TOO_LONG},
        widget=forms.TextInput(attrs={"autocomplete": autocomplete, **attributes, **CHECK}),
    )


class AddressForm(forms.Form):
    """Where an order goes and who is told. The browser's own messages are off, so that ours are read."""

    use_required_attribute = False

    email = _word(
        "email",
        "E-mail",
        "email",
        missing="Enter your e-mail address, so that we can tell you about the order.",
        wrong="Enter an e-mail address such as ada@example.org; letters such as ü or é do not work in it.",
        type="email",
        inputmode="email",
        autocapitalize="none",
        spellcheck="false",
    )
    name = _word("name", "Full name", "shipping name", missing="Enter the name on the door.")
    street = _word("street", "Street and number", "shipping address-line1", missing="Enter the street and the number.")
    extra = _word("extra", "Company, floor or c/o", "shipping address-line2")
    postal_code = _word(
        "postal_code",
        "Postal code",
        "shipping postal-code",
        missing="Enter the postal code.",
        wrong="Enter the postal code as on a letter, such as 10115 or SW1A 1AA.",
        **{"class": "short", "autocapitalize": "characters", "spellcheck": "false"},
    )
    town = _word("town", "Town", "shipping address-level2", missing="Enter the town.")
    country = forms.ChoiceField(
        choices=CHOICES,
        initial=HOME,
        label="Country",
        error_messages={"required": "Choose a country.", "invalid_choice": "We do not deliver there yet. Choose from the list."},
        widget=forms.Select(attrs={"autocomplete": "shipping country", "class": "medium", **CHECK}),
    )
    phone = _word(
        "phone",
        "Phone",
        "shipping tel",
        wrong="Enter a phone number such as +49 30 901820, or leave this empty.",
        help="Only for the courier, in case they cannot find you.",
        **{"type": "tel", "inputmode": "tel", "class": "medium"},
    )

    @property
    def address(self) -> NewAddress:
        """The valid form as the contract's struct."""
        return msgspec.convert(self.cleaned_data, NewAddress)


class DeliveryForm(forms.Form):
    """How it shall come."""

    delivery = forms.ChoiceField(
        choices=[(delivery.value, delivery.value) for delivery in Delivery],
        label="Delivery",
        error_messages={"required": "Choose a way of delivery.", "invalid_choice": "Choose one of these ways of delivery."},
    )


def values_of(address: Address) -> dict[str, Any]:
    """An address as the form's initial values."""
    return dict(msgspec.to_builtins(address))
