"""What the forms of alerts may send."""

from django import forms
from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import gettext_lazy

from backend.contracts.types import Email, Sku, Slug
from backend.contracts.wish.alerts import AlertKind
from storefront.web.fields import ContractCharField

NO_EMAIL = gettext_lazy("Type your e-mail address, such as ada@example.org.")
UNKNOWN = gettext_lazy("We do not sell this.")


class AskForm(forms.Form):
    """What to tell of which variant; without an account, to which address."""

    use_required_attribute = False
    kind = forms.ChoiceField(choices=[(kind.value, kind.value) for kind in AlertKind], widget=forms.HiddenInput)
    product = ContractCharField(Slug, UNKNOWN, widget=forms.HiddenInput)
    sku = ContractCharField(Sku, UNKNOWN, widget=forms.HiddenInput)
    email = ContractCharField(
        Email,
        NO_EMAIL,
        label=gettext_lazy("Your e-mail"),
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        error_messages=dict.fromkeys(("required", "max_length"), NO_EMAIL),
    )

    def __init__(self, sent: QueryDict, *, signed_in: bool) -> None:
        super().__init__(sent)
        if signed_in:
            del self.fields["email"]

    @property
    def kind_asked(self) -> AlertKind:
        """What is waited for."""
        return AlertKind(self.cleaned_data["kind"])

    @property
    def back(self) -> str:
        """The page of the variant that it is about."""
        return f"{reverse('product:detail', args=[self.cleaned_data['product']])}?v={self.cleaned_data['sku']}"


class StopKindForm(forms.Form):
    """All of the shopper's alerts of one kind."""

    kind = forms.ChoiceField(choices=[(kind.value, kind.value) for kind in AlertKind])


class StopForm(StopKindForm):
    """One of the shopper's alerts."""

    sku = ContractCharField(Sku, UNKNOWN)
