"""Which files a picture has: `<src>-<width>.avif` and `.webp` below settings.PICTURES, drawn in four widths."""

from django.conf import settings
from msgspec import Struct

from backend.contracts.product import Picture

WIDTHS = (320, 640, 960, 1280)

# How wide a picture stands at each place, for the browser to choose a file by. Follows static/css.
SIZES = {
    "card": "(min-width: 68.75rem) 18rem, (min-width: 48rem) 30vw, 46vw",
    "gallery": "(min-width: 78rem) 42rem, (min-width: 60rem) 54vw, 94vw",
    "hero": "(min-width: 60rem) 24rem, 46vw",
    "line": "4.5rem",
    "thumb": "5rem",
}


class Shown(Struct, frozen=True):
    """A picture's addresses and its size in pixels, which keeps its place before it has arrived."""

    avif: str
    webp: str
    src: str
    largest: str
    sizes: str
    width: int
    height: int


def shown(picture: Picture | None, place: str) -> Shown | None:
    """None for no picture, a merchant's URL (pages load from our own host only) and one whose files are not there."""
    if picture is None or not ours(picture.src):
        return None
    base = f"/pictures/{picture.src}"
    return Shown(
        avif=", ".join(f"{base}-{width}.avif {width}w" for width in WIDTHS),
        webp=", ".join(f"{base}-{width}.webp {width}w" for width in WIDTHS),
        src=f"{base}-640.webp",
        largest=f"{base}-{WIDTHS[-1]}.webp",
        sizes=SIZES[place],
        width=picture.width,
        height=picture.height,
    )


def ours(src: str) -> bool:
    """Whether the shop's own files are there under this name."""
    return "://" not in src and not src.startswith("/") and ".." not in src and (settings.PICTURES / f"{src}-640.webp").is_file()
