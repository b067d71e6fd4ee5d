"""How the forms of an account are sent: within limits, and accepted or refused by the user pool."""

from collections.abc import Callable
from http import HTTPStatus

from django import forms
from django.core.exceptions import NON_FIELD_ERRORS
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from storefront.account import limits
from storefront.account.cognito import NotAccepted
from storefront.web import security_events

TOO_OFTEN = "too-often"
"""The code of the error of a form that was sent too often."""


def is_accepted(
    request: HttpRequest, form: forms.Form, counts: dict[limits.Limit, str], send: Callable[[], None], **facts: object
) -> bool:
    """Return whether the form was sent, holds, is within its limits, and was accepted by the pool.

    If not, it says why at the field. `counts` are addresses that the limits are counted by, and `facts` what the log of
    a refusal names beside the form.
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
        security_events.event("form-refused", request, form=next(iter(counts)).name, of=refusal.field, **facts)
        form.add_error(refusal.field if refusal.field in form.fields else None, refusal.message)
    return not form.errors


def page(request: HttpRequest, template: str, form: forms.Form | None, **context: object) -> HttpResponse:
    """Render a form, or what is said in its place."""
    status = HTTPStatus.OK
    if form is not None and form.errors:
        limited = form.has_error(NON_FIELD_ERRORS, TOO_OFTEN)
        status = HTTPStatus.TOO_MANY_REQUESTS if limited else HTTPStatus.UNPROCESSABLE_ENTITY
    return render(request, template, {"form": form, **context}, status=status)
