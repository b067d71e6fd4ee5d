"""Turing's Garden: two chemicals that chase each other (Gray and Scott, 1984) until they have grown coral, spots or a
maze."""

import numpy as np
from PIL import Image

from storefront.demo.canvas import Field, Random, Size, apply_gradient, grain, grid, mask, mix, noise
from storefront.demo.palette import Palette

# feed and kill rates after Pearson, "Complex Patterns in a Simple System", Science 261 (1993)
HABITS = {"coral": (0.0545, 0.062), "maze": (0.029, 0.057), "spots": (0.03, 0.0625), "worms": (0.046, 0.063)}


def _grow(width: int, height: int, rng: Random, feed: Field | float, kill: float, steps: int) -> Field:
    """The second chemical after `steps`, on a torus with a one-cell rim so that each step is a handful of in-place
    sums."""
    u, v = np.ones((height + 2, width + 2), np.float32), np.zeros((height + 2, width + 2), np.float32)
    for _ in range(90):
        row, column = rng.integers(2, height - 6), rng.integers(2, width - 6)
        v[row : row + 5, column : column + 5] = 0.5
        u[row : row + 5, column : column + 5] = 0.5
    flow, reaction = np.empty((height, width), np.float32), np.empty((height, width), np.float32)
    inner = np.s_[1:-1, 1:-1]
    for _ in range(steps):
        np.multiply(v[inner], v[inner], out=reaction)
        reaction *= u[inner]
        for field, rate, sign in ((u, 0.2097, -1), (v, 0.105, 1)):
            field[0], field[-1], field[:, 0], field[:, -1] = field[-2], field[1], field[:, -2], field[:, 1]
            np.add(field[:-2, 1:-1], field[2:, 1:-1], out=flow)
            flow += field[1:-1, :-2]
            flow += field[1:-1, 2:]
            flow -= 4 * field[inner]
            flow *= rate
            if sign < 0:
                flow -= reaction
                flow += feed * (1 - u[inner])
            else:
                flow += reaction
                flow -= (feed + kill) * v[inner]
            field[inner] += flow
    return v[inner]


def draw(
    size: Size,
    rng: Random,
    palette: Palette,
    *,
    habit: str = "coral",
    steps: int = 2200,
    across: int = 128,
    disc: bool = False,
    dark: bool = False,
) -> Image.Image:
    """`across` is the dish's width in cells: the fewer, the larger the pattern."""
    feed, kill = HABITS[habit]
    dish = _grow(across, round(across * size[1] / size[0]), rng, feed, kill, steps)
    field = np.asarray(Image.fromarray(dish).resize(size, Image.Resampling.BICUBIC))
    paper, ink = (palette.ink, palette.ground) if dark else (palette.ground, palette.ink)
    slope_y, slope_x = np.gradient(field)
    edge = (field - 0.2) / (np.hypot(slope_x, slope_y) + 1e-4)
    body = np.clip(edge + 0.5, 0, 1)
    x, y = grid(size)
    if disc:
        away = np.hypot(x - 0.5, y - size[1] / size[0] / 2)
        body = body * np.clip((0.42 - away) * size[0] + 0.5, 0, 1)
    image = Image.new("RGB", size, paper)
    shape = mask(body)
    image.paste(mix(paper, palette.tints[0], 0.7), (round(size[0] * 0.009), round(size[0] * 0.011)), shape)
    wash = np.clip(y / (size[1] / size[0]) + (noise(size, 2, rng, 2) - 0.5) * 0.5, 0, 1)
    image.paste(apply_gradient(wash, (*palette.tints[1:], ink)), mask=shape)
    return grain(image, rng, 5)
