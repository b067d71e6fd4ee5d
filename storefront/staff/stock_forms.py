"""What the stock page's forms may send: no more than the contracts take."""

import re
from datetime import date

import msgspec
from django import forms

from backend.contracts.inventory.models import LAST_DAY, MAX_PIECES, BackOrder, Prefix
from backend.contracts.types import Sku
from storefront.staff.forms import LATEST_VERSION
from storefront.web.fields import ContractCharField


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
