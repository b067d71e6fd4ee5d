"""Who may see the back office."""

import functools

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache

from storefront.account import idle_timeout, second_factor
from storefront.account.second_factor_views import first
from storefront.account.shopper import ENTRY, Shopper, View, end, login_required, session_of, shopper, to_sign_in
from storefront.staff import access
from storefront.web import security_events


def staff_only(view: View) -> View:
    """Return a page for who works here. Other shoppers find nothing there, who worked here until lately is refused.

    What counts is the access token, which is replaced before it ends: so who leaves the group is out within its
    lifetime. Staff whose role does not open the page are told so.
    """

    @functools.wraps(view)
    def check_staff(request: HttpRequest, *arguments: object, **named: object) -> HttpResponse:
        signed_in = shopper(request)
        if not signed_in or not (signed_in.token and signed_in.is_staff):
            raise _refusal(request, signed_in)
        if not _at_work(request):
            return to_sign_in(request)
        if not second_factor.has_passed(request):
            return first(request)
        if not access.opens(_page(request), signed_in.roles, str(request.method)):
            return _forbid(request, signed_in)
        return view(request, *arguments, **named)

    return never_cache(login_required(check_staff))


def _page(request: HttpRequest) -> str:
    return (request.resolver_match and request.resolver_match.url_name) or ""


def _forbid(request: HttpRequest, member: Shopper) -> HttpResponse:
    """Answer 403 in the desk's own frame, with the way to what the role does open."""
    security_events.event("role-refused", request, shopper=member.sub, page=_page(request))
    names = sorted(role.replace("-", " ") for role in member.roles)
    return render(request, "staff/forbidden.html", {"email": member.email, "role_names": names}, status=403)


def _refusal(request: HttpRequest, visitor: Shopper | None) -> Exception:
    former = bool(visitor and visitor.was_staff)
    security_events.event("staff-refused", request, shopper=visitor.sub if visitor else None, former=former)
    return PermissionDenied() if former else Http404()


def _at_work(request: HttpRequest) -> bool:
    """Return whether the last look at the back office is not long ago.

    If it is, the sign-in ends: a desk may stand open to others.
    """
    entry = request.session[ENTRY]
    if idle_timeout.over_for_staff(entry):
        security_events.event("idle", request, shopper=entry["sub"])
        end(session_of(request))
        return False
    if idle_timeout.due(entry, idle_timeout.SEEN_BY_STAFF, idle_timeout.RECORD_STAFF_EVERY):
        request.session[ENTRY] = idle_timeout.record_visit(entry, idle_timeout.SEEN_BY_STAFF)
    return True
