"""The back office's first page: one that the person's role may open."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_safe

from storefront.staff import access, frame
from storefront.staff.decorators import staff_only


@require_safe
@staff_only
def home(request: HttpRequest) -> HttpResponse:
    """Lead to the first page of the navigation that this role opens."""
    roles = access.roles(request)
    pages = (name for _, places in frame.GROUPS for _, name in places)
    return redirect(next(name for name in pages if frame.is_open(name, roles)))
