"""The export of a shopper's data: requested on a page, announced by mail, downloaded as a file while signed in."""

from datetime import datetime

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import now
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from backend.contracts.order.account_operations import GET_DATA_EXPORT, REQUEST_DATA_EXPORT
from backend.contracts.order.data_export import EXPORT_DAYS
from storefront.account.shopper import login_required
from storefront.clients import api
from storefront.web import languages, security_events
from storefront.web.redirect import SeeOther

REFUSALS = {
    "no-address": gettext_lazy("Please confirm the e-mail address of your account first."),
    "too-soon": gettext_lazy("You had a copy of your data within the last day."),
    "on-its-way": gettext_lazy("We are preparing your data."),
}
"""What is said of what the service refuses."""


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def show(request: HttpRequest) -> HttpResponse:
    """Show how far the export is; with POST, request one."""
    if request.method == "POST":
        return _request(request)
    export = api.call(GET_DATA_EXPORT, request=request)
    can_ask = export.again_from is None or datetime.fromisoformat(export.again_from) <= now()
    return render(request, "account/data.html", {"export": export, "can_ask": can_ask, "days": EXPORT_DAYS})


def _request(request: HttpRequest) -> HttpResponse:
    """Request an export; a second request within the day changes nothing, and the page says how far the first is."""
    try:
        api.call(REQUEST_DATA_EXPORT, request=request, query={"language": languages.current()})
    except api.Refusal as refusal:
        if refusal.problem.status != 409:
            raise
        messages.info(request, REFUSALS.get(refusal.problem.type) or f"{refusal.problem.title}.")
    else:
        security_events.event("data-export-requested", request)
    return SeeOther("account:data")


@require_safe
@login_required
def download(request: HttpRequest) -> HttpResponse:
    """Redirect to the file, by a link that expires within minutes; without a file, to the page that says so."""
    export = api.call(GET_DATA_EXPORT, request=request)
    if not export.url:
        return redirect("account:data")
    security_events.event("data-export-fetched", request)
    return redirect(export.url)
