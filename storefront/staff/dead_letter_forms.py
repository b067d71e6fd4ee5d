"""The forms about failed messages: they accept no more than the contracts do."""

from django import forms

from backend.contracts.operations.models import Reason
from backend.contracts.types import OptionalShortText, Timestamp
from storefront.web.fields import UNREADABLE_TEXT, ContractCharField


class RedriveForm(forms.Form):
    """Why a message is redriven; optional."""

    reason = ContractCharField(OptionalShortText, UNREADABLE_TEXT, required=False, label="Reason")


class RedriveAllForm(RedriveForm):
    """The same for all messages that were sent before the page was opened."""

    before = ContractCharField(Timestamp, "Please open the messages again.", widget=forms.HiddenInput)


class DiscardForm(forms.Form):
    """Why a message is discarded."""

    reason = ContractCharField(
        Reason,
        UNREADABLE_TEXT,
        label="Reason",
        error_messages={"required": "Give a reason for the audit log."},
    )
