"""Ridgeline: the same walk over the same hills, sixty times, a step further south each time."""

import numpy as np
from PIL import Image

from storefront.demo.canvas import Random, Size, blend, grain, noise
from storefront.demo.palette import Palette
from storefront.demo.pen import Pen


def draw(
    size: Size,
    rng: Random,
    palette: Palette,
    *,
    lines: int = 58,
    margin: float = 0.12,
    lift: float = 0.17,
    cells: float = 9,
    weight: float = 0.0026,
    dark: bool = False,
    filled: bool = False,
) -> Image.Image:
    """`lift` is the tallest peak in widths; nearer lines hide what is behind them."""
    paper, inks = (
        (palette.ink, (palette.ground, *palette.tints))
        if dark
        else (palette.ground, (*palette.tints[::-1], palette.ink))
    )
    pen = Pen(size, paper)
    width, height = size
    count = 220
    terrain = noise((count, lines), cells, rng, 3, 0.5)
    terrain = np.clip(terrain - 0.34, 0, None) ** 1.5
    x = np.linspace(0, 1, count)
    for line in range(lines):
        share = line / (lines - 1)
        envelope = np.exp(-(((x - 0.5 - 0.1 * np.sin(share * 5 + 1)) / (0.17 + 0.07 * np.sin(share * 9))) ** 2)) + 0.05
        base = margin * width * 1.15 + share * (height - 2 * margin * width * 1.08) + 0.02 * height
        y = base - terrain[line] * envelope * lift * 2.9 * width - rng.random(count) * width * 0.0012
        path = np.stack([width * (margin + (1 - 2 * margin) * x), y], 1)
        under = np.concatenate([path, [[path[-1, 0], base + width * 0.01], [path[0, 0], base + width * 0.01]]])
        ink = blend(inks, share)
        pen.polygon(under, blend((paper, ink), 0.16 + 0.2 * share) if filled else paper)
        pen.ribbon(path, width * weight, ink, caps=False)
    return grain(pen.finish(), rng, 4)
