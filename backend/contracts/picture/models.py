"""What the picture service's operations and events carry."""

import enum
from typing import Annotated
from urllib.parse import quote

from msgspec import Meta

from backend.contracts.colours import Colour
from backend.contracts.edge import PICTURES
from backend.contracts.product.models import Picture
from backend.contracts.types import Model, RequestModel, Size, Timestamp

WIDTHS = (320, 640, 960, 1280)
"""The widths that a picture is served in, in pixels; one that is narrower than the widest is served up to its own
width."""
UPLOAD_PREFIX = "uploaded"
"""The first part of an uploaded picture's `src`; after it comes the hash of its content.

Nobody else's `src` begins so.
"""
MAX_UPLOAD_BYTES = 20 * 1024 * 1024
"""Bytes that S3 takes of one file."""
PictureId = Annotated[str, Meta(pattern=r"^[0-9a-f]{32}$(?!\n)", description="128 random bits: the name of one upload")]
PictureSrc = Annotated[
    str, Meta(pattern=rf"^{UPLOAD_PREFIX}/[0-9a-f]{{40}}$(?!\n)", description="the `src` of an uploaded picture")
]
Back = Annotated[
    str,
    Meta(
        pattern=r"^https?://[A-Za-z0-9.:-]+(/[A-Za-z0-9/_-]*)?$(?!\n)",
        max_length=300,
        description="an address of the storefront",
    ),
]


def widths(width: int) -> tuple[int, ...]:
    """Return the widths that a picture of this width is there in."""
    return (*(each for each in WIDTHS if each < width), min(width, WIDTHS[-1]))


def thumbnail(picture: Picture) -> str | None:
    """Return the path of the picture's smallest file at the storefront; None for a merchant's own URL."""
    if "://" in picture.src or picture.src.startswith("/") or ".." in picture.src:
        return None
    width = widths(picture.width)[0] if picture.src.startswith(f"{UPLOAD_PREFIX}/") else WIDTHS[0]
    return f"{PICTURES}{quote(picture.src)}-{width}.webp"


class PictureStatus(enum.StrEnum):
    """`AWAITED`: nothing has come yet, or it is being looked at."""

    AWAITED = "awaited"
    READY = "ready"
    REFUSED = "refused"


class StartUpload(RequestModel, frozen=True, kw_only=True):
    """`back` is where S3 sends the browser afterwards, with `?upload=<id>`."""

    back: Back


class Upload(Model, frozen=True, kw_only=True):
    """The form that S3 takes one file by: its address, its fields in this order, and then the file as `file`."""

    id: PictureId
    url: str
    fields: dict[str, str]
    largest: int
    expires: Timestamp


class UploadState(Model, frozen=True, omit_defaults=True, kw_only=True):
    """What has become of an upload: `reason` in plain words where it was refused; `src`, its size and its
    colours where it is ready."""

    id: PictureId
    status: PictureStatus
    reason: str = ""
    src: PictureSrc | None = None
    width: Size | None = None
    height: Size | None = None
    colours: tuple[Colour, ...] = ()


class UploadPath(Model, frozen=True, kw_only=True):
    picture_id: PictureId
