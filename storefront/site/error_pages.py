"""The error pages: `templates/errors/<status>.html`, or one plain sentence where even that cannot be rendered."""

from http import HTTPStatus

from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string

from storefront.account.shopper import to_sign_in
from storefront.web import form_owner, request_origin, security_events, unsent_forms
from storefront.web.log import log


def _render(request: HttpRequest, status: int, **context: object) -> HttpResponse:
    content: str
    try:
        content = render_to_string(f"errors/{status}.html", context, request)
    except Exception:
        log.exception("the error page failed", status=status)
        phrase = HTTPStatus(status).phrase
        content = (
            f'<!doctype html><html lang="en"><title>{phrase}</title><h1>{phrase}</h1>'
            '<p><a href="/">Back to the shop</a></p></html>'
        )
    return HttpResponse(content, status=status, headers={"Cache-Control": "no-store"})


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """400: the request cannot be understood."""
    return _render(request, 400)


def permission_denied(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """403: not for this shopper."""
    return _render(request, 403)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """403 for a form without its CSRF token: mostly one that stood open for long.

    A form of this shop can be sent again from there, and leads back to its page; what somebody else was shown cannot.
    """
    if reason:
        security_events.event(
            "csrf-refused", request, route=request.resolver_match.route if request.resolver_match else None
        )
    ours, page = request_origin.is_ours(request), request_origin.page(request)
    if ours and form_owner.submitted_mark(request) and not form_owner.mark(request):
        return to_sign_in(request, unsent_forms.keep(request))
    fields = unsent_forms.fields(request) if ours and form_owner.is_same_owner(request) else []
    response = _render(request, 403, stale_form=True, page=page, to=request.get_full_path(), fields=fields)
    response.headers["Content-Location"] = page
    return response


def page_not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """404: there is no such page."""
    return _render(request, 404)


def server_error(request: HttpRequest) -> HttpResponse:
    """500: a bug of ours."""
    return _render(request, 500)


def service_unavailable(request: HttpRequest) -> HttpResponse:
    """503: a service that this page needs does not answer."""
    response = _render(request, 503)
    response.headers["Retry-After"] = "10"
    return response
