"""Minotaur: mazes with one way through, coloured by how far you still have to walk."""

from collections import deque

import numpy as np
from PIL import Image

from storefront.demo.canvas import Random, Size, blend, grain
from storefront.demo.palette import Palette
from storefront.demo.pen import Pen

Cell = tuple[int, int]


def carve(columns: int, rows: int, rng: Random) -> dict[Cell, list[Cell]]:
    """A perfect maze by depth-first walk: which cells open onto which."""
    opens: dict[Cell, list[Cell]] = {(column, row): [] for column in range(columns) for row in range(rows)}
    path: list[Cell] = [(columns // 2, rows // 2)]
    seen = {path[0]}
    luck = iter(rng.random(columns * rows * 3).tolist())
    while path:
        x, y = path[-1]
        free = [cell for cell in ((x + 1, y), (x - 1, y), (x, y + 1), (x, y - 1)) if cell in opens and cell not in seen]
        if not free:
            path.pop()
            continue
        step = free[int(next(luck) * len(free))]
        opens[(x, y)].append(step)
        seen.add(step)
        path.append(step)
    return opens


def _depths(opens: dict[Cell, list[Cell]], start: Cell) -> dict[Cell, int]:
    depths, queue = {start: 0}, deque([start])
    while queue:
        cell = queue.popleft()
        for following in opens[cell]:
            depths[following] = depths[cell] + 1
            queue.append(following)
    return depths


def draw(
    size: Size,
    rng: Random,
    palette: Palette,
    *,
    columns: int = 32,
    thick: float = 0.56,
    margin: float = 0.075,
    dark: bool = False,
) -> Image.Image:
    """Corridors as rounded ribbons; `thick` is their share of a cell."""
    edge = size[0] * (1 - 2 * margin) / columns
    rows = int((size[1] - 2 * margin * size[0]) / edge)
    opens = carve(columns, rows, rng)
    depths = _depths(opens, (columns // 2, rows // 2))
    deepest = max(depths.values())
    paper, inks = (
        (palette.ink, (palette.ground, *palette.tints)) if dark else (palette.ground, (*palette.tints, palette.ink))
    )
    pen = Pen(size, paper)
    left, top = size[0] * margin + edge / 2, (size[1] - rows * edge) / 2 + edge / 2
    for cell in sorted(depths, key=depths.__getitem__, reverse=True):
        x, y = left + cell[0] * edge, top + cell[1] * edge
        for following in opens[cell]:
            ink = blend(inks, depths[following] / deepest)
            end = left + following[0] * edge, top + following[1] * edge
            pen.line(np.array([(x, y), end]), ink, edge * thick)
            pen.disc(*end, edge * thick / 2, ink)
        pen.disc(x, y, edge * thick / 2, blend(inks, depths[cell] / deepest))
    return grain(pen.finish(), rng, 4)
