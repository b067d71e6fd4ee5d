"""Colours as pages show them: whatever mode a decoder gives becomes red, green and blue of the web's own space, or is
refused by its name.

Pillow's modes: https://pillow.readthedocs.io/en/stable/handbook/concepts.html#modes. Its own conversion cuts sixteen
bits off at 255 instead of scaling them, and drops the colour profile of what has an alpha channel or a palette.
"""

import io

from PIL import Image, ImageCms, ImageMath

from backend.contracts.picture.review_models import Rejection
from backend.picture.domain import PictureRejected

_SRGB = ImageCms.createProfile("sRGB")
_SIXTEEN = {"I;16": 1, "I;16L": 1, "I;16B": 0}
"""Modes of sixteen bits of grey, and which byte of each pixel is the higher one."""

_AS = {
    "1": "L", "L": "L", "LA": "LA", "La": "LA", "P": "RGBA", "PA": "RGBA", "RGB": "RGB", "RGBA": "RGBA", "RGBa": "RGBA",
    "RGBX": "RGB", "CMYK": "CMYK", "YCbCr": "RGB", "HSV": "RGB",
}  # fmt: skip
"""What each mode of eight bits is read as before its profile is applied."""

_MAX_SIXTEEN_BIT = 0xFFFF


def to_srgb(image: Image.Image, profile: bytes | None) -> Image.Image:
    """Return the picture in sRGB, on white where it was transparent.

    Raises PictureRejected for colours that cannot be shown as they are meant.
    """
    colours, alpha = _split_alpha(_eight_bits(image))
    shown = _in_srgb(colours, profile) if profile else colours
    return _on_white(shown.convert("RGB"), alpha)


def _eight_bits(image: Image.Image) -> Image.Image:
    if image.mode in _SIXTEEN:
        high = _SIXTEEN[image.mode]
        return _with_clear(image, Image.frombytes("L", image.size, image.tobytes()[high::2]))
    if image.mode == "I" and _fits(image):
        return _with_clear(image, image.point(lambda value: value * (1 / 257)).convert("L"))
    if image.mode not in _AS:
        raise PictureRejected(
            f"Its colours are of a kind that cannot be shown ({image.mode}). "
            "Please save it with 8 or 16 bits a channel.",
            Rejection.COLOURS,
        )
    clear = "transparency" in image.info and image.mode in ("1", "L", "RGB")
    return image.convert("RGBA" if clear else _AS[image.mode])


def _fits(image: Image.Image) -> bool:
    least, most = image.getextrema()
    return not isinstance(least, tuple) and not isinstance(most, tuple) and least >= 0 and most <= _MAX_SIXTEEN_BIT


def _with_clear(image: Image.Image, grey: Image.Image) -> Image.Image:
    """Return the grey with the one value that the file says is transparent, if it says so."""
    clear = image.info.get("transparency")
    if not isinstance(clear, int):
        return grey
    seen = ImageMath.lambda_eval(
        lambda given: given["convert"]((given["image"] != clear) * 255, "L"), image=image.convert("I")
    )
    return Image.merge("LA", (grey, seen))


def _split_alpha(image: Image.Image) -> tuple[Image.Image, Image.Image | None]:
    """Return the colours, and the alpha channel."""
    if image.mode == "LA":
        grey, alpha = image.split()
        return grey, alpha
    return (image.convert("RGB"), image.getchannel("A")) if image.mode == "RGBA" else (image, None)


def _in_srgb(image: Image.Image, profile: bytes) -> Image.Image:
    """Return the picture in sRGB. A profile that cannot be read, or is of other colours than the picture, is
    ignored.
    """
    try:
        return (
            ImageCms.profileToProfile(image, ImageCms.ImageCmsProfile(io.BytesIO(profile)), _SRGB, outputMode="RGB")
            or image
        )
    except (ImageCms.PyCMSError, OSError, ValueError, TypeError):
        return image


def _on_white(image: Image.Image, alpha: Image.Image | None) -> Image.Image:
    if alpha is None:
        return image
    ground = Image.new("RGB", image.size, "white")
    ground.paste(image, mask=alpha)
    return ground
