"""Which files a picture has: `<src>-<width>.avif` and `.webp` below settings.PICTURES, drawn in four widths."""

import os

from django.conf import settings
from msgspec import Struct

from backend.contracts.product import Picture
from storefront.product.memory import remembered

WIDTHS = (320, 640, 960, 1280)

# How wide a picture stands at each place, for the browser to choose a file by. Follows static/css; on phones a little less, since
# the next larger file would bring twice the bytes for three percent more pixels.
SIZES = {
    "card": "(min-width: 68.75rem) 18rem, (min-width: 48rem) 30vw, 44vw",
    "gallery": "(min-width: 78rem) 42rem, (min-width: 60rem) 54vw, 86vw",
    "hero": "(min-width: 60rem) 21rem, (min-width: 48rem) 25rem, 86vw",
    "hero-side": "(min-width: 60rem) 15rem, (min-width: 48rem) 18rem, 44vw",
    "line": "4.5rem",
    "thumb": "5rem",
}


class Shown(Struct, frozen=True):
    """A picture's addresses, and its size in pixels, which keeps its place before it has arrived (text: no locale groups its digits)."""

    avif: str
    webp: str
    src: str
    largest: str
    sizes: str
    width: str
    height: str


def shown(picture: Picture | None, place: str) -> Shown | None:
    """None for no picture, a merchant's URL (pages load from our own host only) and one whose files are not there."""
    return _shown(picture, place) if picture is not None and ours(picture.src) else None


@remembered
def _shown(picture: Picture, place: str) -> Shown:
    base = f"/pictures/{picture.src}"
    return Shown(
        avif=", ".join(f"{base}-{width}.avif {width}w" for width in WIDTHS),
        webp=", ".join(f"{base}-{width}.webp {width}w" for width in WIDTHS),
        src=f"{base}-640.webp",
        largest=f"{base}-{WIDTHS[-1]}.webp",
        sizes=SIZES[place],
        width=str(picture.width),
        height=str(picture.height),
    )


def ours(src: str) -> bool:
    """Whether the shop's own files are there under this name. Asked each time, since they may be drawn while the shop runs."""
    return "://" not in src and not src.startswith("/") and ".." not in src and os.path.isfile(f"{settings.PICTURES}/{src}-640.webp")
