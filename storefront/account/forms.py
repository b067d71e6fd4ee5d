"""What people type to get an account, or to get back into it."""

import re
from typing import Any

from django import forms

from backend.contracts.account import LONGEST_PASSWORD, SHORTEST_PASSWORD
from backend.contracts.words import Email, KnownEmail, MaybeLine
from storefront.fields import Word

POLICY = f"At least {SHORTEST_PASSWORD} characters, with a capital and a small letter, a digit and a sign such as ! or -."
_ASKED = (
    (rf".{{{SHORTEST_PASSWORD},}}", f"make it at least {SHORTEST_PASSWORD} characters long"),
    (r"[a-z]", "add a small letter"),
    (r"[A-Z]", "add a capital letter"),
    (r"[0-9]", "add a digit"),
    (r"[\^$*.\[\]{}()?\-\"!@#%&/\\,><':;|_~`+=]", "add a sign such as ! or -"),  # Cognito's list of symbols
)


class Password(forms.CharField):
    """A new password. It is checked here as the pool will check it, so that what is missing can be named."""

    def __init__(self) -> None:
        widget = forms.PasswordInput(attrs={"autocomplete": "new-password"})
        super().__init__(strip=False, max_length=LONGEST_PASSWORD, help_text=POLICY, widget=widget)

    def validate(self, value: str) -> None:
        super().validate(value)
        missing = [words for pattern, words in _ASKED if not re.search(pattern, value, re.DOTALL)]
        if value != value.strip():
            missing.append("take away the space at its beginning or end")
        if missing:
            raise forms.ValidationError("Almost: " + ", ".join(missing) + ".", code="policy")


class Address(Word):
    """The e-mail address that an account is known by, or a new one shall be."""

    def __init__(self, shape: Any = KnownEmail, wrong: str = "Write it like name@example.com.") -> None:
        widget = forms.EmailInput(attrs={"autocomplete": "email", "autocapitalize": "none", "spellcheck": "false"})
        super().__init__(shape, wrong, label="E-mail", widget=widget)


class Code(forms.CharField):
    """The six digits of a mail, however they are spaced."""

    def __init__(self) -> None:
        widget = forms.TextInput(attrs={"autocomplete": "one-time-code", "inputmode": "numeric", "class": "short"})
        super().__init__(label="Code from the mail", max_length=20, help_text="Six digits.", widget=widget)

    def clean(self, value: str) -> str:
        digits = re.sub(r"\s", "", str(super().clean(value)))
        if not re.fullmatch(r"[0-9]{6}", digits):
            raise forms.ValidationError("The code is six digits, as in the mail.", code="shape")
        return digits


class SignUpForm(forms.Form):
    """A new account. The name is only for greeting and for the address on the first parcel."""

    email = Address(Email, "Write it like name@example.com. Letters such as ü or é do not work in it.")
    name = Word(MaybeLine, "Leave out signs that nobody can read.", required=False, widget=forms.TextInput(attrs={"autocomplete": "name"}))
    password = Password()


class ConfirmForm(forms.Form):
    """The proof that the address is one's own."""

    email = Address()
    code = Code()


class ForgottenForm(forms.Form):
    """Whose password is to be replaced."""

    email = Address()


class NewPasswordForm(forms.Form):
    """A new password, by the code that was mailed."""

    email = Address()
    code = Code()
    password = Password()
