"""A catalogue file through the browser: uploaded, to be reviewed and imported (`importing`); and the shop's own to
download."""

from io import StringIO
from typing import cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from backend.contracts.product.operations import LIST_CATEGORIES
from storefront.account.shopper import Shopper, shopper
from storefront.clients import api
from storefront.imports import export as shopify
from storefront.staff import upload_storage, uploads_bucket
from storefront.staff.decorators import staff_only
from storefront.web.redirect import SeeOther

MAX_PRODUCTS = 500
"""Products that a download may have; beyond that, use the command."""


@require_http_methods(["GET", "HEAD", "POST"])
@staff_only
def upload(request: HttpRequest) -> HttpResponse:
    """Accept a file, and redirect to what it would change."""
    file = request.FILES.get("file") if request.method == "POST" else None
    if request.method != "POST":
        return render(request, "staff/catalogue.html", {"limit": upload_storage.MAX_BYTES // 1024**2})
    wrong = "Choose a file." if not file else ""
    if file and (file.size or 0) > upload_storage.MAX_BYTES:
        wrong = (
            f"The file is larger than {upload_storage.MAX_BYTES // 1024**2} MB. "
            "Import it with manage.py import_products."
        )
    if not file or wrong:
        return render(
            request, "staff/catalogue.html", {"wrong": wrong, "limit": upload_storage.MAX_BYTES // 1024**2}, status=422
        )
    name = upload_storage.keep(file, cast(Shopper, shopper(request)).sub)
    uploads_bucket.put(name)
    return SeeOther(reverse("staff:import", args=(name,)))


@require_safe
@staff_only
def export(request: HttpRequest) -> HttpResponse:
    """Render the catalogue as a Shopify CSV, while it is small enough for a page."""
    if api.call(LIST_CATEGORIES).count > MAX_PRODUCTS:
        messages.error(
            request, f"There are more than {MAX_PRODUCTS} products. Export them with manage.py export_products."
        )
        return SeeOther("staff:catalogue")
    out = StringIO(newline="")
    shopify.write(shopify.catalogue(), out)  # as a whole, so that a service that stops is told and no half file is kept
    reply = HttpResponse(f"\ufeff{out.getvalue()}", content_type="text/csv; charset=utf-8")
    reply.headers["Content-Disposition"] = 'attachment; filename="products.csv"'
    return reply
