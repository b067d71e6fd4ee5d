"""The forms to get an account, or to get back into it."""

import re
from typing import TYPE_CHECKING

from django import forms
from django.utils.text import format_lazy
from django.utils.translation import gettext, gettext_lazy

from backend.contracts.account import LONGEST_PASSWORD, SHORTEST_PASSWORD
from backend.contracts.types import Email, OptionalShortText, StoredEmail
from storefront.account.common_passwords import is_common
from storefront.web.fields import ContractCharField, FastTextInput

if TYPE_CHECKING:
    from django.utils.functional import _StrOrPromise

POLICY = format_lazy(
    gettext_lazy(
        "At least {least} characters. Four words that belong to you only are easy to remember and hard to guess."
    ),
    least=SHORTEST_PASSWORD,
)
ADDRESS_SHAPE = gettext_lazy("Write it like name@example.com.")
ASCII_EMAIL = gettext_lazy("Write it like name@example.com. Letters such as ü or é do not work in it.")
MAIL_CODE = gettext_lazy("Code from the mail")
MAIL_SHAPE = gettext_lazy("The code is six digits, as in the mail.")
COMMON = gettext_lazy("This password is among the first that are guessed. Choose another one.")


def _empty(words: "_StrOrPromise") -> "dict[str, _StrOrPromise]":
    return {"required": words}


class PasswordField(forms.CharField):
    """A new password. It is checked here as the pool will check it, so that what is missing can be named."""

    def __init__(self) -> None:
        widget = forms.PasswordInput(attrs={"autocomplete": "new-password"})
        super().__init__(
            label=gettext_lazy("Choose a password"),
            strip=False,
            max_length=LONGEST_PASSWORD,
            help_text=POLICY,
            widget=widget,
            error_messages=_empty(gettext_lazy("Choose a password.")),
        )

    def validate(self, value: str) -> None:
        super().validate(value)
        if len(value) < SHORTEST_PASSWORD:
            raise forms.ValidationError(
                gettext("Make it at least %(least)d characters long.") % {"least": SHORTEST_PASSWORD}, code="short"
            )
        if value != value.strip():
            raise forms.ValidationError(gettext("Remove the space at the beginning or end."), code="space")
        if is_common(value):
            raise forms.ValidationError(COMMON, code="common")


class EmailField(ContractCharField):
    """The e-mail address that an account is known by, or a new one shall be."""

    def __init__(self, shape: object = StoredEmail, wrong: "_StrOrPromise" = ADDRESS_SHAPE) -> None:
        widget = forms.EmailInput(attrs={"autocomplete": "email", "autocapitalize": "none", "spellcheck": "false"})
        super().__init__(
            shape,
            wrong,
            label=gettext_lazy("E-mail"),
            widget=widget,
            error_messages=_empty(gettext_lazy("Type your e-mail address.")),
        )


class CodeField(forms.CharField):
    """Six digits of a mail or an app, with any spacing."""

    def __init__(self, label: "_StrOrPromise" = MAIL_CODE, shape: "_StrOrPromise" = MAIL_SHAPE) -> None:
        self.shape = shape
        widget = FastTextInput(attrs={"autocomplete": "one-time-code", "inputmode": "numeric", "class": "short"})
        super().__init__(
            label=label,
            max_length=20,
            help_text=gettext_lazy("Six digits."),
            widget=widget,
            error_messages=_empty(gettext_lazy("Type the code.")),
        )

    def clean(self, value: str) -> str:
        digits = re.sub(r"\s", "", str(super().clean(value)))
        if not re.fullmatch(r"[0-9]{6}", digits):
            raise forms.ValidationError(self.shape, code="shape")
        return digits


class AppCodeForm(forms.Form):
    """The code that an authenticator app shows."""

    code = CodeField(gettext_lazy("Code from the app"), gettext_lazy("The code is six digits, as the app shows it."))


def name_field() -> ContractCharField:
    """Return the field for an account's name, which may be empty."""
    return ContractCharField(
        OptionalShortText,
        gettext_lazy("Leave out signs that nobody can read."),
        required=False,
        label=gettext_lazy("Name"),
        widget=FastTextInput(attrs={"autocomplete": "name"}),
    )


class SignUpForm(forms.Form):
    """A new account. The name is only for greeting and for the address on the first parcel."""

    email = EmailField(Email, ASCII_EMAIL)
    name = name_field()


class ForgottenForm(forms.Form):
    """Whose password is to be replaced."""

    email = EmailField()


class NewPasswordForm(forms.Form):
    """A new password, by the mailed code."""

    email = EmailField()
    code = CodeField()
    password = PasswordField()

    def clean(self) -> dict[str, str]:
        """Refuse a password that is made from the address itself, which would be among the first guesses."""
        typed: dict[str, str] = super().clean() or {}
        if {"email", "password"} <= typed.keys() and is_common(
            typed["password"], *re.split(r"[@.+_-]", typed["email"])
        ):
            self.add_error("password", forms.ValidationError(COMMON, code="common"))
        return typed


class ConfirmForm(NewPasswordForm):
    """The code that confirms the address, and the first password."""
