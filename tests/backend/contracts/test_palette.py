"""The colours for what reads no style sheet are those of the style sheet."""

import math
import re
from pathlib import Path

import pytest

from backend.contracts import palette
from backend.contracts.palette import Colour

TOKENS = Path("storefront/static/css/tokens.css")
PAIR = re.compile(r"--([\w-]+): light-dark\(oklch\(([\d. ]+)\), oklch\(([\d. ]+)\)\)")
COLOURS = {name: value for name, value in vars(palette).items() if isinstance(value, Colour)}


def _srgb(oklch: str) -> list[int]:
    """As CSS Color 4 converts it, from 0 to 255: https://www.w3.org/TR/css-color-4/#color-conversion-code."""
    lightness, chroma, hue = (float(each) for each in oklch.split())
    a, b = chroma * math.cos(math.radians(hue)), chroma * math.sin(math.radians(hue))
    long = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3
    medium = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3
    short = (lightness - 0.0894841775 * a - 1.2914855480 * b) ** 3
    linear = (
        4.0767416621 * long - 3.3077115913 * medium + 0.2309699292 * short,
        -1.2684380046 * long + 2.6097574011 * medium - 0.3413193965 * short,
        -0.0041960863 * long - 0.7034186147 * medium + 1.7076147010 * short,
    )
    return [round(255 * _gamma(min(max(each, 0), 1))) for each in linear]


def _gamma(linear: float) -> float:
    return 12.92 * linear if linear <= 0.0031308 else 1.055 * linear ** (1 / 2.4) - 0.055


@pytest.mark.parametrize("name", COLOURS)
def test_a_colour_is_that_of_the_style_sheet_light_and_dark(name: str) -> None:
    tokens = {token: modes for token, *modes in PAIR.findall(TOKENS.read_text())}
    written = [[int(each[index : index + 2], 16) for index in (1, 3, 5)] for each in COLOURS[name]]
    assert written == [_srgb(mode) for mode in tokens[name.lower().replace("_", "-")]]
