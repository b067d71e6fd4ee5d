"""Who sees the back office."""

import functools

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache

from storefront.account.shopper import View, login_required, shopper


def staff_only(view: View) -> View:
    """A page for who works here. Other shoppers find nothing there, who worked here until lately is refused.

    What counts is the access token, which is replaced before it ends: so who leaves the group is out within its lifetime.
    """

    @functools.wraps(view)
    def guarded(request: HttpRequest, *arguments: object, **named: object) -> HttpResponse:
        signed_in = shopper(request)
        if not signed_in or not (signed_in.token and signed_in.is_staff):
            if signed_in and signed_in.was_staff:
                raise PermissionDenied
            raise Http404
        return view(request, *arguments, **named)

    return never_cache(login_required(guarded))
