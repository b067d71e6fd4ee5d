"""Products that are not in the shop: drafts and what was withdrawn, listed and shown as their page would be."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from backend.contracts.product.models import ProductBody, Unlisted
from backend.contracts.product.operations import GET_UNLISTED, LIST_UNLISTED, PUT_UNLISTED
from backend.contracts.product.queries import UnlistedQuery
from storefront.clients import api
from storefront.product import views
from storefront.staff.decorators import staff_only
from storefront.staff.pagination import page_at
from storefront.web.redirect import SeeOther

OUTSIDE = "outside"
"""What a form's `then` says when its product is to stay outside the shop."""


def get_unlisted(request: HttpRequest, product_id: str) -> Unlisted:
    """Return a product outside the shop. Raise api.Refusal 404 for what is in the shop, or nowhere."""
    return api.call(GET_UNLISTED, request=request, path={"product_id": product_id})


def save_unlisted(request: HttpRequest, product_id: str, version: int, body: ProductBody) -> None:
    """Save the product outside the shop; version 0 is a new one. Raises api.Refusal."""
    api.call(PUT_UNLISTED, request=request, path={"product_id": product_id}, query={"version": version}, body=body)


@require_safe
@staff_only
def listing(request: HttpRequest) -> HttpResponse:
    """Drafts and withdrawn products, the newest first."""
    cursor = request.GET.get("after") or None
    page = page_at(request, LIST_UNLISTED, UnlistedQuery(cursor=cursor))
    if page is None:
        return SeeOther("staff:unlisted-list")
    return render(request, "staff/unlisted.html", {"cards": page.items, "page": page, "later": cursor})


@require_safe
@staff_only
def preview(request: HttpRequest, product_id: str) -> HttpResponse:
    """Render the product's page as it would be, but nothing can be bought on it."""
    product = get_unlisted(request, product_id).product
    context = views.context(product, request.GET.get("v"), {}) | {"preview": True}
    return render(request, "staff/preview.html", context)
