"""Fern & Sons: plants grown by rewriting. A stem becomes a stem with leaves, and each leaf a smaller stem."""

import numpy as np
from PIL import Image

from storefront.demo.canvas import Pen, Points, Random, Size, blend, grain, mixed
from storefront.demo.palette import Colour, Palette


def _stem(x: float, y: float, angle: float, length: float, bend: float, count: int = 40) -> tuple[Points, Points]:
    """A curve that turns by `bend` radians on its way, and its direction at every point."""
    t = np.linspace(0, 1, count)
    heading = angle + bend * t**1.4
    step = length / (count - 1)
    points = np.stack([x + np.cumsum(np.cos(heading)) * step, y + np.cumsum(np.sin(heading)) * step], 1)
    return points, heading


def leaf_outline(x: float, y: float, angle: float, length: float, breadth: float, belly: float = 0.45) -> Points:
    """A leaf's outline; `belly` is where it is broadest, 0 at the stalk, 1 at the tip."""
    t = np.linspace(0, 1, 16)
    power = np.log(0.5) / np.log(belly)
    half = np.sin(np.pi * t**power) ** (0.62 if breadth > 0.7 * length else 1) * breadth / 2
    along, across = np.concatenate([t, t[::-1]]) * length, np.concatenate([half, -half[::-1]])
    return np.stack([x + along * np.cos(angle) - across * np.sin(angle), y + along * np.sin(angle) + across * np.cos(angle)], 1)


def _veined(
    pen: Pen, x: float, y: float, angle: float, length: float, breadth: float, fill: Colour, vein: Colour, belly: float = 0.45
) -> None:
    pen.polygon(leaf_outline(x, y, angle, length, breadth, belly), fill)
    tip = np.array([[x, y], [x + np.cos(angle) * length * 0.86, y + np.sin(angle) * length * 0.86]])
    pen.line(tip, vein, max(1.0, length * 0.012))


def frond(pen: Pen, x: float, y: float, angle: float, length: float, bend: float, leaf: Colour, vein: Colour, depth: int = 2) -> None:
    """A fern frond: leaflets along a stem, each again a frond while `depth` lasts."""
    points, heading = _stem(x, y, angle, length, bend, 30)
    count = 21 if depth == 2 else 12
    for index in range(1, count + 1):
        share = index / (count + 1)
        at = int(share * 29)
        reach = length * (0.34 if depth == 2 else 0.24) * np.sin(np.pi * (1 - share) ** 0.72) ** 0.9 * (1.08 - share * 0.5)
        for side in (-1, 1):
            turn = heading[at] + side * (1.18 - 0.5 * share)
            px, py = points[at]
            if depth > 1 and reach > length * 0.05:
                frond(pen, px, py, turn, reach, -side * 0.35, leaf, vein, depth - 1)
            else:
                pen.polygon(leaf_outline(px, py, turn, reach, reach * 0.5, 0.4), leaf)
    pen.ribbon(points, length * (0.016 if depth == 2 else 0.02) * np.linspace(1, 0.2, 30), vein, caps=False)


def fern(size: Size, rng: Random, palette: Palette, *, count: int = 5) -> Image.Image:
    """A pot's worth of fronds, the hindmost palest."""
    pen = Pen(size, palette.ground)
    width, height = size
    leaves = [blend(palette.tints + (palette.ink,), 0.2 + 0.75 * i / (count - 1)) for i in range(count)]
    for index, leaf in enumerate(leaves):
        side = (index - (count - 1) / 2) / count * 2 * (-1 if index % 2 else 1)
        angle = -np.pi / 2 + side * 0.62 + rng.normal(0, 0.05)
        length = width * (1.02 - 0.25 * abs(side)) * rng.uniform(0.92, 1.02)
        frond(
            pen,
            width * (0.5 + side * 0.1),
            height * 0.95,
            angle,
            length,
            side * 0.75 + rng.normal(0, 0.1),
            leaf,
            mixed(leaf, palette.ink, 0.45),
        )
    return grain(pen.done(), rng, 5)


def eucalyptus(size: Size, rng: Random, palette: Palette, *, stems: int = 3, pairs: int = 9, oval: float = 0.86) -> Image.Image:
    """Round leaves in pairs on bending stems; `oval` 1 is a coin, 0.4 an olive leaf."""
    pen = Pen(size, palette.ground)
    width, height = size
    for index in range(stems):
        side = index - (stems - 1) / 2
        length = height * rng.uniform(0.72, 0.84)
        points, heading = _stem(
            width * (0.5 + 0.05 * side), height * 0.95, -np.pi / 2 + side * 0.27, length, side * 0.5 + rng.normal(0, 0.12), 80
        )
        stem = mixed(palette.tints[-1], palette.ink, 0.4)
        pen.ribbon(points, width * 0.008 * np.linspace(1, 0.35, 80), stem, caps=False)
        for pair in range(pairs):
            share = 0.16 + 0.82 * pair / (pairs - 1)
            at = min(int(share * 79), 79)
            reach = width * (0.17 - 0.1 * share) * rng.uniform(0.9, 1.1)
            for hand in (-1, 1):
                colour = blend((*palette.tints, palette.ink), rng.uniform(0.1, 0.85))
                turn = heading[at] + hand * rng.uniform(0.75, 1.15)
                _veined(pen, *points[at], turn, reach, reach * oval, colour, mixed(colour, palette.ground, 0.35), 0.55)
        _veined(pen, *points[-1], heading[-1], width * 0.07, width * 0.07 * oval, palette.tints[1], palette.ground, 0.5)
    return grain(pen.done(), rng, 5)


def meadow(size: Size, rng: Random, palette: Palette, *, count: int = 70) -> Image.Image:
    """Umbels, grasses and poppies, tallest at the back, against the light."""
    pen = Pen(size, palette.ground)
    width, height = size
    pen.disc(width * 0.66, height * 0.3, width * 0.16, mixed(palette.ground, palette.tints[0], 0.75))
    for index in range(count):
        share = index / count
        x, length = rng.uniform(-0.05, 1.05) * width, height * (0.78 - 0.55 * share) * rng.uniform(0.7, 1.1)
        points, heading = _stem(x, height * 1.02, -np.pi / 2 + rng.normal(0, 0.1), length, rng.normal(0, 0.3))
        stem = blend((mixed(palette.ground, palette.tints[-1], 0.7), palette.ink), share * 1.1)
        pen.ribbon(points, width * 0.0042 * np.linspace(1.2, 0.5, 40), stem, caps=False)
        _head(pen, rng, rng.integers(0, 4), points, heading, width * (0.05 + 0.035 * share), stem, palette)
    return grain(pen.done(), rng, 5)


def _head(pen: Pen, rng: Random, kind: int, points: Points, heading: Points, reach: float, stem: Colour, palette: Palette) -> None:
    (x, y), angle = points[-1], heading[-1]
    if kind == 0:
        for spread in np.linspace(-1.0, 1.0, 11):
            end = np.array([[x, y], [x + reach * 1.5 * np.cos(angle + spread), y + reach * 1.5 * np.sin(angle + spread)]])
            pen.line(end, stem, reach * 0.025)
            pen.disc(end[1, 0], end[1, 1], reach * 0.14, palette.tints[0] if rng.random() < 0.5 else stem)
    elif kind == 1:
        ink = palette.tints[1] if rng.random() < 0.7 else palette.tints[2]
        for petal in range(5):
            pen.polygon(leaf_outline(x, y, angle + petal * 1.2566, reach * 0.95, reach * 0.95, 0.62), ink)
        pen.disc(x, y, reach * 0.26, palette.ink)
    elif kind == 2:
        for at in range(24, 40):
            for side in (-1, 1):
                pen.polygon(leaf_outline(*points[at], heading[at] + side * 0.5, reach * 0.55, reach * 0.16), stem)
    else:
        for at in range(6, 34, 7):
            for side in (-1, 1):
                pen.polygon(leaf_outline(*points[at], heading[at] + side * 0.7, reach * 1.5, reach * 0.3, 0.35), stem)
        pen.polygon(leaf_outline(x, y, angle, reach * 1.2, reach * 0.7, 0.4), palette.tints[2])
