"""Values that name a colour get a swatch of it, and no others do."""

import re
from pathlib import Path

import pytest
from django.conf import settings

from storefront.product import swatches
from storefront.product.swatches import swatch


@pytest.mark.parametrize(
    ("value", "colour"),
    [("Blue", "blue"), ("Navy blue", "blue"), ("Oak frame", "beige"), ("GRÜN", "green"), ("Red/Black", "black"), ("off-white", "white"),
     ("A4", ""), ("Unframed", ""), ("Blueberry", ""), ("Covered", ""), ("", "")],
)  # fmt: skip
def test_the_colour_that_a_value_names(value: str, colour: str) -> None:
    assert swatch(value) == colour


def test_every_colour_is_drawn() -> None:
    sheet = (Path(settings.STATICFILES_DIRS[0]) / "css" / "catalogue.css").read_text()
    assert set(re.findall(r"\.swatch--(\w+) \{", sheet)) == set(swatches._COLOURS)
