"""The pages on which staff set up their second factor, and give its code where the sign-in page cannot ask for it."""

from typing import cast

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from storefront.account import limits, second_factor
from storefront.account.forms import AppCodeForm
from storefront.account.shopper import ENTRY, Shopper, login_required, shopper, to_sign_in
from storefront.web import security_events
from storefront.web.next_url import safe_path
from storefront.web.redirect import SeeOther

BACK_OFFICE = "/staff/"


@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def set_up(request: HttpRequest) -> HttpResponse:
    """Render a secret for the app, as a picture and in letters, and the first code as a proof that the app has it."""
    member = _member(request)
    if request.session[ENTRY].get(second_factor.GIVEN):
        return render(request, "account/second-factor-set.html", {"shopper": member})
    if second_factor.is_set_up(member.token):
        return _ask_for_code(request)
    form = AppCodeForm(request.POST if request.method == "POST" else None)
    if _check_code(request, member, form):
        second_factor.ask_from_now_on(member)
        second_factor.record_passed(request)
        security_events.event("second-factor-set-up", request, shopper=member.sub)
        messages.success(
            request, gettext("Your second factor is set up. From now on we ask for its code when you sign in.")
        )
        return SeeOther(_next(request))
    key = second_factor.secret(request, member)
    shown = {
        "form": form,
        "picture": second_factor.picture(member.email, key),
        "key": _in_fours(key),
        "next": _next(request),
    }
    return render(request, "account/second-factor.html", shown, status=422 if form.errors else 200)


@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def ask(request: HttpRequest) -> HttpResponse:
    """Render the code of the app, on the local cloud: there the sign-in page cannot ask for it."""
    member = _member(request)
    if second_factor.login_asks() or not second_factor.is_set_up(member.token):
        raise Http404
    form = AppCodeForm(request.POST if request.method == "POST" else None)
    if _check_code(request, member, form):
        second_factor.record_passed(request)
        security_events.event("second-factor-given", request, shopper=member.sub)
        return SeeOther(_next(request))
    return render(
        request,
        "account/second-factor-code.html",
        {"form": form, "next": _next(request)},
        status=422 if form.errors else 200,
    )


def first(request: HttpRequest) -> HttpResponse:
    """Return a redirect to the page that has to come before the back office."""
    back = request.get_full_path() if request.method in ("GET", "HEAD") else BACK_OFFICE
    return SeeOther(f"{reverse('account:second-factor')}?{urlencode({'next': back})}")


def _member(request: HttpRequest) -> Shopper:
    member = cast(Shopper, shopper(request))
    if not (member.token and member.is_staff):
        raise Http404
    return member


def _ask_for_code(request: HttpRequest) -> HttpResponse:
    """Answer who has a second factor but signed in without it: the code is due, here or at the login."""
    if second_factor.login_asks():
        return to_sign_in(request, _next(request), again=True)
    return SeeOther(f"{reverse('account:second-factor-code')}?{urlencode({'next': _next(request)})}")


def _check_code(request: HttpRequest, member: Shopper, form: AppCodeForm) -> bool:
    """Return whether the form was sent and holds the app's code; if not, it says why.

    Codes are counted before they are looked at.
    """
    if not form.is_valid():
        return False
    try:
        limits.count(limits.APP, request, member.email)
        second_factor.check(member, form.cleaned_data["code"])
    except limits.LimitReached as refusal:
        form.add_error(None, refusal.message)
    except second_factor.WrongCode:
        security_events.event("second-factor-refused", request, shopper=member.sub)
        form.add_error(
            "code",
            gettext(
                "This is not the code that the app shows now. Wait for the next one, and look at your phone's clock."
            ),
        )
    return not form.errors


def _next(request: HttpRequest) -> str:
    return safe_path(request.POST.get("next") or request.GET.get("next", BACK_OFFICE))


def _in_fours(key: str) -> str:
    return " ".join(key[start : start + 4] for start in range(0, len(key), 4))
