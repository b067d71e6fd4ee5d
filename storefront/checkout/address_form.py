"""The form for an address, with the fields of its country. Its limits are the contract's `NewAddress`."""

from collections.abc import Callable, Mapping
from typing import ClassVar, cast

import msgspec
from django import forms
from django.forms.boundfield import BoundField
from django.urls import reverse
from django.utils.text import format_lazy
from django.utils.translation import gettext, gettext_lazy

from backend.contracts import vat_ids
from backend.contracts.addresses import address_format
from backend.contracts.basket.models import COUNTRIES, HOME_COUNTRY, Address, NewAddress
from backend.contracts.postal_codes import tidy
from storefront.checkout import postal_codes, vat_id_words
from storefront.checkout.address_fields import CHECK, TOO_LONG, email_field, text_field
from storefront.checkout.state_field import FastSelect, state_field
from storefront.web.countries import choices
from storefront.web.fields import FastTextInput

FOLDED = {"company", "vat_id", "extra"}
"""Fields that most people leave empty."""
NO_POSTAL_CODE = gettext_lazy("Enter the postal code.")
DELIVERED_TO = gettext_lazy("We deliver only to the countries in this list.")
NO_LONGER_DELIVERED_TO = gettext_lazy("We no longer deliver there.")


class AddressForm(forms.Form):
    """Where an order goes and who is notified, with the fields that addresses in the country have, in their order.

    The browser's own messages are off, so that ours are read.
    """

    use_required_attribute = False
    check: ClassVar[str] = "checkout:check"
    """The name of the address that checks a field as it is left."""

    email = email_field(**CHECK)
    name = text_field(
        "name", gettext_lazy("Full name"), "shipping name", missing=gettext_lazy("Enter the name on the door.")
    )
    street = text_field(
        "street",
        gettext_lazy("Street and number"),
        "shipping address-line1",
        missing=gettext_lazy("Enter the street and the number."),
    )
    extra = text_field("extra", gettext_lazy("Floor, building or c/o"), "shipping address-line2")
    postal_code = forms.CharField(
        max_length=40,  # of what is typed: it is tidied before its own limits hold
        required=False,
        label=gettext_lazy("Postal code"),
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
    town = text_field("town", gettext_lazy("Town"), "shipping address-level2", missing=gettext_lazy("Enter the town."))
    country = forms.ChoiceField(
        choices=choices,
        initial=HOME_COUNTRY,
        label=gettext_lazy("Country"),
        help_text=DELIVERED_TO,
        error_messages={
            "required": gettext_lazy("Choose a country."),
            "invalid_choice": gettext_lazy("We do not deliver there yet. Choose from the list."),
        },
        widget=FastSelect(
            attrs={
                "autocomplete": "shipping country",
                "class": "medium",
                **CHECK,
            }
        ),
    )
    phone = text_field(
        "phone",
        gettext_lazy("Phone"),
        "shipping tel",
        wrong=gettext_lazy("Enter a phone number such as +49 30 901820, or leave this empty."),
        help=gettext_lazy("Only for the courier, in case they cannot find you."),
        **{"type": "tel", "inputmode": "tel", "class": "medium"},
    )
    company = text_field("company", gettext_lazy("Company"), "shipping organization")
    vat_id = forms.CharField(
        max_length=40,  # of what is typed, as for the postal code
        required=False,
        label=gettext_lazy("VAT ID"),
        error_messages={"max_length": TOO_LONG},
        widget=FastTextInput(
            attrs={"autocomplete": "off", "class": "medium", "autocapitalize": "characters", "spellcheck": "false"}
            | CHECK
        ),
    )
    state = forms.CharField()
    """Stands for the country's own field, which `__init__` puts in its place."""

    def __init__(
        self, data: Mapping[str, object] | None = None, *, initial: Mapping[str, object] | None = None
    ) -> None:
        super().__init__(data, initial=dict(initial or {}))
        country = str(self["country"].value() or "")
        countries = self.list_countries()
        is_listed = country in dict(countries)
        # without an empty one, a browser would show the first as chosen
        self.offer_countries(countries if is_listed else [("", "–"), *countries])
        if country in COUNTRIES and not is_listed and not self.is_bound:  # else an error says so
            self["country"].help_text = format_lazy("{} {}", NO_LONGER_DELIVERED_TO, DELIVERED_TO)
        self.format = address_format(country)
        self.fields["postal_code"].help_text = postal_codes.hint(country)
        self.fields["vat_id"].help_text = vat_id_words.hint(country)
        if state := state_field(self.format, CHECK):
            self.fields["state"] = state
        else:
            del self.fields["state"]
        self.fields["country"].widget.attrs["hx-target"] = f"#{self.part_id}"
        check = reverse(self.check)
        for field in self.fields.values():
            field.widget.attrs["hx-post"] = check

    def list_countries(self) -> list[tuple[str, str]]:
        """Return the countries that the address may be in, by code and name: those that we deliver to."""
        return choices()

    def offer_countries(self, countries: list[tuple[str, str]]) -> None:
        """Have the form offer these countries, by code and name."""
        cast(forms.ChoiceField, self.fields["country"]).choices = countries

    @property
    def part_id(self) -> str:
        """The id of the part of the page that another country draws anew."""
        return self.add_prefix("address-fields")

    @property
    def drawn_for(self) -> str:
        """The name of the field that tells which country the form was drawn for."""
        return self.add_prefix("drawn-for")

    @property
    def other_country(self) -> str:
        """The name of the button that draws the fields of another country."""
        return self.add_prefix("other-country")

    @property
    def rows(self) -> list[tuple[BoundField, ...]]:
        """The fields as the country's address has them, line by line and at most two in a row; the folded ones are
        not among them."""
        lines = [[self[name] for name in row if name in self.fields.keys() - FOLDED] for row in self.format.rows]
        return [tuple(line[at : at + 2]) for line in lines for at in range(0, len(line), 2)]

    @property
    def postal_code_optional(self) -> bool:
        """Whether the country asks for no postal code."""
        return not postal_codes.is_required(str(self["country"].value() or ""))

    @property
    def is_unfolded(self) -> bool:
        """Whether one of the folded fields holds something or is wrong."""
        return any(self[name].value() or self[name].errors for name in FOLDED)

    def clean(self) -> dict[str, str]:
        """Write the postal code and the VAT ID as the country does; they are none until the country is known."""
        cleaned: dict[str, str] = super().clean() or self.cleaned_data
        country = cleaned.get("country")
        if country is not None:
            self._tidy("postal_code", tidy, self._postal_code_error)
            self._tidy("vat_id", vat_ids.tidy, vat_id_words.explain_invalid)
        if cleaned.get("vat_id") and not cleaned.get("company"):
            self.add_error("company", gettext("Enter the company that the VAT ID belongs to."))
        return cleaned

    def _tidy(self, name: str, tidied: Callable[[str, str], str | None], explain: Callable[[str], str]) -> None:
        country, typed = self.cleaned_data["country"], self.cleaned_data.get(name)
        if typed is None:
            return
        tidy_value = tidied(country, typed)
        if tidy_value is None:
            self.add_error(name, explain(country))
        else:
            self.cleaned_data[name] = tidy_value

    def _postal_code_error(self, country: str) -> str:
        typed = self.cleaned_data["postal_code"].strip()
        return postal_codes.explain_invalid(country) if typed else str(NO_POSTAL_CODE)

    @property
    def address(self) -> NewAddress:
        """The valid form as the contract's struct."""
        return msgspec.convert(self.cleaned_data, NewAddress)


def values_of(address: Address) -> dict[str, object]:
    """Return an address as the form's initial values."""
    return dict(msgspec.to_builtins(address))
