"""Two Drums: still lifes in two or three transparent inks, a hair out of register, as a duplicator prints them."""

import numpy as np
from PIL import Image, ImageChops

from storefront.demo.art.still import SUBJECTS
from storefront.demo.canvas import Random, Size, grain, grid, mask, noise, overprint, stencil
from storefront.demo.palette import Colour, Palette


def draw(
    size: Size, rng: Random, palette: Palette, *, subject: str = "pears", inks: tuple[int, int, int] = (1, 0, -1), slip: float = 0.004
) -> Image.Image:
    """`inks` are the palette's tints for the three plates (-1: its ink); `slip` how far plates are out of register, in widths."""
    plates = SUBJECTS[subject](rng, size[1] / size[0])
    image = Image.new("RGB", size, palette.ground)
    for plate, number in zip(plates, inks, strict=True):
        shape = stencil(size, lambda pen, plate=plate: [part(pen, size[0]) for part in plate])
        ink = palette.ink if number < 0 else palette.tints[number]
        _press(image, shape, ink, rng, slip)
    return grain(image, rng, 5)


def _press(image: Image.Image, shape: Image.Image, ink: Colour, rng: Random, slip: float) -> None:
    """One pass through the press: the plate a little off, the ink a little uneven."""
    dx, dy = (round(v) for v in rng.normal(0, slip, 2) * image.width)
    x, y = grid(image.size)
    cover = (
        0.86
        + 0.14 * noise(image.size, 5, rng, 2)
        - 0.22 * (rng.random((image.height, image.width), dtype=np.float32) < 0.1 + 0.16 * (x + y - 0.6))
    )
    overprint(image, ImageChops.multiply(ImageChops.offset(shape, dx, dy), mask(cover)), ink)
