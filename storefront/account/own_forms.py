"""Forms by which a shopper changes the account, sent within the limits of the account's forms."""

from collections.abc import Callable
from http import HTTPStatus

from django import forms
from django.core.exceptions import NON_FIELD_ERRORS
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext

from backend.contracts.types import Email
from storefront.account import limits
from storefront.account.cognito import NotAccepted
from storefront.account.forms import ASCII_EMAIL, CodeField, EmailField, name_field
from storefront.web import security_events

TOO_OFTEN = "too-often"
"""The code of the error of a form that was sent too often."""


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
        if email.casefold() == self.present_email.casefold():
            raise forms.ValidationError(gettext("This is the address of your account already."), code="same")
        return email


class EmailCodeForm(forms.Form):
    """The proof that the new address is one's own."""

    code = CodeField()


def is_accepted(
    request: HttpRequest, form: forms.Form, counts: dict[limits.Limit, str], send: Callable[[], None]
) -> bool:
    """Return whether the form was sent, holds, is within its limits, and was accepted by the pool.

    If not, it says why at the field. `counts` are addresses that the limits are counted by.
    """
    if not form.is_valid():
        return False
    try:
        for limit, email in counts.items():
            limits.count(limit, request, email)
        send()
    except limits.LimitReached as refusal:
        form.add_error(None, forms.ValidationError(refusal.message, code=TOO_OFTEN))
    except NotAccepted as refusal:
        security_events.event("form-refused", request, form=next(iter(counts)).name, of=refusal.field)
        form.add_error(refusal.field if refusal.field in form.fields else None, refusal.message)
    return not form.errors


def page(request: HttpRequest, template: str, form: forms.Form | None, **context: object) -> HttpResponse:
    """Render a form, or what is said in its place."""
    status = HTTPStatus.OK
    if form is not None and form.errors:
        limited = form.has_error(NON_FIELD_ERRORS, TOO_OFTEN)
        status = HTTPStatus.TOO_MANY_REQUESTS if limited else HTTPStatus.UNPROCESSABLE_ENTITY
    return render(request, template, {"form": form, **context}, status=status)
