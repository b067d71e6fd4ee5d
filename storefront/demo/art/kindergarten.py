"""Kindergarten: building blocks after Fröbel. Squares, quarters, halves, and the patience to lay them straight."""

from collections.abc import Callable
from typing import NamedTuple

import numpy as np
from PIL import Image

from storefront.demo.canvas import Random, Size, grain
from storefront.demo.palette import Colour, Palette
from storefront.demo.pen import Pen


class Place(NamedTuple):
    """A block's corner and edge, and which way it is turned."""

    x: float
    y: float
    s: float
    left: int
    up: int


def _quarter(pen: Pen, at: Place, ink: Colour, second: Colour, back: Colour) -> None:
    pen.slice(at.x + at.s * at.left, at.y + at.s * at.up, at.s, at.left, at.up, ink)


def _arch(pen: Pen, at: Place, ink: Colour, second: Colour, back: Colour) -> None:
    for reach, fill in ((1.0, ink), (0.62, second), (0.26, back)):
        pen.slice(at.x + at.s * at.left, at.y + at.s * at.up, at.s * reach, at.left, at.up, fill)


def _lens(pen: Pen, at: Place, ink: Colour, second: Colour, back: Colour) -> None:
    t = np.linspace(0, np.pi / 2, 40)
    arc = np.stack([np.sin(t), 1 - np.cos(t)], 1)
    pen.polygon(
        np.array([at.x + at.s * at.left, at.y]) + at.s * np.concatenate([arc, 1 - arc]) * [1 - 2 * at.left, 1], ink
    )


def _target(pen: Pen, at: Place, ink: Colour, second: Colour, back: Colour) -> None:
    for reach, fill in ((0.5, ink), (0.2, second)):
        pen.disc(at.x + at.s / 2, at.y + at.s / 2, at.s * reach, fill)


def _half(pen: Pen, at: Place, ink: Colour, second: Colour, back: Colour) -> None:
    corners = [(at.left, 0), (1, 1 - at.up), (0, 1)] if at.left == at.up else [(0, 0), (1, 1), (at.left, at.up)]
    pen.polygon(np.array([at.x, at.y]) + at.s * np.array(corners), ink)


def _domes(pen: Pen, at: Place, ink: Colour, second: Colour, back: Colour) -> None:
    for bottom, fill in ((0.5, second), (1.0, ink)):
        for side in (0, 1):
            pen.slice(at.x + at.s / 2, at.y + at.s * bottom, at.s / 2, side, 1, fill)


def _bars(pen: Pen, at: Place, ink: Colour, second: Colour, back: Colour) -> None:
    for bar in range(4):
        pen.box(at.x, at.y + at.s * bar / 4, at.x + at.s, at.y + at.s * (bar + 0.5) / 4, ink)


def _pips(pen: Pen, at: Place, ink: Colour, second: Colour, back: Colour) -> None:
    for row in range(3):
        for column in range(3):
            pen.disc(at.x + at.s * (column + 0.5) / 3, at.y + at.s * (row + 0.5) / 3, at.s * 0.1, ink)


BLOCKS: tuple[Callable[[Pen, Place, Colour, Colour, Colour], None], ...] = (
    _quarter,
    _arch,
    _lens,
    _target,
    _half,
    _domes,
    _bars,
    _pips,
)


def draw(
    size: Size, rng: Random, palette: Palette, *, columns: int = 6, margin: float = 0.0, calm: float = 0.12
) -> Image.Image:
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
                place = Place(x, y, edge, int(rng.integers(0, 2)), int(rng.integers(0, 2)))
                BLOCKS[int(rng.integers(0, 8))](pen, place, front, third, back)
    return grain(pen.finish(), rng, 5)
