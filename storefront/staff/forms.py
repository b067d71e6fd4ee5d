"""The forms about an order's progress, which accept no more than the contracts do; and the version that a form was made
from."""

from django import forms
from django.http import HttpRequest

from backend.contracts.order.models import MAX_RETURNS
from backend.contracts.order.parcel import MAX_PARCELS
from backend.contracts.order.states import STAFF_MOVES, State
from backend.contracts.types import MAX_SAFE_INTEGER, OptionalShortText, ShortText
from storefront.web.fields import UNREADABLE_TEXT, ContractCharField
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
    `parcel` is the number of the parcel that is sent, `number` that of the return that is decided.
    """

    owner = ContractCharField(ShortText, "This order belongs to somebody else.")
    state = forms.ChoiceField(choices=[(state.value, state.value) for state in STAFF_MOVES])
    note = ContractCharField(OptionalShortText, UNREADABLE_TEXT, required=False)
    spoilt = forms.BooleanField(required=False)
    parcel = forms.IntegerField(min_value=1, max_value=MAX_PARCELS, required=False)
    number = forms.IntegerField(min_value=1, max_value=MAX_RETURNS, required=False)

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
