"""What a visitor viewed last, kept in their own browser: a signed cookie, so that it costs no call and no session.

Visitors who do not want that switch it off, which the same cookie records. It holds what a small picture with a name
needs, but no price, which might be outdated.
"""

import json
from collections.abc import Collection

import msgspec
from django.http import HttpRequest
from msgspec import Struct
from msgspec.structs import replace

from backend.contracts.product.models import Picture, Product
from backend.contracts.recommendation.models import Reason
from backend.contracts.types import Size, Slug
from storefront.web import caching, pictures, signed_cookies

COOKIE, MOST = "seen", 6
OFF = "off"
"""What the cookie holds in place of the list for who wants none."""
LONGEST, BYTES = 60, 1_500
"""Characters of a title, and bytes of the cookie before it is signed."""


class ViewedProduct(Struct, frozen=True, array_like=True):
    """A product that was looked at. `reason` is what the visitor did with it since; looking again changes nothing."""

    id: Slug
    title: str
    src: str = ""
    width: Size = 1
    height: Size = 1
    reason: Reason = Reason.SEEN

    @property
    def picture(self) -> Picture | None:
        return Picture(src=self.src, alt="", width=self.width, height=self.height) if self.src else None


def recently_viewed(request: HttpRequest, but: str = "") -> list[ViewedProduct]:
    """Return the last ones, newest first, without one of them."""
    try:
        viewed = msgspec.convert(signed_cookies.read(request, COOKIE) or [], list[ViewedProduct])
    except msgspec.ValidationError:
        return []
    return [each for each in viewed if each.id != but]


def record_view(request: HttpRequest, product: Product) -> None:
    """Remember it with the next reply, unless that is one that other visitors may be shown, too."""
    if caching.is_shareable(request) or is_off(request):
        return
    viewed = recently_viewed(request)
    reason = next((each.reason for each in viewed if each.id == product.id), Reason.SEEN)
    _write(request, [_viewed_product(product, reason), *(each for each in viewed if each.id != product.id)])


def record_reason(request: HttpRequest, product_ids: Collection[str], reason: Reason) -> None:
    """Remember what the visitor did with those of the products that are in the list."""
    viewed = recently_viewed(request)
    after = [replace(each, reason=reason) if each.id in product_ids else each for each in viewed]
    if after != viewed:  # an order's page, which renews itself, says the same each time
        _write(request, after)


def is_off(request: HttpRequest) -> bool:
    """Return whether the visitor wants nothing remembered."""
    return signed_cookies.read(request, COOKIE) == OFF


def switch(request: HttpRequest, on: bool) -> None:
    """Begin with an empty list, or forget it and remember nothing from now on."""
    signed_cookies.write(request, COOKIE, [] if on else OFF)


def _write(request: HttpRequest, viewed: list[ViewedProduct]) -> None:
    viewed = viewed[:MOST]
    while len(json.dumps(msgspec.to_builtins(viewed))) > BYTES:
        viewed.pop()
    signed_cookies.write(request, COOKIE, msgspec.to_builtins(viewed))


def _viewed_product(product: Product, reason: Reason) -> ViewedProduct:
    title = product.title if len(product.title) <= LONGEST else f"{product.title[: LONGEST - 1]}…"
    first = product.pictures[0] if product.pictures else None
    if first is None or not pictures.is_ours(first.src):
        return ViewedProduct(product.id, title, reason=reason)
    return ViewedProduct(product.id, title, first.src, first.width, first.height, reason)
