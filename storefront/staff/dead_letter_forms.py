"""What the forms about messages that failed may send: no more than the contracts take."""

from django import forms

from backend.contracts.operations.models import Reason
from backend.contracts.types import OptionalShortText, Timestamp
from storefront.web.fields import UNREADABLE_TEXT, ContractCharField


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
