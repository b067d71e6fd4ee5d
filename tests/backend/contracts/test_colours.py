"""The names of colours agree with the swatches that pages show for them."""

import colorsys
import re
from pathlib import Path

import pytest

from backend.contracts.colours import NEUTRAL, Colour, name_colour

_CSS = Path(__file__).parents[3] / "storefront/static/css/catalogue.css"
_SWATCHES = dict(re.findall(r"\.swatch--([a-z]+) \{ background: #([0-9a-f]+);", _CSS.read_text()))


@pytest.mark.parametrize("colour", Colour)
def test_each_colour_has_a_swatch_that_is_called_so(colour: Colour) -> None:
    shown = _SWATCHES[colour]
    shown = shown if len(shown) == 6 else "".join(2 * digit for digit in shown)
    assert name_colour(*bytes.fromhex(shown)) is colour


def test_a_grey_is_neutral_at_every_lightness_and_a_pure_hue_never() -> None:
    assert {name_colour(level, level, level) for level in range(256)} == NEUTRAL
    pure = [colorsys.hsv_to_rgb(hue / 360, 1, 1) for hue in range(360)]
    named = [name_colour(*(round(255 * channel) for channel in colour)) for colour in pure]
    assert not NEUTRAL.intersection(named)
    assert len(dict.fromkeys(named)) >= 7
