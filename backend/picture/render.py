"""Decoding of uploads and encoding of the files that pages show; no byte of the input reaches an output.

Pillow decodes the formats named in `domain` and no other; it opens no file or address by itself.
"""

import hashlib
import io
import warnings
from collections.abc import Iterator
from typing import NamedTuple

from PIL import Image, ImageFile, ImageOps, UnidentifiedImageError

from backend.contracts.picture.models import UPLOAD_PREFIX, WIDTHS, widths
from backend.contracts.picture.review_models import LARGE, SMALL, Rejection
from backend.picture.colour import to_srgb
from backend.picture.domain import FORMATS, MAX_PIXELS, PictureRejected, check_dimensions

QUALITY = {"avif": {"quality": 58, "speed": 8, "max_threads": 2}, "webp": {"quality": 78, "method": 3}}
Image.MAX_IMAGE_PIXELS = MAX_PIXELS
ImageFile.LOAD_TRUNCATED_IMAGES = False


class RenderedPicture(NamedTuple):
    """The picture's `src` and size, and what its files hold, by name."""

    src: str
    width: int
    height: int
    image: Image.Image

    def files(self) -> Iterator[tuple[str, bytes]]:
        """One at a time: all of them at once would fill the memory."""
        for width in widths(self.width):
            small = _resize(self.image, width)
            for ending, options in QUALITY.items():
                yield f"{self.src}-{width}.{ending}", _encode(small, ending, options)


def render_picture(content: bytes) -> RenderedPicture:
    """Return the picture upright, in sRGB, and no wider than pages need. Raise PictureRejected."""
    image = _clean(content)
    pixels = hashlib.sha256(f"{image.size} {sorted(QUALITY.items())}".encode() + image.tobytes()).hexdigest()[:40]
    return RenderedPicture(f"{UPLOAD_PREFIX}/{pixels}", *image.size, image)


def render_review_picture(content: bytes) -> tuple[Image.Image, Iterator[bytes]]:
    """Return the picture upright and in sRGB, and its files in the order of `review_files`. Raise PictureRejected."""
    image = _clean(content)
    sizes = (_resize(image, min(width, image.width)) for width in (SMALL, LARGE))
    return image, (_encode(size, ending, options) for size in sizes for ending, options in QUALITY.items())


def _clean(content: bytes) -> Image.Image:
    image = _upright(content)
    image.info.clear()  # Pillow would write a profile or a comment from here into the outputs
    return image


def _upright(content: bytes) -> Image.Image:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(io.BytesIO(content), formats=FORMATS) as opened:
                check_dimensions(*opened.size)
                # a JPEG is decoded at a fraction where that is enough
                opened.draft("RGB", (2 * WIDTHS[-1], 2 * WIDTHS[-1]))
                opened.load()
                profile = opened.info.get("icc_profile")
                return _scale(to_srgb(ImageOps.exif_transpose(opened), profile))
    except UnidentifiedImageError:
        raise PictureRejected(
            "This is no JPEG, PNG, WebP, AVIF or GIF, whatever its name says.", Rejection.NO_PICTURE
        ) from None
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise PictureRejected("The picture has far too many pixels.", Rejection.PIXELS) from None
    except PictureRejected:
        raise
    except Exception as error:  # decoders meet hostile bytes with errors of every kind
        raise PictureRejected("The file is damaged or incomplete: it cannot be decoded.") from error


def _scale(image: Image.Image) -> Image.Image:
    check_dimensions(*image.size)  # turned upright it may be narrower than its header said
    if image.width <= WIDTHS[-1]:
        return image
    return image.resize(
        (WIDTHS[-1], max(1, round(WIDTHS[-1] * image.height / image.width))), Image.Resampling.LANCZOS, reducing_gap=3.0
    )


def _resize(image: Image.Image, width: int) -> Image.Image:
    if width == image.width:
        return image
    return image.resize((width, max(1, round(width * image.height / image.width))), Image.Resampling.LANCZOS)


def _encode(image: Image.Image, ending: str, options: dict[str, int]) -> bytes:
    file = io.BytesIO()
    image.save(file, ending, **options)
    return file.getvalue()
