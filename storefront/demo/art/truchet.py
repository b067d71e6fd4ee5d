"""Truchet & Daughters: one tile, four ways to lay it, and roads that never end."""

import numpy as np
from PIL import Image

from storefront.demo.canvas import Field, Random, Size, grain, grid, mask
from storefront.demo.palette import Colour, Palette
from storefront.demo.pen import Pen


def _corner(size: Size, rng: Random, columns: int) -> tuple[Field, Field]:
    """Distance to the nearer of each tile's two turning corners, in tiles, and each pixel's side of the road."""
    x, y = grid(size)
    u, v = x * columns, y * columns
    tile_u, tile_v = np.floor(u).astype(int), np.floor(v).astype(int)
    flips = rng.integers(0, 2, (tile_v.max() + 1, tile_u.max() + 1))
    flip = flips[tile_v, tile_u]
    a, b = u - tile_u, v - tile_v
    a = np.where(flip == 1, 1 - a, a)
    distance = np.minimum(np.hypot(a, b), np.hypot(1 - a, 1 - b))
    side = (distance < 0.5) ^ ((tile_u + tile_v + flip) % 2 == 1)
    return distance.astype(np.float32), side.astype(np.float32)


def roads(
    size: Size,
    rng: Random,
    palette: Palette,
    *,
    columns: int = 8,
    lanes: int = 3,
    lane: float = 0.11,
    thick: float = 0.052,
    land: bool = True,
) -> Image.Image:
    """Arcs in parallel lanes over land and water; distances in tiles."""
    distance, side = _corner(size, rng, columns)
    edge = size[0] / columns
    image = Image.new("RGB", size, palette.ground)
    if land:
        image.paste(palette.tints[0], mask=mask(side))
    inks = (*palette.tints[1:], palette.ink)
    for index in range(lanes):
        centre = 0.5 + (index - (lanes - 1) / 2) * lane
        stripe = (thick / 2 - np.abs(distance - centre)) * edge + 0.5
        image.paste(
            inks[min(abs(2 * index - lanes + 1) // 2, len(inks) - 1)] if lanes > 1 else palette.ink, mask=mask(stripe)
        )
    return grain(image, rng, 4)


def arcs(size: Size, rng: Random, palette: Palette, *, columns: int = 6, rings: int = 7) -> Image.Image:
    """Full fans of rings from the corners, as on old kitchen floors."""
    x, y = grid(size)
    u, v = x * columns, y * columns
    tile_u, tile_v = np.floor(u).astype(int), np.floor(v).astype(int)
    turns = rng.integers(0, 4, (tile_v.max() + 1, tile_u.max() + 1))[tile_v, tile_u]
    a, b = u - tile_u, v - tile_v
    a, b = np.where(turns % 2 == 1, 1 - a, a), np.where(turns >= 2, 1 - b, b)
    distance = np.hypot(a, b)
    image = Image.new("RGB", size, palette.ground)
    inks = (palette.ink, *palette.tints[::-1])
    for ring in range(rings, 0, -1):
        ink = palette.ground if ring % 2 == 0 else inks[ring // 2 % len(inks)]
        image.paste(ink, mask=mask((ring / rings - distance) * size[0] / columns + 0.5))
    return grain(image, rng, 4)


def draw_winged(
    size: Size, rng: Random, palette: Palette, *, columns: int = 4, depth: int = 3, share: float = 0.5
) -> Image.Image:
    """Carlson's multi-scale tiles (Bridges 2018): a tile may split into four with its colours exchanged, and still all
    roads meet."""
    pen = Pen(size, palette.ground)
    edge = size[0] / columns
    tiles = [
        (column * edge, row * edge, edge) for row in range(-(-size[1] // int(edge)) + 1) for column in range(columns)
    ]
    for level in range(depth):
        paper, ink = (palette.ground, palette.ink) if level % 2 == 0 else (palette.ink, palette.ground)
        split = rng.random(len(tiles)) < (share if level < depth - 1 else 0)
        for (x, y, s), divided in zip(tiles, split, strict=True):
            if not divided:
                _wing(pen, x, y, s, int(rng.integers(0, 7)), paper, ink)
        tiles = [
            (x + i * s / 2, y + j * s / 2, s / 2)
            for (x, y, s), divided in zip(tiles, split, strict=True)
            if divided
            for i in (0, 1)
            for j in (0, 1)
        ]
    return grain(pen.finish(), rng, 4)


def _wing(pen: Pen, x: float, y: float, s: float, motif: int, paper: Colour, ink: Colour) -> None:
    pen.box(x, y, x + s, y + s, paper)
    third = s / 3
    if motif <= 1:
        for cx, cy in ((0, 0), (1, 1)) if motif else ((1, 0), (0, 1)):
            pen.slice(x + cx * s, y + cy * s, 2 * third, cx, cy, ink)
            pen.slice(x + cx * s, y + cy * s, third, cx, cy, paper)
    if motif in (2, 4):
        pen.box(x, y + third, x + s, y + 2 * third, ink)
    if motif in (3, 4):
        pen.box(x + third, y, x + 2 * third, y + s, ink)
    if motif == 6:
        pen.box(x, y, x + s, y + s, ink)
    for cx, cy in ((0, 0), (1, 0), (0, 1), (1, 1)):
        pen.disc(x + cx * s, y + cy * s, third, paper)
    for across, along in ((0.5, 0.0), (0.5, 1.0), (0.0, 0.5), (1.0, 0.5)):
        pen.disc(x + across * s, y + along * s, third / 2, ink)
