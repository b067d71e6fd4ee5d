"""Shared wish lists: making and ending the link, and the page that it opens."""

from http import HTTPStatus

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from backend.contracts.wish.models import WishPageQuery
from backend.contracts.wish.sharing import LIST_SHARED_WISHES, SHARE_WISHES, STOP_SHARING_WISHES, SharedListPath
from storefront.clients import api
from storefront.web.redirect import SeeOther, post_only
from storefront.wish.pages import describe_page, page_number

SHARED = gettext_lazy("Anybody with the link can see your wish list now.")
ENDED = gettext_lazy("The link has ended. Nobody can open your wish list with it any more.")
DOWN = gettext_lazy("Sharing is not available right now. Please try again in a moment.")


@post_only("wish:show")
def share(request: HttpRequest) -> HttpResponse:
    """Make the link to the shopper's list, or with `stop` end it."""
    stopping = "stop" in request.POST
    try:
        if stopping:
            api.call(STOP_SHARING_WISHES, request=request)
        else:
            api.call(SHARE_WISHES, request=request)
    except api.Unavailable:
        messages.error(request, DOWN)
    else:
        messages.success(request, ENDED if stopping else SHARED)
    return SeeOther("wish:show")


@require_safe
@never_cache
def show_shared(request: HttpRequest, key: str) -> HttpResponse:
    """Render the list that a link shows. A key that opens none is answered 404 by the middleware."""
    number = page_number(request)
    query = WishPageQuery(page=number)
    try:
        page = api.call(LIST_SHARED_WISHES, path=SharedListPath(share_key=key), query=query)
    except api.Unavailable:
        return render(request, "wish/shared.html", {"page": None}, status=HTTPStatus.SERVICE_UNAVAILABLE)
    return render(request, "wish/shared.html", describe_page(page, number, reverse("wish:shared", args=[key])))
