"""The pages on which a shopper changes the account's e-mail address, which is confirmed by a code.

Only a recent sign-in may do so: somebody who finds a signed-in browser must not be able to take the account over. The
local cloud's user pool would accept an unconfirmed address, so there the page says so and changes nothing.
"""

from typing import cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods

from backend.contracts.email_addresses import is_same_address
from backend.contracts.notification.operations import RECORD_ACCOUNT_EMAIL
from storefront.account import attributes, idle_timeout, limits, login
from storefront.account.cognito import NotAccepted
from storefront.account.own_forms import EmailCodeForm, NewEmailForm
from storefront.account.shopper import ENTRY, Shopper, end, login_required, session_of, shopper, to_sign_in
from storefront.account.submission import is_accepted, page
from storefront.clients import api
from storefront.clients.outputs import outputs
from storefront.web import languages, message_storage, security_events
from storefront.web.log import log
from storefront.web.redirect import SeeOther

NEW = "new_email"
"""The entry of the session with the address that is to be proved."""


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def change_email(request: HttpRequest) -> HttpResponse:
    """Accept the new address, and have a code mailed to it; the answer is the same for every address."""
    member = cast(Shopper, shopper(request))
    if not _may_change(member):
        return page(request, "account/email.html", None, staff=member.is_staff, email=member.email)
    if not idle_timeout.is_fresh(request.session[ENTRY]):
        return _sign_in_first(request)
    form = NewEmailForm(member.email, request.POST if request.method == "POST" else None)
    typed = form.cleaned_data.get("email", "") if form.is_valid() else ""
    if is_accepted(
        request, form, {limits.OWN: member.email, limits.MAIL: typed}, lambda: _begin(request, member, form)
    ):
        return SeeOther("account:email-code")
    return page(request, "account/email.html", form, email=member.email)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def confirm_email(request: HttpRequest) -> HttpResponse:
    """Accept the code from the mail; then every sign-in ends, and the new address signs in."""
    member, new = cast(Shopper, shopper(request)), str(request.session.get(NEW, ""))
    if not new or not _may_change(member):
        return SeeOther("account:email")
    form = EmailCodeForm(request.POST if request.method == "POST" else None)
    counts = {limits.CODE: member.email}
    if is_accepted(request, form, counts, lambda: _confirm(member, form.cleaned_data["code"], new)):
        return _end_sign_ins(request, member, _proved_address(member, new))
    return page(request, "account/email-code.html", form, sent_to=new)


def _may_change(member: Shopper) -> bool:
    return not outputs().is_local and not member.is_staff


def _sign_in_first(request: HttpRequest) -> HttpResponse:
    messages.info(request, gettext("Please sign in once more before you change the address."))
    return to_sign_in(request, reverse("account:email"), again=True)


def _begin(request: HttpRequest, member: Shopper, form: NewEmailForm) -> None:
    """Have the address that the account has remembered, which is told of the change, and ask the pool for a code."""
    api.call(RECORD_ACCOUNT_EMAIL, request=request, query={"language": languages.current()})
    attributes.request_email_change(member.token, form.cleaned_data["email"])
    request.session[NEW] = form.cleaned_data["email"]


def _confirm(member: Shopper, code: str, new: str) -> None:
    """Have the pool take the code. One whose answer was lost was right where the account has the new address."""
    try:
        attributes.confirm_email(member.token, code)
    except (NotAccepted, api.Unavailable):
        if not is_same_address(_proved_address(member, ""), new):
            raise


def _proved_address(member: Shopper, typed: str) -> str:
    """Return the address that the account has now; the one that was typed last where the pool does not say.

    A code proves the address that it was mailed to, which need not be that one.
    """
    try:
        return attributes.present_email(member.token) or typed
    except (NotAccepted, api.Refusal, api.Unavailable):
        return typed


def _end_sign_ins(request: HttpRequest, member: Shopper, new: str) -> HttpResponse:
    """Have the former address told, and end every sign-in, for sessions are found by the address."""
    try:
        api.call(RECORD_ACCOUNT_EMAIL, request=request, query={"language": languages.current()})
    except (api.Refusal, api.Unavailable) as error:
        log.error("the former address of an account was not told", error=type(error).__name__, shopper=member.sub)
    security_events.event("email-changed", request, shopper=member.sub, address=security_events.hash_email(new))
    del request.session[NEW]
    try:
        login.end_others(request, member.email, member.sub)
    except api.Unavailable:
        messages.warning(request, gettext("Other devices may stay signed in for up to a quarter of an hour."))
    end(session_of(request))
    messages.success(
        request, gettext("Your e-mail address is changed. Sign in with the new one."), message_storage.UNTIL_SIGN_IN
    )
    return SeeOther(login.begin(request, reverse("account:home"), login_hint=new))
