"""Adding a picture to a product: a form that goes straight to S3, the wait for what becomes of it, and its words.

No script is needed.
"""

import time
from datetime import UTC, datetime
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods
from msgspec import structs

from backend.contracts.picture.models import PictureStatus
from backend.contracts.picture.operations import GET_UPLOAD, START_UPLOAD
from backend.contracts.product.body import body_of
from backend.contracts.product.models import MAX_PICTURES, Picture, Product, ProductBody
from backend.contracts.product.operations import GET_PRODUCT
from storefront.clients import api
from storefront.clients.problems import describe
from storefront.clients.product_edits import edit_product
from storefront.staff.decorators import staff_only
from storefront.web.parsing import parse_int
from storefront.web.redirect import SeeOther

LONGEST_ALT = 200
TIMEOUT = 60
"""Seconds after which a picture that is still awaited has not worked."""


@require_http_methods(["GET", "HEAD", "POST"])
@staff_only
def add(request: HttpRequest, product_id: str) -> HttpResponse:
    """Serve the three steps under one address; S3 comes back to it with `?upload=`."""
    product = api.call(GET_PRODUCT, path={"product_id": product_id}, bypass_cache=True)
    upload_name = request.GET.get("upload", "")
    if not upload_name:
        return SeeOther(request.path) if request.method == "POST" else _choose(request, product)
    upload = api.call(GET_UPLOAD, request=request, path={"picture_id": upload_name})
    if upload.status is PictureStatus.REFUSED:
        return _choose(request, product, upload.reason)
    if upload.status is PictureStatus.AWAITED or upload.src is None:
        return _wait(request, product)
    picture = Picture(
        src=upload.src, alt="", width=upload.width or 1, height=upload.height or 1, colours=upload.colours
    )
    alt = " ".join(request.POST.get("alt", "").split())
    if request.method == "POST" and 0 < len(alt) <= LONGEST_ALT:
        return _put(request, product_id, structs.replace(picture, alt=alt))
    wrong = "Describe what the picture shows, in at most 200 characters." if request.method == "POST" else ""
    context = {"product": product, "picture": picture, "alt": alt, "wrong": wrong}
    return render(request, "staff/picture-words.html", context, status=422 if wrong else 200)


def _wait(request: HttpRequest, product: Product) -> HttpResponse:
    """Wait for the picture: the page looks again for a minute, and its address carries since when.

    S3 names what it took by an ETag as it sends people back.
    """
    now, query = int(time.time()), request.GET.copy()
    since = min(parse_int(request.GET.get("since", ""), now), now)
    query["since"] = str(since)
    context = {
        "product": product,
        "again": f"{request.path}?{query.urlencode()}",
        "late": now - since > TIMEOUT,
        "came": bool(query.get("etag")),
    }
    return render(request, "staff/picture-wait.html", context)


def _choose(request: HttpRequest, product: Product, refusal: str = "") -> HttpResponse:
    """Render a fresh form; it is good for a quarter of an hour."""
    back = f"{settings.SHOP_URL}{reverse('staff:picture', args=[product.id])}"
    upload = api.call(START_UPLOAD, request=request, body={"back": back})
    lasts = (datetime.fromisoformat(upload.expires) - datetime.now(UTC)).total_seconds()
    context = {
        "product": product,
        "upload": upload,
        "refused": refusal,
        "megabytes": upload.largest // 1_048_576,
        "lasts": int(lasts),
    }
    response = render(request, "staff/picture.html", context, status=422 if refusal else 200)
    parts = urlsplit(upload.url)
    response.upload_to = f"{parts.scheme}://{parts.netloc}"  # type: ignore[attr-defined]
    return response


def _put(request: HttpRequest, product_id: str, picture: Picture) -> HttpResponse:
    """Add it to the product as it is now: whatever else somebody changes at the same time stays."""

    def add_picture(product: Product) -> ProductBody | None:
        if any(each.src == picture.src for each in product.pictures) or len(product.pictures) >= MAX_PICTURES:
            return None
        return body_of(product, pictures=(*product.pictures, picture))

    try:
        is_added = edit_product(product_id, add_picture, request=request) is not None
    except api.Refusal as refusal:
        if refusal.problem.type != "busy":
            raise
        messages.error(request, f"The picture was not added: {describe(refusal.problem)}. Try again.")
        return SeeOther("staff:product", product_id)
    if is_added:
        messages.success(request, "The picture is added.")
    else:
        messages.error(
            request, f"The picture was not added: the product has it already, or has {MAX_PICTURES} pictures."
        )
    return SeeOther("staff:product", product_id)
