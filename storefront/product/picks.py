"""The visitor's row of recommendations: fetched by the browser of a visitor without cookies, and switched off or on."""

import msgspec
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from backend.contracts.recommendation.queries import SeedQuery
from storefront.product import recently_viewed, recommendations
from storefront.web import request_origin
from storefront.web.caching import publicly_cacheable
from storefront.web.redirect import SeeOther, post_only

FRESH_SECONDS = 60


@require_safe
@publicly_cacheable(FRESH_SECONDS)
def show(request: HttpRequest) -> HttpResponse:
    """Render the row for the products that `seen` names; nothing where it names none or nothing goes with them.

    The same for everybody who asks for the same, whatever cookies they have.
    """
    try:
        seeds = msgspec.convert({"seen": request.GET.get("seen", "")}, SeedQuery)
    except msgspec.ValidationError:
        return HttpResponse()
    return render(request, "product/picks.html", {"picks": recommendations.pick(seeds)})


@request_origin.accept_without_token
@post_only("site:privacy")
def switch(request: HttpRequest) -> HttpResponse:
    """Remember what the visitor looks at from now on (`on`), or forget it and remember nothing."""
    on = request.POST.get("on") == "1"
    recently_viewed.switch(request, on)
    messages.success(
        request,
        gettext("From now on we suggest what goes with the products you look at.")
        if on
        else gettext("Suggestions are off, and what you looked at is forgotten."),
    )
    return SeeOther("site:privacy")
