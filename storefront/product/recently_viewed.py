"""What a visitor looked at last, kept in the visitor's own browser: a signed cookie, so that it costs no call and no
session.

It holds what a small picture with a name needs, and no price: that might be another one by now.
"""

import json

import msgspec
from django.http import HttpRequest
from msgspec import Struct

from backend.contracts.product.models import Picture, Product
from backend.contracts.types import Size, Slug
from storefront.web import caching, pictures, signed_cookies

COOKIE, MOST = "seen", 6
LONGEST, BYTES = 60, 1_500
"""Characters of a title, and bytes of the cookie before it is signed."""


class ViewedProduct(Struct, frozen=True, array_like=True):
    """A product that was looked at."""

    id: Slug
    title: str
    src: str = ""
    width: Size = 1
    height: Size = 1

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
    if caching.is_shareable(request):
        return
    viewed = [_viewed_product(product), *recently_viewed(request, product.id)][:MOST]
    while len(json.dumps(msgspec.to_builtins(viewed))) > BYTES:
        viewed.pop()
    signed_cookies.write(request, COOKIE, msgspec.to_builtins(viewed))


def _viewed_product(product: Product) -> ViewedProduct:
    title = product.title if len(product.title) <= LONGEST else f"{product.title[: LONGEST - 1]}…"
    first = product.pictures[0] if product.pictures else None
    if first is None or not pictures.is_ours(first.src):
        return ViewedProduct(product.id, title)
    return ViewedProduct(product.id, title, first.src, first.width, first.height)
