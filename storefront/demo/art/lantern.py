"""Lantern: Voronoi windows. Every pane is the ground nearest to one point."""

import numpy as np
from PIL import Image

from storefront.demo.canvas import Field, Random, Size, blend, grain, grid, mask, noise, tinted
from storefront.demo.palette import Palette


def _panes(u: Field, v: Field, rng: Random, jitter: float, around: int) -> tuple[Field, Field, Field, Field]:
    """For each place: the point it belongs to (x, y), a random number of that pane, and how far the pane's edge is, in cells.

    Columns repeat after `around`, so that a window may be bent into a ring.
    """
    rows = int(np.ceil(float(v.max()))) + 3
    points = np.float32(0.5) + (rng.random((rows, around, 2), dtype=np.float32) - np.float32(0.5)) * np.float32(jitter)
    luck = rng.random((rows, around), dtype=np.float32)
    cell_u, cell_v = np.floor(u).astype(np.int32), np.floor(v).astype(np.int32)
    shape = np.broadcast_shapes(u.shape, v.shape)
    first, second = np.full(shape, 99, np.float32), np.full(shape, 99, np.float32)
    own = [np.zeros(shape, np.float32) for _ in range(3)]
    for dv in (-1, 0, 1):
        for du in (-1, 0, 1):
            row, column = np.clip(cell_v + dv, -1, rows - 2) + 1, (cell_u + du) % around
            px, py = (cell_u + du).astype(np.float32) + points[row, column, 0], (cell_v + dv).astype(np.float32) + points[row, column, 1]
            away = np.hypot(px - u, py - v)
            nearer = away < first
            second = np.where(nearer, first, np.minimum(second, away))
            first = np.where(nearer, away, first)
            for kept, fresh in zip(own, (px, py, luck[row, column]), strict=True):
                np.copyto(kept, np.broadcast_to(fresh, shape), where=nearer)
    return own[0], own[1], own[2], (second - first) / 2


def window(
    size: Size,
    rng: Random,
    palette: Palette,
    *,
    columns: int = 13,
    sun: tuple[float, float] = (0.5, 0.45),
    lead: float = 0.0062,
    jitter: float = 0.9,
) -> Image.Image:
    """A sun behind coloured panes."""
    x, y = grid(size)
    px, py, luck, edge = _panes(x * columns, y * columns, rng, jitter, columns + 3)
    away = np.hypot(px / columns - sun[0], py / columns - sun[1])
    place = np.clip(away * 1.45 + (luck - 0.5) * 0.34, 0, 1)
    streak = (noise(size, 26, rng, 2) - 0.5) * 0.09 + (noise((size[0], size[1]), 5, rng) - 0.5) * 0.12
    glow = np.clip(edge * 0.22, 0, 0.1)
    image = tinted(np.clip(place + streak - glow, 0, 1), (palette.ground, *palette.tints))
    image.paste(palette.ink, mask=mask((lead * columns / 2 - edge) * size[0] / columns + 0.5))
    return grain(image, rng, 5)


def rose(size: Size, rng: Random, palette: Palette, *, petals: int = 12, rings: float = 6.5, lead: float = 0.0056) -> Image.Image:
    """A rose window: one slice of panes, mirrored and turned."""
    x, y = grid(size)
    dx, dy = x - 0.5, y - size[1] / size[0] / 2
    reach, angle = np.hypot(dx, dy), np.arctan2(dy, dx)
    slice_ = np.abs((angle / (2 * np.pi) * petals) % 1 - 0.5) * 2
    u, v = slice_ * 2.0, reach * rings * 2 + 0 * angle
    px, py, luck, edge = _panes(u.astype(np.float32), v.astype(np.float32), rng, 0.8, 64)
    inks = np.array([blend(palette.tints + (palette.ground,), i / 11) for i in range(12)], np.uint8)
    ring = np.floor(py).astype(int)
    picked = inks[(ring * 5 + (luck * 4).astype(int) * 3) % 12]
    image = Image.fromarray(picked)
    image.paste(palette.ink, mask=mask((lead * rings - edge) * size[0] / rings / 2 + 0.5))
    outside = (reach - 0.455) * size[0]
    image.paste(palette.ink, mask=mask(outside + 0.5))
    image.paste(palette.ground, mask=mask(outside - size[0] * 0.012 + 0.5))
    return grain(image, rng, 5)
