"""Fern & Sons, out of doors: umbels, poppies, grasses and thistles, dealt at random."""

from collections.abc import Callable

import numpy as np
from PIL import Image

from storefront.demo.art.fern import stem
from storefront.demo.art.outline import leaf
from storefront.demo.canvas import Points, Random, Size, blend, grain, mix
from storefront.demo.palette import Colour, Palette
from storefront.demo.pen import Pen

Head = Callable[[Pen, Random, Points, Points, float, Colour, Palette], None]


def _umbel(
    pen: Pen, rng: Random, points: Points, heading: Points, reach: float, green: Colour, palette: Palette
) -> None:
    for spread in np.linspace(-1.0, 1.0, 11):
        angle = heading[-1] + spread
        tip = points[-1] + reach * 1.5 * np.array([np.cos(angle), np.sin(angle)])
        pen.line(np.stack([points[-1], tip]), green, reach * 0.025)
        pen.disc(tip[0], tip[1], reach * 0.14, palette.tints[0] if rng.random() < 0.5 else green)


def _poppy(
    pen: Pen, rng: Random, points: Points, heading: Points, reach: float, green: Colour, palette: Palette
) -> None:
    ink = palette.tints[1] if rng.random() < 0.7 else palette.tints[2]
    for petal in range(5):
        pen.polygon(leaf(points[-1], heading[-1] + petal * 1.2566, reach * 0.95, reach * 0.95, 0.62), ink)
    pen.disc(points[-1, 0], points[-1, 1], reach * 0.26, palette.ink)


def _grass(
    pen: Pen, rng: Random, points: Points, heading: Points, reach: float, green: Colour, palette: Palette
) -> None:
    for at in range(24, 40):
        for side in (-1, 1):
            pen.polygon(leaf(points[at], heading[at] + side * 0.5, reach * 0.55, reach * 0.16), green)


def _bud(pen: Pen, rng: Random, points: Points, heading: Points, reach: float, green: Colour, palette: Palette) -> None:
    for at in range(6, 34, 7):
        for side in (-1, 1):
            pen.polygon(leaf(points[at], heading[at] + side * 0.7, reach * 1.5, reach * 0.3, 0.35), green)
    pen.polygon(leaf(points[-1], heading[-1], reach * 1.2, reach * 0.7, 0.4), palette.tints[2])


HEADS: tuple[Head, ...] = (_umbel, _poppy, _grass, _bud)


def draw(size: Size, rng: Random, palette: Palette, *, count: int = 70) -> Image.Image:
    """`count` stems before the sun, the tallest at the back."""
    pen = Pen(size, palette.ground)
    width, height = size
    pen.disc(width * 0.66, height * 0.3, width * 0.16, mix(palette.ground, palette.tints[0], 0.75))
    for share in np.arange(count) / count:
        root = np.array([rng.uniform(-0.05, 1.05) * width, height * 1.02])
        length = height * (0.78 - 0.55 * share) * rng.uniform(0.7, 1.1)
        points, heading = stem(root, -np.pi / 2 + rng.normal(0, 0.1), length, rng.normal(0, 0.3))
        green = blend((mix(palette.ground, palette.tints[-1], 0.7), palette.ink), share * 1.1)
        pen.ribbon(points, width * 0.0042 * np.linspace(1.2, 0.5, 40), green, caps=False)
        HEADS[int(rng.integers(0, 4))](pen, rng, points, heading, width * (0.05 + 0.035 * share), green, palette)
    return grain(pen.finish(), rng, 5)
