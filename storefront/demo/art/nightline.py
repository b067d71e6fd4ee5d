"""Nightline: railway maps of cities that sleep better than ours."""

from itertools import pairwise

import numpy as np
from PIL import Image

from storefront.demo.canvas import Points, Random, Size, grain
from storefront.demo.palette import Palette
from storefront.demo.pen import Pen

TURNS = {(1, 0): 0, (1, 1): 1, (0, 1): 2, (-1, 1): 3, (-1, 0): 4, (-1, -1): 5, (0, -1): 6, (1, -1): 7}
HEADINGS = {number: heading for heading, number in TURNS.items()}


def _route(rng: Random, columns: int, rows: int, index: int) -> list[tuple[int, int]]:
    """Cross the city from one side to another, turning by 45 degrees now and then."""
    base = (0, 2, 1, 3, 0, 2, 7, 0)[index % 8]
    starts = {
        0: (0, int(rng.integers(2, rows - 2))),
        2: (int(rng.integers(2, columns - 2)), 0),
        1: (0, int(rng.integers(0, rows // 3))),
        3: (columns, int(rng.integers(0, rows // 3))),
        7: (0, int(rng.integers(rows * 2 // 3, rows))),
    }
    x, y = starts[base]
    route, turn = [(x, y)], 0
    while 0 <= x <= columns and 0 <= y <= rows and len(route) < 12:
        length = int(rng.integers(2, 5))
        dx, dy = HEADINGS[(base + turn) % 8]
        x, y = x + dx * length, y + dy * length
        route.append((x, y))
        turn = int(rng.choice([-1, 1])) if turn == 0 else 0
    return route


def _round_corners(corners: Points, radius: float) -> Points:
    """The route with its corners eased."""
    places = [corners[0]]
    for before, here, after in zip(corners, corners[1:], corners[2:], strict=False):
        back, on = (before - here) / np.hypot(*(before - here)), (after - here) / np.hypot(*(after - here))
        t = np.linspace(0, 1, 12)[:, None]
        start, end = here + back * radius, here + on * radius
        places.extend((1 - t) ** 2 * start + 2 * t * (1 - t) * here + t**2 * end)
    return np.array([*places, corners[-1]])


def draw(
    size: Size,
    rng: Random,
    palette: Palette,
    *,
    lines: int = 8,
    columns: int = 16,
    thick: float = 0.017,
    dark: bool = False,
) -> Image.Image:
    """Lines in the inks of the palette, a white-hearted ring at each stop, a river below."""
    paper, ink = (palette.ink, palette.ground) if dark else (palette.ground, palette.ink)
    pen = Pen(size, paper)
    step = size[0] / columns
    rows = round(size[1] / step)
    t = np.linspace(-0.1, 1.1, 60)
    river = np.stack([t * size[0], size[1] * (0.62 + 0.07 * np.sin(t * 7 + rng.uniform(0, 6)) - 0.12 * t)], 1)
    pen.ribbon(
        river,
        size[0] * 0.075,
        tuple(  # type: ignore[arg-type]
            round(a * 0.82 + b * 0.18) for a, b in zip(paper, palette.tints[-1], strict=True)
        ),
        caps=False,
    )
    inks = (*palette.tints, ink)
    stops: list[tuple[float, float]] = []
    for index in range(lines):
        corners = np.array(_route(rng, columns, rows, index), float) * step
        pen.ribbon(_round_corners(corners, step * 0.8), size[0] * thick, inks[index % len(inks)], caps=False)
        for start, end in pairwise(corners):
            count = int(np.max(np.abs(end - start)) / step)
            stops.extend(tuple(start + (end - start) * (part + 0.5) / count) for part in range(count))
    for x, y in stops:
        pen.disc(x, y, size[0] * thick * 0.34, paper)
    for x, y in {(round(x), round(y)) for x, y in stops[:: max(1, len(stops) // 14)]}:
        pen.disc(x, y, size[0] * thick * 0.95, ink)
        pen.disc(x, y, size[0] * thick * 0.58, paper)
    return grain(pen.finish(), rng, 4)
