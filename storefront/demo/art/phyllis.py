"""Phyllis: phyllotaxis, the way sunflowers count. Each petal stands 137.5 degrees from the last."""

import numpy as np
from PIL import Image

from storefront.demo.canvas import Points, Random, Size, blend, grain, mix
from storefront.demo.palette import Palette
from storefront.demo.pen import Pen

GOLDEN = np.pi * (3 - 5**0.5)


def _petal(x: float, y: float, angle: float, length: float, breadth: float, point: float) -> Points:
    """The outline of a petal rooted at x, y; `point` 0 is round, 1 is pointed."""
    t = np.linspace(0, np.pi, 18)
    along = (1 - np.cos(t)) / 2
    across = np.sin(t) ** (1 + 0.6 * point) * (1 - 0.35 * along) * breadth / 2
    outline_x = np.concatenate([along, along[::-1]]) * length
    outline_y = np.concatenate([across, -across[::-1]])
    cos, sin = np.cos(angle), np.sin(angle)
    return np.stack([x + outline_x * cos - outline_y * sin, y + outline_x * sin + outline_y * cos], 1)


def dahlia(
    size: Size,
    rng: Random,
    palette: Palette,
    *,
    count: int = 620,
    radius: float = 0.47,
    point: float = 0.7,
    open_: float = 1.0,
) -> Image.Image:
    """A full flower from above: large dark petals outside, small light ones within."""
    pen = Pen(size, palette.ground)
    width, (cx, cy) = size[0], (size[0] / 2, size[1] * 0.48)
    for n in range(count, 0, -1):
        share = n / count
        angle = n * GOLDEN
        root = radius * width * (share**0.62) * 0.64
        length = width * (0.028 + 0.165 * share**0.8) * open_
        x, y = cx + root * np.cos(angle), cy + root * np.sin(angle)
        colour = blend((palette.tints[0], *palette.tints[1:], palette.ink), 0.04 + 0.9 * share + rng.normal(0, 0.035))
        petal = _petal(x, y, angle, length, length * 0.62, point)
        pen.polygon(petal, mix(colour, palette.ink, 0.35))
        pen.polygon(_petal(x, y, angle, length * 0.965, length * 0.56, point), colour)
        vein = np.stack([[x, y], [x + length * 0.8 * np.cos(angle), y + length * 0.8 * np.sin(angle)]])
        pen.line(vein, mix(colour, palette.ground, 0.22), width * 0.0011)
    for n in range(60, 0, -1):
        reach = radius * width * 0.085 * (n / 60) ** 0.5
        pen.disc(
            cx + reach * np.cos(n * GOLDEN),
            cy + reach * np.sin(n * GOLDEN),
            width * 0.0058,
            blend((palette.ground, palette.tints[0]), n / 60),
        )
    return grain(pen.finish(), rng, 5)


def seeds(size: Size, rng: Random, palette: Palette, *, count: int = 1500, ground: int = 0) -> Image.Image:
    """A seed head: dots that grow outwards and change ink along one spiral family in 21."""
    pen = Pen(size, palette.ground if not ground else palette.ink)
    width, (cx, cy) = size[0], (size[0] / 2, size[1] / 2)
    inks = (palette.ink if not ground else palette.ground, *palette.tints)
    for n in range(1, count):
        share = n / count
        reach = 0.62 * width * share**0.55
        dot = width * (0.0025 + 0.0135 * share**0.7)
        ink = inks[(n % 21) * len(inks) // 21]
        pen.disc(cx + reach * np.cos(n * GOLDEN), cy + reach * np.sin(n * GOLDEN), dot, ink)
    return grain(pen.finish(), rng, 5)
