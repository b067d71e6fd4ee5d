"""“Please send it again”: the pages for a form that was not sent, because of its sender or its age, so that nothing
typed is lost.

A form that was shown to somebody else is refused. One whose owner was signed out meanwhile is kept until they are back.
"""

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from storefront.account.shopper import login_required, to_sign_in
from storefront.clients.api import Unavailable
from storefront.site import error_pages
from storefront.web import form_owner, request_origin, unsent_forms
from storefront.web.redirect import SeeOther

ANONYMOUS_FORMS = {
    f"account:{name}"
    for name in ("sign-in", "sign-out", "sign-up", "confirm", "resend", "forgotten-password", "new-password")
}
ANONYMOUS_FORMS |= {
    "contact:contact",
    "contact:withdrawal",
    "newsletter:ask",
}  # who cannot sign in any more may be writing just about that
"""Forms that mean the same whoever sends them."""
GONE = gettext_lazy("There is nothing left to send: it was sent already, or it was somebody else’s.")


class Middleware:
    """Holds every form to who saw it, after Django has held it to the shop."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: object, arguments: object, named: object) -> HttpResponse | None:
        if request.method != "POST" or (request.resolver_match and request.resolver_match.view_name in ANONYMOUS_FORMS):
            return None
        try:
            return _refuse(request)
        except Unavailable:
            return error_pages.service_unavailable(request)


def _refuse(request: HttpRequest) -> HttpResponse | None:
    """Return why this form is not sent; None if it may be."""
    unsent_forms.forget(request)
    if form_owner.is_same_owner(request):
        return None
    if form_owner.mark(request):
        return refuse_other_owner(request)
    return None if unsent_forms.keeps_itself(request) else to_sign_in(request)


def refuse_other_owner(request: HttpRequest) -> HttpResponse:
    """409: the form is of somebody who was signed in before. What they typed is not shown."""
    page = request_origin.page(request)
    response = render(request, "resend/other.html", {"page": page}, status=409)
    response.headers["Content-Location"] = page
    return response


@require_safe
@never_cache
@login_required
def show(request: HttpRequest, name: str) -> HttpResponse:
    """Render a form that was kept, for its owner to send again."""
    form = unsent_forms.find(request, name)
    if form is None:
        messages.info(request, GONE)
        return SeeOther("account:home")
    context = {"to": form.to, "page": form.page, "fields": form.fields, "name": name, "typed": _readable(form.fields)}
    return render(request, "resend/page.html", context)


def _readable(fields: unsent_forms.Fields) -> list[tuple[str, str]]:
    """Return what was typed, for people to check."""
    return [(name.replace("_", " ").replace("-", " "), value) for name, value in fields if value.strip()]
