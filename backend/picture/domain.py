"""The rules of an upload. No I/O, and no picture library."""

from backend.contracts.picture.review_models import Rejection

MIN_WIDTH, MAX_SIDE = 320, 12_000  # pixels; narrower, a list's smallest size would have to be blown up
MAX_PIXELS = 40_000_000
"""Pixels that are decoded: 160 MB at four bytes each, with room for one scaled copy in the function's memory."""

FORMATS = ("JPEG", "PNG", "WEBP", "AVIF", "GIF")
"""What is decoded at all, found by content; everything else stays unread, so no script or address in it is followed."""


class PictureRejected(Exception):
    """The picture is refused; the text tells its sender why. `kind` is that for who says it in other words."""

    def __init__(self, text: str, kind: Rejection = Rejection.DAMAGED) -> None:
        super().__init__(text)
        self.kind = kind


def check_size(size: int, largest: int) -> None:
    """Check the size in bytes, as S3 counts it. Raise PictureRejected."""
    if size > largest:
        raise PictureRejected(
            f"The file has {size / 1_048_576:.0f} MB. Please send at most {largest // 1_048_576} MB.", Rejection.LARGE
        )
    if size == 0:
        raise PictureRejected("The file is empty.", Rejection.EMPTY)


def check_dimensions(width: int, height: int) -> None:
    """Check the size in pixels, from the header, before decoding. Raise PictureRejected."""
    if width * height > MAX_PIXELS or max(width, height) > MAX_SIDE:
        raise PictureRejected(
            f"The picture has {width} × {height} pixels. Please send at most {MAX_PIXELS // 1_000_000} megapixels.",
            Rejection.PIXELS,
        )
    if width < MIN_WIDTH:
        raise PictureRejected(
            f"The picture is {width} pixels wide. It needs at least {MIN_WIDTH}; 1280 is best.", Rejection.NARROW
        )
    if height > 4 * width or width > 4 * height:
        raise PictureRejected("The picture is too long and narrow: at most four times as long as wide.", Rejection.LONG)
