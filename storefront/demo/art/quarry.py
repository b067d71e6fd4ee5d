"""Quarry: inks dropped on water and combed, after the marblers (Jaffer and Lu: each drop pushes all older ink
outwards)."""

import numpy as np
from PIL import Image

from storefront.demo.canvas import Points, Random, Size, grain, noise
from storefront.demo.palette import Palette
from storefront.demo.pen import Pen


def _push(outline: Points, centre: Points, radius: float) -> Points:
    """Where older ink goes when a drop of `radius` falls at `centre`: areas stay what they were."""
    away = outline - centre
    square = np.maximum((away**2).sum(axis=1, keepdims=True), 1e-6)
    return np.asarray(centre + away * np.sqrt(1 + radius**2 / square))


def _comb(outline: Points, at: float, teeth: float, pull: float, upright: bool) -> Points:
    """Draw a comb through the bath; ink near a tooth is carried along."""
    across, along = (0, 1) if upright else (1, 0)
    place = (outline[:, across] - at) / teeth
    swing = np.abs(place - np.round(place)) * teeth
    outline = outline.copy()
    outline[:, along] += pull * np.exp(-swing / (teeth * 0.22)) * np.where(np.round(place) % 2 == 0, 1, -1)
    return outline


def marble(
    size: Size,
    rng: Random,
    palette: Palette,
    *,
    drops: int = 70,
    combs: int = 2,
    pull: float = 0.16,
    teeth: float = 0.13,
) -> Image.Image:
    """Coordinates are in widths until the last moment."""
    height = size[1] / size[0]
    inks = palette.ramp
    blots: list[tuple[Points, int]] = []
    circle = np.stack([np.cos(t := np.linspace(0, 2 * np.pi, 500, endpoint=False)), np.sin(t)], 1)
    spots = np.stack([rng.normal(0.5, 0.28, drops), rng.normal(height / 2, 0.36, drops)], 1)
    for index, centre in enumerate(spots):
        radius = rng.uniform(0.04, 0.15)
        blots = [(_push(outline, centre, radius), ink) for outline, ink in blots]
        blots.append((centre + radius * circle, index % len(inks)))
    for stroke in range(combs):
        at = rng.uniform(0, teeth)
        blots = [(_comb(outline, at, teeth, pull, stroke % 2 == 0), ink) for outline, ink in blots]
    pen = Pen(size, palette.tints[0])
    for outline, ink in blots:
        pen.polygon(outline * size[0], inks[ink])
    return grain(pen.finish(), rng, 5)


def agate(size: Size, rng: Random, palette: Palette, *, bands: int = 34) -> Image.Image:
    """A sawn stone: bands that follow one another inwards to a crystal hollow."""
    width, height = size
    x = (np.arange(width, dtype=np.float32) / width - 0.5)[None, :]
    y = ((np.arange(height, dtype=np.float32) - height / 2) / width)[:, None]
    warp_x, warp_y = noise(size, 3, rng, 4) - 0.5, noise(size, 3, rng, 4) - 0.5
    reach = np.hypot((x + warp_x * 0.3) / 0.9, (y + warp_y * 0.36) / 1.15) * 1.55
    inks = rng.permutation(np.repeat(np.arange(len(palette.ramp)), bands // len(palette.ramp) + 1))[:bands]
    order = np.concatenate([np.sort(inks[:8])[::-1], inks[8:]])
    place = np.linspace(0, bands - 1.001, 4096)
    index = place.astype(int)
    colours = np.array(palette.ramp, float)[order]
    edge = np.clip((place - index - 0.55) / 0.45, 0, 1)[:, None]
    banded = colours[index] * (1 - edge) + colours[np.minimum(index + 1, bands - 1)] * edge
    shimmer = 1 + 0.05 * np.sin(place * 2 * np.pi * 3)[:, None]
    table = np.clip(banded * shimmer, 0, 255).astype(np.uint8)
    return grain(
        Image.fromarray(table[np.clip(reach * (bands / (bands - 1) * 4095), 0, 4095).astype(np.int32)]), rng, 6
    )
