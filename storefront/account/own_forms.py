"""Forms by which a shopper changes the account."""

from django import forms
from django.utils.translation import gettext

from backend.contracts.email_addresses import is_same_address
from backend.contracts.types import Email
from storefront.account.forms import ASCII_EMAIL, CodeField, EmailField, name_field


class NameForm(forms.Form):
    """The account's name, which may be empty."""

    name = name_field()


class NewEmailForm(forms.Form):
    """The address that the account shall have."""

    email = EmailField(Email, ASCII_EMAIL)

    def __init__(self, present_email: str, *arguments: object) -> None:
        super().__init__(*arguments)  # type: ignore[arg-type]
        self.present_email = present_email

    def clean_email(self) -> str:
        """Refuse the address that the account has."""
        email = str(self.cleaned_data["email"])
        if is_same_address(email, self.present_email):
            raise forms.ValidationError(gettext("This is the address of your account already."), code="same")
        return email


class EmailCodeForm(forms.Form):
    """The proof that the new address is one's own."""

    code = CodeField()
