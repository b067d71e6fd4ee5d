"""The pages on which an account is made and confirmed, and a forgotten password is replaced: by a mail's code each."""

from collections.abc import Callable, Mapping

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.debug import sensitive_post_parameters

from storefront.account import cognito, limits, login, submission
from storefront.account.forms import ConfirmForm, ForgottenForm, NewPasswordForm, SignUpForm
from storefront.account.shopper import end, session_of
from storefront.clients.api import Unavailable
from storefront.clients.outputs import outputs
from storefront.web import guest_email, message_storage, security_events
from storefront.web.fields import form_errors
from storefront.web.next_url import safe_path
from storefront.web.redirect import SeeOther, post_only

_WAY = "way"  # entry of the session: whose address is being proved, and where that is to lead


def sign_up(request: HttpRequest) -> HttpResponse:
    """Create an account; the answer is the same where the address has one already."""
    initial = {"email": guest_email.get(request)}
    form = SignUpForm(request.POST if request.method == "POST" else None, initial=initial)
    next = safe_path(request.POST.get("next") or request.GET.get("next", ""))
    if _submit(request, form, limits.MAIL, lambda typed: cognito.sign_up(typed["email"], typed["name"])):
        request.session[_WAY] = {"email": form.cleaned_data["email"], "name": form.cleaned_data["name"], "next": next}
        return SeeOther("account:confirm")
    return _page(request, "account/sign-up.html", form, next=next)


@sensitive_post_parameters()
def confirm(request: HttpRequest) -> HttpResponse:
    """Take the code of the mail and a first password.

    Then on to the hosted login, and back to where all this began.
    """
    way = request.session.get(_WAY, {})
    form = ConfirmForm(request.POST if request.method == "POST" else None, initial={"email": way.get("email")})
    try:
        done = _submit(
            request, form, limits.CODE, lambda typed: cognito.confirm(*_proof(typed), _name_for(way, typed["email"]))
        )
    except cognito.PasswordNotSet:
        return _other_password(request, form.cleaned_data["email"])
    if done:
        security_events.event(
            "account-confirmed", request, address=security_events.hash_email(form.cleaned_data["email"])
        )
        messages.success(request, gettext("Your account is ready. Sign in to use it."), message_storage.UNTIL_SIGN_IN)
        return _on(request, form)
    return _page(request, "account/confirm.html", form, sent_to=way.get("email"))


@post_only("account:confirm")
def resend(request: HttpRequest) -> HttpResponse:
    """Another code; the answer is the same for every address."""
    form = ForgottenForm(request.POST)
    if _submit(request, form, limits.MAIL, lambda typed: cognito.resend(typed["email"])):
        request.session[_WAY] = request.session.get(_WAY, {}) | {"email": form.cleaned_data["email"]}
        messages.success(request, gettext("If this address waits for a code, a new one is on its way."))
    else:
        messages.error(request, form_errors(form))
    return SeeOther("account:confirm")


def forgotten_password(request: HttpRequest) -> HttpResponse:
    """Send a code for a new password; the answer is the same for every address."""
    form = ForgottenForm(request.POST if request.method == "POST" else None)
    next = safe_path(request.POST.get("next") or request.GET.get("next", ""))
    if _submit(request, form, limits.MAIL, lambda typed: cognito.forgot(typed["email"])):
        request.session[_WAY] = {"email": form.cleaned_data["email"], "next": next}
        return SeeOther("account:new-password")
    return _page(request, "account/forgotten-password.html", form, next=next)


@sensitive_post_parameters()
def new_password(request: HttpRequest) -> HttpResponse:
    """Take the code of the mail and a new password, then go on to the hosted login."""
    way = request.session.get(_WAY, {})
    form = NewPasswordForm(request.POST if request.method == "POST" else None, initial={"email": way.get("email")})
    try:
        done = _submit(request, form, limits.CODE, lambda typed: cognito.reset(*_proof(typed)))
    except cognito.PasswordNotSet:
        return _other_password(request, form.cleaned_data["email"])
    if done:
        messages.success(request, gettext("Your password is changed. Sign in with it."), message_storage.UNTIL_SIGN_IN)
        security_events.event(
            "password-changed", request, address=security_events.hash_email(form.cleaned_data["email"])
        )
        _end_sign_ins(request, form.cleaned_data["email"])
        return _on(request, form)
    return _page(request, "account/new-password.html", form, sent_to=way.get("email"))


def _end_sign_ins(request: HttpRequest, email: str) -> None:
    """Whoever may know the old password is signed out.

    The new one holds already, so a service that does not answer is only told.
    """
    try:
        login.end_others(request, email, email)
    except Unavailable:
        messages.warning(
            request,
            gettext(
                "Other devices may still be signed in. Sign in, then choose “Sign out everywhere” in your account."
            ),
        )
    end(session_of(request))


def _proof(typed: Mapping[str, str]) -> tuple[str, str, str]:
    return typed["email"], typed["code"], typed["password"]


def _name_for(way: dict[str, str], email: str) -> str:
    """Return the name that was given with this address last, in this browser."""
    return way.get("name", "") if way.get("email") == email else ""


def _other_password(request: HttpRequest, email: str) -> HttpResponse:
    """Goes on by a second code: the address is proved, but the account was begun with a password that is not the one
    typed here."""
    cognito.forgot(email)
    request.session[_WAY] = request.session.get(_WAY, {}) | {"email": email}
    messages.warning(
        request,
        gettext(
            "Your address is confirmed, but an earlier password still counts. "
            "Set yours by the second code in your mail."
        ),
    )
    return SeeOther("account:new-password")


def _submit(
    request: HttpRequest, form: forms.Form, limit: limits.Limit, send: Callable[[dict[str, str]], None]
) -> bool:
    """Return whether the form was sent, holds, is within its limit, and was accepted by the pool.

    If not, it says why at the field.
    """
    if not form.is_valid():
        return False
    email = form.cleaned_data["email"]
    facts = {"address": security_events.hash_email(email)}
    return submission.is_accepted(request, form, {limit: email}, lambda: send(form.cleaned_data), **facts)


def _on(request: HttpRequest, form: forms.Form) -> HttpResponse:
    way = request.session.pop(_WAY, {})
    return SeeOther(login.begin(request, safe_path(way.get("next", "")), login_hint=form.cleaned_data["email"]))


def _page(request: HttpRequest, template: str, form: forms.Form, **context: object) -> HttpResponse:
    mail = reverse("mail:inbox") if outputs().local.mail_url else None
    return submission.page(request, template, form, mail=mail, **context)
