"""The pages on which a second factor is set up and removed, and its code is given where the sign-in page cannot ask for
it.

Only a sign-in of the last minutes sets it up or removes it, for that came with the password, and with the code of who
has one.
"""

from typing import cast

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from backend.contracts.notification.operations import REPORT_REMOVAL
from storefront.account import idle_timeout, limits, login, second_factor, sign_ins, tokens
from storefront.account.forms import AppCodeForm
from storefront.account.shopper import ENTRY, Shopper, login_required, session_of, shopper, to_sign_in
from storefront.clients import api
from storefront.clients.api import Unavailable
from storefront.web import languages, message_storage, security_events
from storefront.web.next_url import safe_path
from storefront.web.redirect import SeeOther

BACK_OFFICE = "/staff/"


@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def set_up(request: HttpRequest) -> HttpResponse:
    """Render a secret for the app, as a picture and in letters, and the first code as a proof that the app has it."""
    member = _member(request)
    if second_factor.is_set_up(member.token):
        return _show_set_up(request, member)
    if not idle_timeout.is_fresh(request.session[ENTRY]):
        return _sign_in_first(request, f"{request.path}?{urlencode({'next': _next(request, member)})}")
    form = AppCodeForm(request.POST if request.method == "POST" else None)
    if _check_code(request, form, member.email, member.sub, member.token):
        _turn_on(request, member)
        return SeeOther(_next(request, member))
    key = second_factor.secret(request, member)
    shown = {
        "form": form,
        "picture": second_factor.picture(member.email, key),
        "key": _in_fours(key),
        "next": _next(request, member),
        "shopper": member,
    }
    return render(request, "account/second-factor.html", shown, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def remove(request: HttpRequest) -> HttpResponse:
    """Ask once more, and remove the second factor of a shopper, whose mail about it is on its way by then. Staff need
    theirs."""
    member = _member(request)
    if member.is_staff or not second_factor.is_set_up(member.token):
        return SeeOther("account:second-factor")
    if not idle_timeout.is_fresh(request.session[ENTRY]):
        return _sign_in_first(request, request.path)
    if request.method == "POST":
        api.call(REPORT_REMOVAL, request=request, body={"language": languages.current()})
        second_factor.remove(member)
        second_factor.forget_passed(request)
        security_events.event("second-factor-removed", request, shopper=member.sub)
        messages.success(request, gettext("Your second factor is removed. Your password alone signs you in."))
        return SeeOther("account:home")
    return render(request, "account/second-factor-remove.html")


@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: HttpRequest) -> HttpResponse:
    """Render the code of the app, on the local cloud: there the sign-in page cannot ask for it."""
    if second_factor.login_asks():
        raise Http404
    next = safe_path(request.POST.get("next") or request.GET.get("next", ""))
    entry, held = login.waiting(request), tokens.get_tokens(session_of(request))
    if not entry or not held:
        return redirect(next) if shopper(request) else to_sign_in(request, next)
    form = AppCodeForm(request.POST if request.method == "POST" else None)
    if _check_code(request, form, entry["email"], entry["sub"], held.access):
        login.finish_with_code(request)
        security_events.event("second-factor-given", request, shopper=entry["sub"])
        message_storage.after_sign_in(request)
        return SeeOther(next)
    shown = {"form": form, "next": next, "staff": entry.get("is_staff")}
    return render(request, "account/second-factor-code.html", shown, status=422 if form.errors else 200)


def first(request: HttpRequest) -> HttpResponse:
    """Return a redirect to the page that has to come before the back office."""
    back = request.get_full_path() if request.method in ("GET", "HEAD") else BACK_OFFICE
    return SeeOther(f"{reverse('account:second-factor')}?{urlencode({'next': back})}")


def _member(request: HttpRequest) -> Shopper:
    """Return who is signed in, with a token that is good: it says whether they work here."""
    member = cast(Shopper, shopper(request))
    member.token  # noqa: B018 - refreshes it, or refuses
    return member


def _show_set_up(request: HttpRequest, member: Shopper) -> HttpResponse:
    """Say that there is a second factor. Staff who signed in without it have to sign in again."""
    if member.is_staff and not request.session[ENTRY].get(second_factor.GIVEN):
        return to_sign_in(request, _next(request, member), again=True)
    return render(request, "account/second-factor-set.html", {"shopper": member})


def _sign_in_first(request: HttpRequest, back: str) -> HttpResponse:
    messages.info(request, gettext("Please sign in once more before you change the second factor."))
    return to_sign_in(request, back, again=True)


def _turn_on(request: HttpRequest, member: Shopper) -> None:
    """Ask for codes from now on, and end the sign-ins that came without one, or have begun and would.

    These are noted twice: first, so that nothing is set up where that cannot be noted, and once the pool asks.
    """
    sign_ins.refuse_begun(member.email)
    second_factor.ask_from_now_on(member)
    second_factor.record_passed(request)
    security_events.event("second-factor-set-up", request, shopper=member.sub)
    messages.success(
        request, gettext("Your second factor is set up. From now on we ask for its code when you sign in.")
    )
    try:
        sign_ins.refuse_begun(member.email)
        sign_ins.end_others(member.email, request.session.session_key)
    except Unavailable:
        messages.warning(
            request, gettext("Other devices may still be signed in. “Sign out everywhere” in your account ends that.")
        )


def _check_code(request: HttpRequest, form: AppCodeForm, email: str, sub: str, token: str) -> bool:
    """Return whether the form was sent and holds the code of the app of the token's owner; if not, it says why.

    Codes are counted before they are looked at.
    """
    if not form.is_valid():
        return False
    try:
        limits.count(limits.APP, request, email)
        second_factor.check(token, form.cleaned_data["code"])
    except limits.LimitReached as refusal:
        form.add_error(None, refusal.message)
    except second_factor.WrongCode:
        security_events.event("second-factor-refused", request, shopper=sub)
        form.add_error(
            "code",
            gettext(
                "This is not the code that the app shows now. Wait for the next one, and look at your phone's clock."
            ),
        )
    return not form.errors


def _next(request: HttpRequest, member: Shopper) -> str:
    default = BACK_OFFICE if member.is_staff else reverse("account:second-factor")
    return safe_path(request.POST.get("next") or request.GET.get("next", default))


def _in_fours(key: str) -> str:
    return " ".join(key[start : start + 4] for start in range(0, len(key), 4))
