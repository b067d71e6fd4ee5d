"""The colours that pictures can be searched by, and the mapping from sRGB to them.

Lightness, chroma and hue are those of Oklab (https://bottosson.github.io/posts/oklab/), in which equal steps look
equal. The boundaries between the names were set by eye.
"""

import enum
import math


class Colour(enum.StrEnum):
    """A colour by the name that people use; pages show a swatch for each (static/css/catalogue.css)."""

    BLACK = "black"
    WHITE = "white"
    GREY = "grey"
    RED = "red"
    ORANGE = "orange"
    YELLOW = "yellow"
    GREEN = "green"
    TEAL = "teal"
    BLUE = "blue"
    PURPLE = "purple"
    PINK = "pink"
    BROWN = "brown"
    BEIGE = "beige"


NEUTRAL = frozenset({Colour.BLACK, Colour.WHITE, Colour.GREY})
"""Colours that most pictures have somewhere, mostly as their ground."""

_COLD_HUES = ((165, Colour.GREEN), (222, Colour.TEAL), (290, Colour.BLUE), (350, Colour.PURPLE))
"""Hues in degrees, each with the colour of all that come before it, from 112 on."""


def name_colour(red: int, green: int, blue: int) -> Colour:
    """Return the colour's name. The channels are 0 to 255, in sRGB."""
    lightness, a, b = _oklab(red, green, blue)
    chroma, hue = math.hypot(a, b), math.degrees(math.atan2(b, a)) % 360
    if chroma < 0.028 or (lightness < 0.27 and chroma < 0.06) or (lightness > 0.955 and chroma < 0.035):
        return _neutral(lightness)
    if 112 <= hue < 350:
        return next(colour for end, colour in _COLD_HUES if hue < end)
    return _warm(lightness, chroma, hue)


def _neutral(lightness: float) -> Colour:
    if lightness < 0.33:
        return Colour.BLACK
    return Colour.GREY if lightness < 0.88 else Colour.WHITE


def _warm(lightness: float, chroma: float, hue: float) -> Colour:
    """Name a colour between pink (350°) and yellow (112°). Pale ones are beige, dark ones brown."""
    if hue >= 350 or hue < 40:
        pale = lightness > 0.7
        return Colour.PINK if pale else Colour.BROWN if chroma < 0.1 else Colour.RED
    if lightness > 0.78 and chroma < 0.09:
        return Colour.BEIGE
    if chroma < 0.07 or (lightness < 0.6 and chroma < 0.13):
        return Colour.BROWN
    return Colour.ORANGE if hue < 75 else Colour.YELLOW


def _oklab(*channels: int) -> tuple[float, float, float]:
    red, green, blue = (_linear(channel / 255) for channel in channels)
    long = math.cbrt(0.4122214708 * red + 0.5363325363 * green + 0.0514459929 * blue)
    medium = math.cbrt(0.2119034982 * red + 0.6806995451 * green + 0.1073969566 * blue)
    short = math.cbrt(0.0883024619 * red + 0.2817188376 * green + 0.6299787005 * blue)
    return (
        0.2104542553 * long + 0.7936177850 * medium - 0.0040720468 * short,
        1.9779984951 * long - 2.4285922050 * medium + 0.4505937099 * short,
        0.0259040371 * long + 0.7827717662 * medium - 0.8086757660 * short,
    )


def _linear(channel: float) -> float:
    return channel / 12.92 if channel <= 0.04045 else ((channel + 0.055) / 1.055) ** 2.4
