"""Pictures of reviews: what the picture service takes and returns of them, and how their files are named.

A picture is there in the same two widths whatever its own is, so that all its files are known by its name.
"""

import enum
from typing import Annotated

from msgspec import Meta

from backend.contracts.picture.models import WIDTHS, PictureId
from backend.contracts.product.queries import ProductPath
from backend.contracts.types import Model, OrderKey, RequestModel, Size, Timestamp

MAX_REVIEW_PICTURES = 3
"""Pictures that a review may have."""
MAX_REVIEW_PICTURE_BYTES = 4 * 1024 * 1024
"""Bytes of one picture, and of all that come with one form. Lambda takes 6 MB of a request with the form's text around
it, and a file grows by a third on its way there: API Gateway sends it as base64."""
MAX_UPLOADS_A_DAY = 20
"""Pictures that may be sent for one review within a day, kept or not."""
REVIEW_PREFIX = "reviews"
"""The first part of the `src` of a review's picture. After it come the ids of the review and of the picture."""
SMALL, LARGE = WIDTHS[0], WIDTHS[-1]
"""The widths in the names of its files, in pixels; a narrower picture's large file is as wide as the picture."""
ENDINGS = ("avif", "webp")


class ReviewPicture(Model, frozen=True, kw_only=True):
    """A picture of a review. Its size in pixels keeps its place on a page."""

    id: PictureId
    width: Size
    height: Size


ReviewPictures = Annotated[tuple[ReviewPicture, ...], Meta(max_length=MAX_REVIEW_PICTURES)]


def review_src(review_id: str, picture_id: str) -> str:
    """Return what the names of a picture's files begin with."""
    return f"{REVIEW_PREFIX}/{review_id}/{picture_id}"


def review_files(review_id: str, picture_id: str) -> tuple[str, ...]:
    """Return the names of all files of a picture."""
    src = review_src(review_id, picture_id)
    return tuple(f"{src}-{width}.{ending}" for width in (SMALL, LARGE) for ending in ENDINGS)


class Rejection(enum.StrEnum):
    """What is wrong with a file, as the type of the problem that the check of it answers."""

    NO_PICTURE = "no-picture"
    DAMAGED = "picture-damaged"
    EMPTY = "picture-empty"
    LARGE = "picture-too-large"
    PIXELS = "picture-too-many-pixels"
    NARROW = "picture-too-narrow"
    LONG = "picture-too-long"
    COLOURS = "picture-colours"


class GuestReviewPicturesPath(ProductPath, frozen=True, kw_only=True):
    """The key of a guest's order, and a product of it."""

    order_key: OrderKey


class OwnReviewPicturePath(ProductPath, frozen=True, kw_only=True):
    """A picture for the shopper's review of a product."""

    picture_id: PictureId


class GuestReviewPicturePath(GuestReviewPicturesPath, frozen=True, kw_only=True):
    picture_id: PictureId


class StaffReviewPicturePath(Model, frozen=True, kw_only=True):
    """A picture of a review, whoever wrote that."""

    review_id: Annotated[str, Meta(pattern=r"^[0-9a-f]{32}$(?!\n)", description="the id of a review")]
    picture_id: PictureId


class ReviewUpload(Model, frozen=True, kw_only=True):
    """The form that S3 takes one file by: its address, its fields in this order, and then the file as `file`."""

    id: PictureId
    url: str
    fields: dict[str, str]
    largest: int
    expires: Timestamp


class PictureSize(enum.StrEnum):
    """Which file of a picture is asked for."""

    SMALL = "small"
    LARGE = "large"


class PictureFileQuery(RequestModel, frozen=True, kw_only=True):
    """A file of a picture by its size."""

    size: PictureSize = PictureSize.SMALL


class PictureFile(Model, frozen=True, kw_only=True):
    """A file of a picture that not everybody may see: WebP, in base64."""

    content: str
