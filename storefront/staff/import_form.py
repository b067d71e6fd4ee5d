"""What the form of a catalogue's file may send."""

from django import forms

from backend.contracts.inventory.models import MAX_PIECES
from storefront.clients.outputs import currency
from storefront.imports.encoding import ENCODINGS
from storefront.imports.formats import READERS
from storefront.imports.image_urls import find_address, is_external
from storefront.imports.prices import MARKS, rates
from storefront.staff.import_job import ImportOptions
from storefront.web.fields import form_errors

_TYPED = ("currency", "rates", "pictures_at")
_LONGEST = 500
"""Characters of what was typed that a page shows again."""


class ImportForm(forms.Form):
    """How a catalogue's file is to be read, and whether its pieces are set over what staff have set."""

    currency = forms.RegexField(
        r"^[A-Z]{3}\Z", required=False, error_messages={"invalid": "Enter a currency's three letters, such as EUR."}
    )
    format = forms.ChoiceField(choices=[("", "")] + [(name, name) for name in READERS], required=False)
    encoding = forms.ChoiceField(choices=[("", "")] + [(name, name) for name in ENCODINGS], required=False)
    decimal = forms.ChoiceField(choices=[("", ""), *((name, name) for name in MARKS)], required=False)
    rates = forms.CharField(max_length=500, required=False)
    pieces = forms.IntegerField(
        min_value=0,
        max_value=MAX_PIECES,
        required=False,
        error_messages=dict.fromkeys(
            ("invalid", "min_value", "max_value"), f"Enter a whole number from 0 to {MAX_PIECES:,}."
        ),
    )
    pictures_at = forms.CharField(max_length=300, required=False)
    stock = forms.BooleanField(required=False)
    free = forms.BooleanField(required=False)

    def clean_currency(self) -> str:
        return self.cleaned_data["currency"] or currency()

    def clean_rates(self) -> str:
        sent = str(self.cleaned_data["rates"])
        try:
            rates(sent)
        except ValueError as error:
            raise forms.ValidationError(f"{error}.") from None
        return sent

    def clean_pictures_at(self) -> str:
        sent = str(self.cleaned_data["pictures_at"])
        if sent and not (is_external(sent) and find_address(sent)):
            raise forms.ValidationError("Enter the folder of the pictures, such as https://old.example/media.")
        return find_address(sent) if sent else ""

    @property
    def how(self) -> ImportOptions:
        """What was asked for; the text of what is wrong as it was typed, so that it can be mended there."""
        typed = {name: self.data.get(name, "")[:_LONGEST] for name in _TYPED if name in self.errors}
        return ImportOptions(**{**self.cleaned_data, **typed})

    @property
    def wrong(self) -> str:
        return form_errors(self)
