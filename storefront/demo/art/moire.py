"""Moiré Machine: two honest patterns, laid over each other, that make a third nobody drew."""

import numpy as np
from PIL import Image

from storefront.demo.canvas import Field, Random, Size, blend, grain, grid, mask, noise, overprint
from storefront.demo.palette import Palette
from storefront.demo.pen import Pen


def _lines(phase: Field, pitch: float, share: Field | float = 0.5) -> Field:
    """Stripes wherever `phase` passes a whole number; `pitch` in pixels keeps their edges one pixel soft."""
    return np.asarray((share / 2 - np.abs(phase - np.floor(phase) - 0.5)) * pitch + 0.5)


def rings(
    size: Size,
    rng: Random,
    palette: Palette,
    *,
    count: int = 50,
    apart: float = 0.07,
    stretch: float = 1.07,
    share: float = 0.5,
) -> Image.Image:
    """Two targets a thumb's breadth apart, one ruled a little finer."""
    x, y = grid(size)
    image = Image.new("RGB", size, palette.ground)
    middle = size[1] / size[0] / 2
    angle = rng.uniform(0.9, 2.2)
    for side, ink, lines in ((-1, palette.tints[0], count), (1, palette.ink, count * stretch)):
        away = np.hypot(x - 0.5 - side * apart / 2 * np.cos(angle), y - middle - side * apart / 2 * np.sin(angle))
        overprint(image, mask(_lines(away * lines, size[0] / lines, share)), ink)
    return grain(image, rng, 4)


def folds(
    size: Size, rng: Random, palette: Palette, *, count: int = 44, depth: float = 1.9, lean: float = 0.25
) -> Image.Image:
    """Straight stripes on paper that is not flat: the eye insists on cloth."""
    x, y = grid(size)
    bend = noise(size, 2.0, rng, 2, 0.3) - 0.5
    lift = np.sin(y * 5.5 + 3 * bend) * 0.035 + bend * 0.11 * depth
    phase = (x + lean * y + lift) * count
    image = Image.new("RGB", size, palette.ground)
    image.paste(palette.ink, mask=mask(_lines(phase, size[0] / count, 0.5 + 0.26 * np.sin(y * 4.1 + 6 * bend))))
    return grain(image, rng, 4)


def swell(size: Size, rng: Random, palette: Palette, *, columns: int = 22, bulge: float = 0.62) -> Image.Image:
    """A lattice of dots pushed out by a ball that is not there, after the optical painters of the sixties."""
    pen = Pen(size, palette.ink)
    aspect = size[1] / size[0]
    inks = (*palette.tints, palette.ground)
    rows = int(columns * aspect) + 10
    for row in range(-5, rows):
        for column in range(-5, columns + 5):
            u, v = (column + 0.5) / columns - 0.5, (row + 0.5) / columns - aspect / 2
            reach = np.hypot(u, v) / 0.43
            near = float(np.clip(1 - reach**2, 0, 1))
            push = 1 + bulge * near**0.8
            x, y = 0.5 + u * push / (1 + bulge * 0.55), aspect / 2 + v * push / (1 + bulge * 0.55)
            radius = (0.32 + 0.48 * near) / columns
            pen.disc(x * size[0], y * size[0], radius * size[0] * 0.82, blend(inks, 0.12 + 0.8 * near + 0.16 * (u + v)))
    return grain(pen.finish(), rng, 4)
