"""Drift: ribbons that follow one wind and never touch."""

import numpy as np
from PIL import Image

from storefront.demo.canvas import Field, Points, Random, Size, blend, grain, noise
from storefront.demo.palette import Colour, Palette
from storefront.demo.pen import Pen

STEP = 0.0055  # of a width: how far a ribbon looks ahead
CELL = 0.0032  # of a width: how finely the ground remembers what lies on it


def _wind(size: Size, rng: Random, turn: float, cells: float, lean: float) -> Field:
    small = (size[0] // 8, size[1] // 8)
    return (noise(small, cells, rng, 2, 0.35) - 0.5) * 2 * np.pi * turn + np.float32(lean)


def _paths(wind: Field, starts: Points, steps: int, step: float) -> Points:
    """Follow the wind from every start at once, half the way backwards; shape (starts, steps, 2), in pixels."""
    rows, columns = wind.shape

    def follow(sign: int, count: int) -> list[Points]:
        at = starts
        places: list[Points] = []
        for _ in range(count):
            angle = wind[
                np.clip(at[:, 1] / 8, 0, rows - 1).astype(int), np.clip(at[:, 0] / 8, 0, columns - 1).astype(int)
            ]
            at = at + sign * step * np.stack([np.cos(angle), np.sin(angle)], 1)
            places.append(at)
        return places

    back, ahead = follow(-1, steps // 2), follow(1, steps - steps // 2)
    return np.stack([*back[::-1], *ahead], axis=1)


class _Ground:
    """Remembers, cell by cell, where ribbons lie."""

    def __init__(self, size: Size, margin: float) -> None:
        self.cell = CELL * size[0]
        rim = int(margin * size[0] / self.cell)
        self.taken = np.ones((int(size[1] / self.cell) + 1, int(size[0] / self.cell) + 1), bool)
        self.taken[rim : self.taken.shape[0] - rim, rim : self.taken.shape[1] - rim] = False

    def free_run(self, path: Points, reach: float) -> slice:
        """The stretch of `path` around its middle that keeps `reach` pixels from everything laid down."""
        cells = (path / self.cell).astype(int)
        r = max(1, round(reach / self.cell))

        def walk(indices: range) -> int:
            last = indices.start
            for index in indices:
                x, y = cells[index]
                if (
                    x < r
                    or y < r
                    or x >= self.taken.shape[1] - r
                    or y >= self.taken.shape[0] - r
                    or self.taken[y - r : y + r + 1, x - r : x + r + 1].any()
                ):
                    break
                last = index
            return last

        middle = len(path) // 2
        return slice(walk(range(middle, -1, -1)), walk(range(middle, len(path))) + 1)

    def lay(self, path: Points, reach: float) -> None:
        r = max(1, round(reach / self.cell))
        for x, y in (path / self.cell).astype(int):
            self.taken[max(0, y - r) : y + r + 1, max(0, x - r) : x + r + 1] = True


def draw(
    size: Size,
    rng: Random,
    palette: Palette,
    *,
    turn: float = 0.9,
    cells: float = 1.6,
    lean: float = -0.6,
    widths: tuple[float, ...] = (0.05, 0.03, 0.018, 0.009, 0.005),
    gap: float = 0.005,
    margin: float = 0.0,
    tries: int = 260,
    dark: bool = False,
) -> Image.Image:
    """Broad ribbons first, then ever finer ones into what is left; `widths` and `gap` in picture widths."""
    ground, inks = (
        (palette.ink, (palette.ground, *palette.tints)) if dark else (palette.ground, (*palette.tints, palette.ink))
    )
    pen, land = Pen(size, ground), _Ground(size, margin)
    wind = _wind(size, rng, turn, cells, lean)
    span = size[0] * STEP
    for rank, width in enumerate(widths):
        starts = rng.random((tries * (rank + 1), 2)) * size
        steps = rng.integers(30, 150)
        for path in _paths(wind, starts, int(steps), span):
            reach = size[0] * (width / 2 + gap)
            run = path[land.free_run(path, reach)]
            if len(run) * span > size[0] * max(0.03, width * 1.4):
                land.lay(run, size[0] * width / 2)
                _ribbon(pen, run, size[0] * width, _ink(inks, run, size, rng))
    return grain(pen.finish(), rng, 4)


def _ink(inks: tuple[Colour, ...], run: Points, size: Size, rng: Random) -> Colour:
    place = run[len(run) // 2][1] / size[1] * 0.7 + rng.normal(0.15, 0.22)
    return blend(inks, float(np.clip(round(place * (len(inks) - 1)) / (len(inks) - 1), 0, 1)))


def _ribbon(pen: Pen, run: Points, width: float, ink: Colour) -> None:
    pen.ribbon(run, width, ink)


def draw_hair(
    size: Size,
    rng: Random,
    palette: Palette,
    *,
    turn: float = 0.8,
    cells: float = 1.3,
    lean: float = 1.2,
    count: int = 2600,
    dark: bool = True,
) -> Image.Image:
    """Thousands of hairs combed by one wind, each tinted by where it began."""
    ground, inks = (
        (palette.ink, (*palette.tints[::-1], palette.ground))
        if dark
        else (palette.ground, (*palette.tints, palette.ink))
    )
    pen = Pen(size, ground)
    wind = _wind(size, rng, turn, cells, lean)
    starts = rng.uniform(-0.1, 1.1, (count, 2)) * size
    patch = noise((size[0] // 8, size[1] // 8), 2.2, rng, 2)
    taper = np.sin(np.linspace(0, np.pi, 70)) ** 0.6
    for path, (x, y) in zip(_paths(wind, starts, 70, size[0] * 0.006), starts, strict=True):
        place = patch[int(np.clip(y / 8, 0, len(patch) - 1)), int(np.clip(x / 8, 0, patch.shape[1] - 1))]
        ink = blend(inks, float((place - 0.5) * 1.5 + 0.5 + rng.normal(0, 0.09)))
        pen.ribbon(path, size[0] * 0.0042 * taper * rng.uniform(0.5, 1.2), ink, caps=False)
    return grain(pen.finish(), rng, 4)
