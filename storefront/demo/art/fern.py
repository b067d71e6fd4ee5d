"""Fern & Sons: plants grown by rewriting. A stem becomes a stem with leaves, and each leaf a smaller stem."""

import numpy as np
from PIL import Image

from storefront.demo.art.outline import leaf
from storefront.demo.canvas import Points, Random, Size, blend, grain, mix
from storefront.demo.palette import Colour, Palette
from storefront.demo.pen import Pen


def stem(root: Points, angle: float, length: float, bend: float, count: int = 40) -> tuple[Points, Points]:
    """A curve from `root` that turns by `bend` radians on its way, and its direction at every point."""
    heading = angle + bend * np.linspace(0, 1, count) ** 1.4
    steps = np.stack([np.cos(heading), np.sin(heading)], 1) * length / (count - 1)
    return root + np.cumsum(steps, axis=0), heading


def _draw_veined_leaf(
    pen: Pen, root: Points, angle: float, length: float, breadth: float, fill: Colour, vein: Colour
) -> None:
    pen.polygon(leaf(root, angle, length, breadth, 0.55), fill)
    tip = root + length * 0.86 * np.array([np.cos(angle), np.sin(angle)])
    pen.line(np.stack([root, tip]), vein, max(1.0, length * 0.012))


def frond(
    pen: Pen, root: Points, angle: float, length: float, bend: float, green: Colour, vein: Colour, depth: int = 2
) -> None:
    """A fern frond: leaflets along a stem, each of them a small frond itself while `depth` lasts."""
    points, heading = stem(root, angle, length, bend)
    count, breadth, thick = (24, 0.3, 0.011) if depth == 2 else (15, 0.105, 0.03)
    pen.ribbon(points, length * thick * np.linspace(1, 0.25, 40), vein, caps=False)
    for index in range(count):
        share = (index + 1.4) / (count + 1)
        at = min(int(share * 40), 39)
        reach = length * breadth * min(1.0, share / 0.26 + 0.25) * (1 - share) ** 0.62 * 1.25
        for side in (-1, 1):
            turn = heading[at] + side * (1.22 - 0.42 * share)
            if depth > 1:
                frond(pen, points[at], turn, reach, -side * 0.3, green, vein, depth - 1)
            else:
                pen.polygon(leaf(points[at], turn, reach, reach * 0.75), green)


def fern(size: Size, rng: Random, palette: Palette, *, count: int = 5) -> Image.Image:
    """A pot's worth of fronds, the hindmost palest."""
    pen = Pen(size, palette.ground)
    width, height = size
    for index in range(count):
        green = blend((*palette.tints, palette.ink), 0.2 + 0.75 * index / (count - 1))
        side = (index - (count - 1) / 2) / count * 2 * (-1 if index % 2 else 1)
        angle = -np.pi / 2 + side * 0.62 + rng.normal(0, 0.05)
        length = width * (1.08 - 0.28 * abs(side)) * rng.uniform(0.94, 1.02)
        root = np.array([width * (0.5 + side * 0.1), height * 0.95])
        frond(pen, root, angle, length, side * 0.75 + rng.normal(0, 0.1), green, mix(green, palette.ink, 0.45))
    return grain(pen.finish(), rng, 5)


def eucalyptus(
    size: Size, rng: Random, palette: Palette, *, stems: int = 3, pairs: int = 9, oval: float = 0.86
) -> Image.Image:
    """Leaves in pairs on bending stems; `oval` 1 is a coin, 0.4 an olive leaf."""
    pen = Pen(size, palette.ground)
    width, height = size
    for index in range(stems):
        side = index - (stems - 1) / 2
        root = np.array([width * (0.5 + 0.05 * side), height * 0.95])
        length = height * rng.uniform(0.72, 0.84)
        points, heading = stem(root, -np.pi / 2 + side * 0.27, length, side * 0.5 + rng.normal(0, 0.12), 80)
        pen.ribbon(
            points, width * 0.008 * np.linspace(1, 0.35, 80), mix(palette.tints[-1], palette.ink, 0.4), caps=False
        )
        for share in np.linspace(0.16, 0.98, pairs):
            reach = width * (0.17 - 0.1 * share) * rng.uniform(0.9, 1.1)
            for hand in (-1, 1):
                colour = blend((*palette.tints, palette.ink), rng.uniform(0.1, 0.85))
                turn = heading[int(share * 79)] + hand * rng.uniform(0.75, 1.15)
                _draw_veined_leaf(
                    pen, points[int(share * 79)], turn, reach, reach * oval, colour, mix(colour, palette.ground, 0.35)
                )
        _draw_veined_leaf(
            pen, points[-1], heading[-1], width * 0.07, width * 0.07 * oval, palette.tints[1], palette.ground
        )
    return grain(pen.finish(), rng, 5)
