"""The account's page, and the ways in and out. They parse, call and reply; what holds stands in `login`."""

from typing import cast

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import translation
from django.utils.translation import gettext
from django.views.decorators.http import require_GET, require_safe

from storefront.account import login
from storefront.account.shopper import Shopper, login_required, shopper
from storefront.clients.outputs import outputs
from storefront.web import languages, message_storage
from storefront.web.next_url import safe_path
from storefront.web.redirect import SeeOther, post_only


@require_safe
@login_required
def home(request: HttpRequest) -> HttpResponse:
    """Name, address, and the way to orders and out."""
    exempt = outputs().is_local and not settings.SECOND_FACTOR
    return render(request, "account/home.html", {"shopper": shopper(request), "exempt": exempt})


def sign_in(request: HttpRequest) -> HttpResponse:
    """Two ways on: the hosted login, or a new account. Nothing is begun before the button is pressed."""
    next = safe_path(request.POST.get("next") or request.GET.get("next", ""))
    if shopper(request):
        return redirect(next)
    if request.method == "POST":
        return SeeOther(login.begin(request, next))
    return render(
        request,
        "account/sign-in.html",
        {"next": next, "part": _part(next), "accounts": outputs().local.accounts, "ended": "ended" in request.GET},
    )


def _part(path: str) -> str:
    """Return the part of the shop that a path is in, in whatever language: `checkout`."""
    return languages.split(path)[1].split("/")[1]


@require_GET
def callback(request: HttpRequest) -> HttpResponse:
    """Handle the way back from the hosted login."""
    try:
        next = login.finish(request)
    except login.LoginFailed as failed:
        if shopper(request):
            # a page that is used up, the Back button, or a link that was planted: nothing has changed
            return redirect(failed.next)
        with translation.override(languages.split(failed.next)[0]):  # the login comes back to one address for all
            context = {"reason": failed.reason, "next": failed.next, "part": _part(failed.next)}
            return render(request, "account/failed.html", context, status=400)
    message_storage.after_sign_in(request)
    return redirect(next)


@post_only("account:home")
def sign_out(request: HttpRequest) -> HttpResponse:
    """Out of the shop and out of the hosted login."""
    messages.success(request, gettext("You are signed out."))
    return SeeOther(login.leave(request))


@post_only("account:home")
@login_required
def sign_out_everywhere(request: HttpRequest) -> HttpResponse:
    """Out of the shop on every device: for a stolen laptop, or a computer that was somebody else's."""
    signed_in = cast(Shopper, shopper(request))
    login.end_others(request, signed_in.email, signed_in.sub)
    messages.success(request, gettext("You are signed out on all your devices."))
    return SeeOther(login.leave(request))
