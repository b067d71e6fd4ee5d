"""What the back office's forms may send: no more than the contracts take."""

import re
from datetime import date

import msgspec
from django import forms
from django.http import HttpRequest

from backend.contracts.inventory.models import LAST_DAY, MAX_PIECES, BackOrder, Prefix
from backend.contracts.operations.models import Reason
from backend.contracts.order.parcel import MAX_PARCELS
from backend.contracts.order.states import STAFF_MOVES, State
from backend.contracts.types import MAX_SAFE_INTEGER, OptionalShortText, ShortText, Sku, Timestamp
from storefront.clients.outputs import currency
from storefront.imports.encoding import ENCODINGS
from storefront.imports.formats import READERS
from storefront.imports.prices import MARKS, rates
from storefront.staff.import_job import ImportOptions
from storefront.web.fields import UNREADABLE_TEXT, ContractCharField, form_errors
from storefront.web.parsing import parse_int

LATEST_VERSION = MAX_SAFE_INTEGER
NOTED = (State.RETURN_DENIED,)
"""Moves that staff must say something with: the shopper reads it."""


def read_version(request: HttpRequest) -> int:
    """Return the version that the sent page was made from; one that there never was for what is no number."""
    return min(parse_int(request.POST.get("version", ""), LATEST_VERSION), LATEST_VERSION)


class MoveForm(forms.Form):
    """The state an order shall move to.

    `note` is the tracking number, or why a return is denied; `spoilt` pieces are not restocked.
    `parcel` is the number of the parcel that is sent.
    """

    owner = ContractCharField(ShortText, "This order belongs to somebody else.")
    state = forms.ChoiceField(choices=[(state.value, state.value) for state in STAFF_MOVES])
    note = ContractCharField(OptionalShortText, UNREADABLE_TEXT, required=False)
    spoilt = forms.BooleanField(required=False)
    parcel = forms.IntegerField(min_value=1, max_value=MAX_PARCELS, required=False)

    def clean(self) -> dict[str, object]:
        if self.cleaned_data.get("state") in NOTED and not self.cleaned_data.get("note", "?"):
            self.add_error("note", "Give a reason: the shopper reads it.")
        return self.cleaned_data


class TrackingForm(forms.Form):
    """The right number of a parcel, in place of the one that was seen. Without `parcel`, of the last one."""

    owner = ContractCharField(ShortText, "This order belongs to somebody else.")
    tracking = ContractCharField(
        ShortText,
        UNREADABLE_TEXT,
        error_messages={"required": "Enter the right number.", "max_length": "Keep it to 200 characters."},
    )
    replaces = ContractCharField(OptionalShortText, "Please open the order again.", required=False)
    parcel = forms.IntegerField(min_value=1, max_value=MAX_PARCELS, required=False)


class FindStockForm(forms.Form):
    """How the SKUs begin that are looked for."""

    q = ContractCharField(Prefix, "A SKU has letters, digits, dots, hyphens and underscores only.", required=False)


class Amount(msgspec.Struct, frozen=True):
    """Pieces to set, or with a `sign` to add or to take."""

    pieces: int
    sign: str = ""

    def on(self, before: int) -> int:
        """How many there are then."""
        return before + self.pieces if self.sign == "+" else before - self.pieces if self.sign else self.pieces


class StockForm(forms.Form):
    """What shall become of a SKU's pieces, as of the version that was seen: a number sets them, one with a sign adds or
    takes."""

    sku = ContractCharField(Sku, "There is no such SKU.")
    available = forms.CharField(error_messages={"required": "Enter how many there are."})
    version = forms.IntegerField(min_value=1, max_value=LATEST_VERSION)
    back_on = forms.DateField(
        required=False, input_formats=["%Y-%m-%d"], error_messages={"invalid": "Enter a day such as 2027-03-31."}
    )
    back_pieces = forms.IntegerField(
        required=False, min_value=1, max_value=MAX_PIECES,
        error_messages=dict.fromkeys(
            ("invalid", "min_value", "max_value"), f"Enter how many more may be ordered, from 1 to {MAX_PIECES:,}."
        ),
    )  # fmt: skip

    def clean_back_on(self) -> date | None:
        day: date | None = self.cleaned_data["back_on"]
        if day and day.isoformat() > LAST_DAY:
            raise forms.ValidationError(f"Enter a day up to {LAST_DAY}.")
        return day

    def clean(self) -> dict[str, object]:
        if not self.errors and bool(self.cleaned_data["back_on"]) != bool(self.cleaned_data["back_pieces"]):
            self.add_error("back_on", "A back order needs a day and how many more may be ordered; clear both for none.")
        return self.cleaned_data

    def back_order(self, before: BackOrder | None) -> BackOrder | None:
        """Return the back order that was typed; the one of before where the form is an older one, without it."""
        if "back_on" not in self.data:
            return before
        day, pieces = self.cleaned_data["back_on"], self.cleaned_data["back_pieces"]
        return BackOrder(on=day.isoformat(), pieces=pieces) if day and pieces else None

    def clean_available(self) -> Amount:
        typed = re.sub(r"\s", "", self.cleaned_data["available"]).replace("\u2212", "-")
        match = re.fullmatch(r"([+-]?)([0-9]{1,7})", typed, re.ASCII)
        if not match or int(match[2]) > MAX_PIECES:
            raise forms.ValidationError(f"Enter a whole number up to {MAX_PIECES:,}; +5 adds five, -2 takes two.")
        return Amount(int(match[2]), match[1])


class RedriveForm(forms.Form):
    """Why a message goes on again; nobody has to say."""

    reason = ContractCharField(OptionalShortText, UNREADABLE_TEXT, required=False, label="Reason")


class RedriveAllForm(RedriveForm):
    """The same for all that were sent up to the instant when they were looked at."""

    before = ContractCharField(Timestamp, "Please open the messages again.", widget=forms.HiddenInput)


class DiscardForm(forms.Form):
    """Why a message is thrown away."""

    reason = ContractCharField(
        Reason,
        UNREADABLE_TEXT,
        label="Reason",
        error_messages={"required": "Give a reason for the audit log."},
    )


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

    @property
    def how(self) -> ImportOptions:
        """What was asked for; as a file mostly is where that cannot be."""
        return ImportOptions(**self.cleaned_data) if self.is_valid() else ImportOptions()

    @property
    def wrong(self) -> str:
        return form_errors(self)
