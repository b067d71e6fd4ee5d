"""Which files a picture has: `<src>-<width>.avif` and `.webp`, in the widths of the contract.

The shop's own pictures lie below settings.PICTURES. What staff uploaded lies in a bucket, which CloudFront serves on
AWS; before the local cloud the storefront does (`uploaded`). So do pictures of reviews, in two widths.
"""

import os
import re

from django.conf import settings
from msgspec import Struct

from backend.contracts.picture.models import UPLOAD_PREFIX, WIDTHS, widths
from backend.contracts.picture.review_models import LARGE, REVIEW_PREFIX, SMALL
from backend.contracts.product.models import Picture
from storefront.clients.outputs import OutputsMissing, outputs
from storefront.web.memoize import memoize

# How wide a picture stands at each place, for the browser to choose a file by. Follows static/css; on phones a little
# less, since
# the next larger file would bring twice the bytes for three percent more pixels.
SIZES = {
    "card": "(min-width: 68.75rem) 18rem, (min-width: 48rem) 30vw, 44vw",
    "gallery": "(min-width: 78rem) 42rem, (min-width: 60rem) 54vw, 86vw",
    "gallery-more": "(min-width: 78rem) 21rem, (min-width: 60rem) 27vw, 86vw",
    "hero": "(min-width: 60rem) 21rem, (min-width: 48rem) 25rem, 86vw",
    "hero-side": "(min-width: 60rem) 15rem, (min-width: 48rem) 18rem, 44vw",
    "line": "4.5rem",
    "thumb": "5rem",
    "shot": "6rem",
}
_there: set[str] = set()  # files that were seen; pictures are drawn and never taken away
_OF_REVIEW = re.compile(rf"{REVIEW_PREFIX}/[0-9a-f]{{32}}/[0-9a-f]{{32}}")
_UPLOADED = re.compile(rf"{UPLOAD_PREFIX}/[0-9a-f]{{40}}|{_OF_REVIEW.pattern}")


class PictureSources(Struct, frozen=True):
    """A picture's addresses, and its size in pixels, which reserves its space before it has loaded (as text, so that no
    locale groups its digits)."""

    avif: str
    webp: str
    src: str
    largest: str
    sizes: str
    width: str
    height: str


def picture_sources(picture: Picture | None, slot: str) -> PictureSources | None:
    """None for no picture, a merchant's URL (pages load from our own hosts only) and one whose files are not there."""
    return (
        _picture_sources(picture, slot, _origin(picture.src)) if picture is not None and is_ours(picture.src) else None
    )


@memoize
def _picture_sources(picture: Picture, slot: str, origin: str) -> PictureSources:
    base, widths = f"{origin}/pictures/{picture.src}", _widths(picture)
    return PictureSources(
        avif=", ".join(f"{base}-{width}.avif {width}w" for width in widths),
        webp=", ".join(f"{base}-{width}.webp {width}w" for width in widths),
        src=f"{base}-{widths[min(1, len(widths) - 1)]}.webp",
        largest=f"{base}-{widths[-1]}.webp",
        sizes=SIZES[slot],
        width=str(picture.width),
        height=str(picture.height),
    )


def is_ours(src: str) -> bool:
    """Return whether the shop's own files exist under this name.

    A missing one is looked for again each time, since pictures may be drawn while the shop runs.
    """
    file = f"{settings.PICTURES}/{src}-640.webp"
    if file in _there:
        return True
    if _UPLOADED.fullmatch(src):
        return True  # such a name is told only once its files are there
    is_there = "://" not in src and not src.startswith("/") and ".." not in src and os.path.isfile(file)
    if is_there and not settings.DEBUG:
        _there.add(file)
    return is_there


def absolute_url(picture: Picture) -> str:
    """Return the address of its largest file, for other hosts to ask for."""
    origin = _origin(picture.src) or settings.SHOP_URL
    return f"{origin}/pictures/{picture.src}-{_widths(picture)[-1]}.webp"


def _widths(picture: Picture) -> tuple[int, ...]:
    """Return the widths in the names of its files: what was drawn here is there in all of them."""
    if _OF_REVIEW.fullmatch(picture.src):
        return (SMALL, LARGE)
    return widths(picture.width) if _UPLOADED.fullmatch(picture.src) else WIDTHS


def host() -> str:
    """Return where uploaded pictures are served, such as `https://d1.cloudfront.net`.

    Empty where that is the storefront itself.
    """
    try:
        return outputs().shop.picture_url
    except OutputsMissing:
        return ""


def _origin(src: str) -> str:
    return host() if _UPLOADED.fullmatch(src) else ""
