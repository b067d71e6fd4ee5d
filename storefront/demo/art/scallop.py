"""Scallop: small repeats for large papers. Waves, chips of stone, sprigs."""

import numpy as np
from PIL import Image

from storefront.demo.art.outline import leaf
from storefront.demo.art.pebble import pack
from storefront.demo.canvas import Random, Size, blend, grain
from storefront.demo.palette import Palette
from storefront.demo.pen import Pen


def waves(size: Size, rng: Random, palette: Palette, *, columns: int = 7, rings: int = 4) -> Image.Image:
    """Seigaiha, the sea of blue waves, with the inks dealt at random."""
    pen = Pen(size, palette.ground)
    radius = size[0] / columns / 2
    inks = (*palette.tints, palette.ink)
    rows = int(size[1] / (radius / 2)) + 4
    for row in range(-1, rows):
        shift = radius if row % 2 else 0
        for column in range(-1, columns + 1):
            x, y = column * 2 * radius + shift + radius, row * radius / 2
            ink = inks[int(rng.integers(0, len(inks)))]
            for ring in range(rings):
                outer = radius * (1 - ring / rings)
                pen.disc(x, y, outer, ink)
                pen.disc(x, y, outer - radius * 0.11, palette.ground)
            pen.disc(x, y, radius * 0.1, ink)
    return grain(pen.finish(), rng, 4)


def terrazzo(size: Size, rng: Random, palette: Palette, *, largest: float = 0.06, tries: int = 3500) -> Image.Image:
    """Chips of stone in cement, none touching."""
    pen = Pen(size, palette.ground)
    inks = (*palette.tints, palette.ink)
    for x, y, r in pack(size, rng, largest, 0.006, 0.004, -0.06, tries):
        count = int(rng.integers(4, 7))
        angles = np.sort(rng.uniform(0, 2 * np.pi / count * 0.7, count) + np.arange(count) * 2 * np.pi / count)
        reach = r * rng.uniform(0.72, 1.0, count)
        pen.polygon(
            size[0] * np.stack([x + reach * np.cos(angles), y + reach * np.sin(angles)], 1),
            inks[int(rng.integers(0, len(inks)))],
        )
    return grain(pen.finish(), rng, 5)


def sprigs(size: Size, rng: Random, palette: Palette, *, columns: int = 7) -> Image.Image:
    """Twigs with three pairs of leaves, turned a little at every place."""
    pen = Pen(size, palette.ground)
    edge = size[0] / columns
    inks = (*palette.tints, palette.ink)
    for row in range(-1, int(size[1] / edge) + 2):
        for column in range(-1, columns + 1):
            angle = rng.uniform(0, 2 * np.pi)
            x, y = (column + 0.5 + (row % 2) / 2) * edge, (row + 0.5) * edge
            ink = inks[int(rng.integers(0, len(inks)))]
            axis = np.array([np.cos(angle), np.sin(angle)])
            pen.ribbon(np.array([x, y]) + np.linspace(-0.36, 0.36, 8)[:, None] * edge * axis, edge * 0.022, ink)
            for place in (-0.14, 0.04, 0.22):
                root = np.array([x, y]) + place * edge * axis
                for side in (-1, 1):
                    pen.polygon(
                        leaf(root, angle + side * 0.85, edge * (0.27 - 0.12 * abs(place)), edge * 0.1, 0.4), ink
                    )
            pen.disc(x + 0.4 * edge * axis[0], y + 0.4 * edge * axis[1], edge * 0.05, blend(inks, rng.random()))
    return grain(pen.finish(), rng, 4)
