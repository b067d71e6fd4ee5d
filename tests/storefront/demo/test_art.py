"""Every program draws the same picture from the same seed, another from another, and alike at any size."""

import numpy as np
import pytest
from PIL import Image

from storefront.demo.canvas import Size
from storefront.demo.catalogue import ITEMS
from storefront.demo.item import Art
from storefront.demo.palette import PALETTES
from storefront.demo.render import draw

SMALL: Size = (160, 200)
PROGRAMS = {
    f"{art.draw.__module__.rpartition('.')[2]}.{art.draw.__name__}": art for item in ITEMS.values() for art in item.arts
}
EVERY = pytest.mark.parametrize("art", PROGRAMS.values(), ids=PROGRAMS.keys())


def pixels(image: Image.Image) -> np.ndarray:
    return np.asarray(image, np.float32)


def test_there_are_programs_of_many_kinds() -> None:
    assert len({art.draw.__module__ for art in PROGRAMS.values()}) >= 14


@EVERY
def test_a_seed_gives_the_same_picture_each_time_and_another_seed_another(art: Art) -> None:
    first, again, other = (draw(art._replace(seed=seed), SMALL) for seed in (art.seed, art.seed, art.seed + 1))
    assert first.tobytes() == again.tobytes()
    assert first.tobytes() != other.tobytes()


@EVERY
def test_a_drawing_has_the_size_asked_for_and_is_not_blank(art: Art) -> None:
    image = draw(art, SMALL)
    assert (image.size, image.mode) == (SMALL, "RGB")
    assert pixels(image).std() > 8


@pytest.mark.parametrize(
    "name",
    ["tide.draw", "meadow.draw", "twodrums.draw", "perigee.one", "truchet.roads", "quarry.marble", "phyllis.dahlia"],
)
def test_a_drawing_is_the_same_at_any_size(name: str) -> None:
    small, large = draw(PROGRAMS[name], (240, 300)), draw(PROGRAMS[name], (480, 600)).reduce(2)
    assert np.abs(pixels(small) - pixels(large)).mean() < 9


def test_palettes_have_ink_that_can_be_seen_on_their_ground() -> None:
    for name, palette in PALETTES.items():
        light, dark = sorted((_luminance(palette.ground), _luminance(palette.ink)), reverse=True)
        assert (light + 0.05) / (dark + 0.05) > 7, name
        assert len(palette.tints) >= 3, name


def _luminance(colour: tuple[int, int, int]) -> float:
    """WCAG 2.2's relative luminance."""
    parts = [part / 255 / 12.92 if part <= 10 else ((part / 255 + 0.055) / 1.055) ** 2.4 for part in colour]
    return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]
