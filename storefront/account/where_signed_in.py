"""The page that lists where a shopper is signed in, and on which each sign-in can be ended alone."""

from typing import cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods

from storefront.account import sign_ins
from storefront.account.shopper import Shopper, login_required, shopper
from storefront.web import security_events
from storefront.web.redirect import SeeOther


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def show(request: HttpRequest) -> HttpResponse:
    """Render the list, this browser first; a form that names one ends it. One that is no more is ended already."""
    member = cast(Shopper, shopper(request))
    if request.method == "POST":
        return _end_one(request, member)
    listed = sign_ins.get_all(member.email, member.sub, str(request.session.session_key))
    return render(request, "account/where-signed-in.html", {"sign_ins": listed})


def _end_one(request: HttpRequest, member: Shopper) -> HttpResponse:
    sign_ins.end_one(member.email, request.POST.get("id", ""), str(request.session.session_key))
    security_events.event("signed-out-elsewhere", request, shopper=member.sub)
    messages.success(request, gettext("That device is signed out."))
    return SeeOther("account:where-signed-in")
