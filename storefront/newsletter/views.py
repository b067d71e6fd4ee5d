"""The newsletter: asking for it, the page that its mails lead to, and the switch in the account."""

from collections.abc import Callable
from http import HTTPStatus
from typing import TYPE_CHECKING

import msgspec
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext, gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from backend.contracts.newsletter.models import (
    CONSENT_VERSION,
    RequestSubscription,
    SetSubscription,
    SubscriptionPath,
)
from backend.contracts.newsletter.operations import (
    CONFIRM_SUBSCRIPTION,
    DELETE_OWN_SUBSCRIPTION,
    GET_SUBSCRIPTION,
    REQUEST_SUBSCRIPTION,
    SET_OWN_SUBSCRIPTION,
    STOP_SUBSCRIPTION,
)
from storefront.clients import api
from storefront.newsletter.forms import SubscribeForm
from storefront.web import attempts, request_origin
from storefront.web.languages import current
from storefront.web.redirect import SeeOther, post_only

if TYPE_CHECKING:
    from django.utils.functional import _StrOrPromise

MAX_REQUESTS, MAX_OPENED = 20, 100
"""Addresses that one client may name in an hour, and times that mail programs may use one link."""

WRITTEN = gettext_lazy(
    "If {} does not get our newsletter yet, we have written to it. Please confirm with the link in that e-mail."
)
"""The same for every address: nobody learns whether it is subscribed."""
DOWN = gettext_lazy("The newsletter is not available right now. Please try again in a moment.")
NO_ADDRESS = gettext_lazy("Your account has no confirmed e-mail address.")


@request_origin.accept_without_token
@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def ask(request: HttpRequest) -> HttpResponse:
    """Render the page of the newsletter, or have the address asked that its form or a page's foot sends."""
    if request.method != "POST":
        return _render(request, SubscribeForm())
    form = SubscribeForm(request.POST)
    if not form.is_valid():
        return _render(request, form, HTTPStatus.UNPROCESSABLE_ENTITY)
    success = str(WRITTEN).format(form.cleaned_data["email"])
    return _attempt(request, lambda: _request(request, form), success, request_origin.page(request))


def _render(request: HttpRequest, form: SubscribeForm, status: HTTPStatus = HTTPStatus.OK) -> HttpResponse:
    return render(request, "newsletter/page.html", {"form": form}, status=status)


def _request(request: HttpRequest, form: SubscribeForm) -> None:
    attempts.count_client(request, "newsletter", MAX_REQUESTS)
    body = RequestSubscription(email=form.cleaned_data["email"], language=current(), consent_version=CONSENT_VERSION)
    api.call(REQUEST_SUBSCRIPTION, body=body)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def link(request: HttpRequest, key: str) -> HttpResponse:
    """Render the subscription that a mail leads to; its buttons confirm or stop it, so that no mail scanner does."""
    path = _link_path(key)
    if request.method == "POST":
        if "stop" in request.POST:
            api.call(STOP_SUBSCRIPTION, path=path)
        else:
            api.call(CONFIRM_SUBSCRIPTION, path=path)
        return SeeOther("newsletter:link", key)
    return render(request, "newsletter/link.html", {"subscription": api.call(GET_SUBSCRIPTION, path=path)})


@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def unsubscribe(request: HttpRequest, key: str) -> HttpResponse:
    """Stop the newsletter for a mail program, which has no cookie and no token: the key is in the address (RFC 8058).

    Lead a person, whose mail program opens the address in a browser, to the page with the button.
    """
    path = _link_path(key)
    if request.method != "POST":
        return SeeOther("newsletter:link", key)
    tries, _ = attempts.increment(f"newsletter link {key}")
    if tries > MAX_OPENED:
        return HttpResponse(status=HTTPStatus.TOO_MANY_REQUESTS)
    api.call(STOP_SUBSCRIPTION, path=path)
    return HttpResponse(gettext("You will get no more of these e-mails."), content_type="text/plain; charset=utf-8")


@post_only("wish:alerts")
def change_own(request: HttpRequest) -> HttpResponse:
    """Subscribe the account's confirmed address, or stop it."""

    def subscribe() -> None:
        api.call(SET_OWN_SUBSCRIPTION, request=request, body=SetSubscription(language=current()))

    def stop() -> None:
        api.call(DELETE_OWN_SUBSCRIPTION, request=request)

    if "stop" in request.POST:
        return _attempt(request, stop, gettext_lazy("The newsletter is off."), "wish:alerts")
    return _attempt(request, subscribe, gettext_lazy("You get the newsletter."), "wish:alerts")


def _attempt(request: HttpRequest, change: Callable[[], object], success: "_StrOrPromise", page: str) -> HttpResponse:
    """Make the change, say how it went, and lead to the page."""
    try:
        change()
    except attempts.LimitReached as reached:
        messages.error(request, reached.message)
    except api.Refusal as refusal:
        if refusal.problem.status == HTTPStatus.UNAUTHORIZED:
            raise
        messages.error(request, NO_ADDRESS if refusal.problem.type == "no-address" else DOWN)
    except api.Unavailable:
        messages.error(request, DOWN)
    else:
        messages.success(request, success)
    return SeeOther(page)


def _link_path(key: str) -> SubscriptionPath:
    """Return what a link names; raise Http404 for what no mail has."""
    try:
        return msgspec.convert({"subscription_key": key}, SubscriptionPath)
    except msgspec.ValidationError:
        raise Http404 from None
