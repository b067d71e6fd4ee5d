"""Wish lists: pressing a heart, and the list's page. Everything works as a plain form."""

from http import HTTPStatus

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from backend.contracts.wish.models import GUEST_DAYS, MAX_WISHES, WishPage
from storefront.clients import api
from storefront.web import request_origin
from storefront.web.redirect import SeeOther, post_only
from storefront.wish import client, hearts, merge
from storefront.wish.keys import WishKey, parse_key
from storefront.wish.pages import describe_page, page_number

ADDED, REMOVED = gettext_lazy("Saved to your wish list."), gettext_lazy("Removed from your wish list.")
UNKNOWN = gettext_lazy("This is no longer available.")
DOWN = gettext_lazy("Your wish list is not available right now. Nothing is lost; please try again in a moment.")
REFUSALS = {
    "not-found": UNKNOWN,
    "too-many-wishes": format_lazy(
        gettext_lazy("Your wish list holds {} items, which is the most. Remove one first."), MAX_WISHES
    ),
}


@require_safe
@never_cache
def show(request: HttpRequest) -> HttpResponse:
    """Render a page of the list, or why it cannot be shown."""
    merge.after_login(request)  # what the login itself could not do while the service was down
    number = page_number(request)
    try:
        page = client.get_page(request, number)
    except api.Unavailable:
        return render(request, "wish/page.html", {"page": None}, status=HTTPStatus.SERVICE_UNAVAILABLE)
    if number > 1 and not page.items:
        return SeeOther("wish:show")
    return render(request, "wish/page.html", _context(request, page, number))


@request_origin.accept_without_token
@post_only("wish:show")
def change(request: HttpRequest) -> HttpResponse:
    """Add what `wish` names, or remove what `unwish` names; a script is told what became of it as JSON."""
    adding = "wish" in request.POST
    key = parse_key(request.POST.get("wish" if adding else "unwish", ""))
    problem = _attempt(request, adding, key) if key else str(UNKNOWN)
    if "application/json" in request.headers.get("Accept", ""):
        hearts_now = hearts.get(request)
        answer = {"wished": adding == (not problem), "count": hearts_now.count if hearts_now else 0}
        return JsonResponse(answer | {"said": problem or (ADDED if adding else REMOVED)})
    if problem:
        messages.error(request, problem)
    elif adding:
        messages.success(request, ADDED)
    elif request.POST.get("undo"):
        return SeeOther(f"{reverse('wish:show')}?{urlencode({'removed': str(key)})}")
    else:
        messages.success(request, REMOVED)
    return SeeOther(request_origin.page(request))


def _attempt(request: HttpRequest, adding: bool, key: WishKey) -> str:
    """Change the list; return why it did not go, or nothing."""
    try:
        (client.add if adding else client.remove)(request, key)
    except api.Refusal as refusal:
        if refusal.problem.status == HTTPStatus.UNAUTHORIZED:
            raise
        return str(REFUSALS.get(refusal.problem.type, UNKNOWN))
    except api.Unavailable:
        return str(DOWN)
    return ""


def _context(request: HttpRequest, page: WishPage, number: int) -> dict[str, object]:
    link = reverse("wish:shared", args=[page.share_key]) if page.share_key else ""
    return describe_page(page, number, reverse("wish:show")) | {
        "removed": parse_key(request.GET.get("removed", "")),
        "guest_days": GUEST_DAYS,
        "link": f"{settings.SHOP_URL}{link}" if link else "",
    }
