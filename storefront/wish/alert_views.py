"""Alerts: asking for one, the page that an alert's mails lead to, and a shopper's alerts."""

from collections.abc import Callable
from http import HTTPStatus
from typing import TYPE_CHECKING, TypeVar

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.text import format_lazy
from django.utils.translation import gettext, gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from backend.contracts.newsletter.operations import GET_OWN_SUBSCRIPTION
from backend.contracts.wish.alert_operations import (
    CONFIRM_ALERT,
    DELETE_ALERT,
    DELETE_ALERTS,
    GET_ALERT,
    LIST_ALERTS,
    REQUEST_ALERT,
    SET_ALERT,
    STOP_ALERT,
)
from backend.contracts.wish.alerts import MAX_ALERTS, AlertKind, AlertLinkPath, RequestAlert, SetAlert
from storefront.basket import owner
from storefront.clients import api
from storefront.clients.concurrency import gather
from storefront.web import attempts, request_origin
from storefront.web.languages import current
from storefront.web.redirect import SeeOther, post_only
from storefront.wish.alert_forms import AskForm, StopForm, StopKindForm

if TYPE_CHECKING:
    from django.utils.functional import _StrOrPromise

T = TypeVar("T")
MAX_ASKED, MAX_OPENED = 20, 100
"""Alerts that one client may ask for in an hour, and times that one alert's link may be used."""

SET = {
    AlertKind.BACK: gettext_lazy("We will e-mail you when it is back."),
    AlertKind.CHEAPER: gettext_lazy("We will e-mail you when it gets cheaper."),
}
CONFIRM = gettext_lazy("We have written to {}. Please confirm with the link in that e-mail.")
DOWN = gettext_lazy("Alerts are not available right now. Please try again in a moment.")
REFUSALS = {
    "not-found": gettext_lazy("This is no longer available."),
    "in-stock": gettext_lazy("It is in stock: you can order it now."),
    "no-address": gettext_lazy("Your account has no confirmed e-mail address."),
    "too-many-alerts": format_lazy(gettext_lazy("You have {} alerts, which is the most. Stop one first."), MAX_ALERTS),
}


@request_origin.accept_without_token
@post_only("wish:show")
def ask(request: HttpRequest) -> HttpResponse:
    """Set an alert: to a shopper's own address, else to one that is mailed first whether it wants it."""
    signed_in = owner.shopper(request)
    form = AskForm(request.POST, signed_in=bool(signed_in))
    if not form.is_valid():
        return render(request, "wish/ask-page.html", {"form": form}, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    problem = _attempt(lambda: _ask(request, form))
    if problem:
        messages.error(request, problem)
    elif signed_in:
        messages.success(request, SET[form.kind_asked])
    else:
        messages.success(request, str(CONFIRM).format(form.cleaned_data["email"]))
    return SeeOther(form.back)


def _ask(request: HttpRequest, form: AskForm) -> None:
    attempts.count_client(request, "alert", MAX_ASKED)
    values = form.cleaned_data
    if owner.shopper(request):
        path, body = (
            {"kind": form.kind_asked, "sku": values["sku"]},
            SetAlert(product_id=values["product"], language=current()),
        )
        api.call(SET_ALERT, request=request, path=path, body=body)
    else:
        wanted = RequestAlert(
            kind=form.kind_asked,
            product_id=values["product"],
            sku=values["sku"],
            email=values["email"],
            language=current(),
        )
        api.call(REQUEST_ALERT, body=wanted)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def link(request: HttpRequest, kind: str, sku: str, key: str) -> HttpResponse:
    """Render the alert that a mail leads to; its buttons confirm or stop it, so that no mail scanner does."""
    path = _link_path(kind, sku, key)
    if request.method == "POST":
        if "stop" in request.POST:
            api.call(STOP_ALERT, path=path)
        else:
            api.call(CONFIRM_ALERT, path=path)
        return SeeOther("wish:alert", kind, sku, key)
    return render(request, "wish/alert.html", {"alert": api.call(GET_ALERT, path=path), "alert_path": path})


@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def unsubscribe(request: HttpRequest, kind: str, sku: str, key: str) -> HttpResponse:
    """Stop an alert for a mail program, which has no cookie and no token: the key is in the address (RFC 8058).

    Lead a person, whose mail program opens the address in a browser, to the page with the button.
    """
    if request.method != "POST":
        return SeeOther("wish:alert", kind, sku, key)
    path = _link_path(kind, sku, key)
    tries, _ = attempts.increment(f"alert link {key}")
    if tries > MAX_OPENED:
        return HttpResponse(status=HTTPStatus.TOO_MANY_REQUESTS)
    api.call(STOP_ALERT, path=path)
    return HttpResponse(gettext("You will get no more of these e-mails."), content_type="text/plain; charset=utf-8")


@require_safe
@never_cache
def show(request: HttpRequest) -> HttpResponse:
    """Render which e-mails the shopper gets: those that always come, the newsletter, and the alerts, by kind."""
    alerts, newsletter = gather(
        lambda: _ask_service(lambda: api.call(LIST_ALERTS, request=request).items),
        lambda: _ask_service(lambda: api.call(GET_OWN_SUBSCRIPTION, request=request)),
    )
    by_kind = [(kind, [alert for alert in alerts or () if alert.kind is kind]) for kind in AlertKind]
    status = HTTPStatus.SERVICE_UNAVAILABLE if None in (alerts, newsletter) else HTTPStatus.OK
    context = {"alerts": alerts, "by_kind": by_kind, "newsletter": newsletter}
    return render(request, "wish/alerts.html", context, status=status)


def _ask_service(call: Callable[[], T]) -> T | None:
    """Return what a service says; None while it is down."""
    try:
        return call()
    except api.Unavailable:
        return None


@post_only("wish:alerts")
def stop(request: HttpRequest) -> HttpResponse:
    """Stop one of the shopper's alerts."""
    form = StopForm(request.POST)

    def act() -> None:
        api.call(DELETE_ALERT, request=request, path=form.cleaned_data)

    return _stop(request, form, act, gettext_lazy("That alert is off."))


@post_only("wish:alerts")
def stop_kind(request: HttpRequest) -> HttpResponse:
    """Stop all of the shopper's alerts of one kind."""
    form = StopKindForm(request.POST)

    def act() -> None:
        api.call(DELETE_ALERTS, request=request, path=form.cleaned_data)

    return _stop(request, form, act, gettext_lazy("These e-mails are off."))


def _stop(
    request: HttpRequest, form: StopKindForm, act: Callable[[], object], success: "_StrOrPromise"
) -> HttpResponse:
    """Stop what the form names; one that names nothing changes nothing."""
    if not form.is_valid():
        return SeeOther("wish:alerts")
    problem = _attempt(act)
    if problem:
        messages.error(request, problem)
    else:
        messages.success(request, success)
    return SeeOther("wish:alerts")


def _attempt(change: Callable[[], object]) -> str:
    """Return why it did not go, or nothing."""
    try:
        change()
    except attempts.LimitReached as reached:
        return reached.message
    except api.Refusal as refusal:
        if refusal.problem.status == HTTPStatus.UNAUTHORIZED:
            raise
        return str(REFUSALS.get(refusal.problem.type, REFUSALS["not-found"]))
    except api.Unavailable:
        return str(DOWN)
    return ""


def _link_path(kind: str, sku: str, key: str) -> AlertLinkPath:
    """Return what a link names; raise Http404 for a kind that there is not."""
    if kind not in list(AlertKind):
        raise Http404
    return AlertLinkPath(kind=AlertKind(kind), sku=sku, alert_key=key)
