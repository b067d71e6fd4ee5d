"""Kindergarten: building blocks after Fröbel. Squares, quarters, halves, and the patience to lay them straight."""

import numpy as np
from PIL import Image

from storefront.demo.canvas import Pen, Random, Size, grain
from storefront.demo.palette import Colour, Palette


def draw(size: Size, rng: Random, palette: Palette, *, columns: int = 6, margin: float = 0.0, calm: float = 0.12) -> Image.Image:
    """A wall of blocks; `calm` is the share left empty."""
    pen = Pen(size, palette.ground)
    inks = (palette.ground, *palette.tints, palette.ink)
    edge = size[0] * (1 - 2 * margin) / columns
    rows = round((size[1] - 2 * margin * size[0]) / edge)
    tall = (size[1] - 2 * margin * size[0]) / rows if margin else edge
    for row in range(rows + (0 if margin else 1)):
        for column in range(columns):
            back, front, third = (inks[i] for i in rng.choice(len(inks), 3, replace=False))
            x, y = size[0] * margin + column * edge, size[0] * margin + row * tall
            pen.box(x, y, x + edge + 0.5, y + edge + 0.5, back)
            if rng.random() > calm:
                _block(pen, rng, x, y, edge, front, third, back)
    return grain(pen.done(), rng, 5)


def _block(pen: Pen, rng: Random, x: float, y: float, s: float, ink: Colour, second: Colour, back: Colour) -> None:
    left, up = int(rng.integers(0, 2)), int(rng.integers(0, 2))
    cx, cy = x + s * left, y + s * up
    kind = int(rng.integers(0, 8))
    if kind in (0, 1):
        pen.slice(cx, cy, s, left, up, ink)
        if kind:
            pen.slice(cx, cy, s * 0.62, left, up, second)
            pen.slice(cx, cy, s * 0.26, left, up, back)
    elif kind == 2:
        t = np.linspace(0, np.pi / 2, 40)
        arc = np.stack([np.sin(t), 1 - np.cos(t)], 1)
        lens = np.concatenate([arc, 1 - arc])
        pen.polygon(np.array([x + s * left, y]) + s * lens * [1 - 2 * left, 1], ink)
    elif kind == 3:
        pen.disc(x + s / 2, y + s / 2, s * 0.5, ink)
        pen.disc(x + s / 2, y + s / 2, s * 0.2, second)
    elif kind == 4:
        pen.polygon(
            np.array(
                [(x + s * left, y), (x + s, y + s * (1 - up)), (x, y + s)]
                if left == up
                else [(x, y), (x + s, y + s), (x + s * left, y + s * up)]
            ),
            ink,
        )
    elif kind == 5:
        for bottom, fill in ((0.5, second), (1.0, ink)):
            for side in (0, 1):
                pen.slice(x + s / 2, y + s * bottom, s / 2, side, 1, fill)
    elif kind == 6:
        for bar in range(4):
            pen.box(x, y + s * bar / 4, x + s, y + s * (bar + 0.5) / 4, ink)
    else:
        for i in range(3):
            for j in range(3):
                pen.disc(x + s * (i + 0.5) / 3, y + s * (j + 0.5) / 3, s * 0.1, ink)
