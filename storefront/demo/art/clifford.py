"""Clifford: strange attractors. One formula, millions of steps, and a counter at every pixel."""

import numpy as np
from PIL import Image

from storefront.demo.canvas import Field, Random, Size, apply_gradient, grain
from storefront.demo.palette import Palette

ORBITS, STEPS, SETTLED = 24_000, 125, 15


def _step(form: str, x: Field, y: Field, a: float, b: float, c: float, d: float) -> tuple[Field, Field]:
    if form == "clifford":
        return np.sin(a * y) + c * np.cos(a * x), np.sin(b * x) + d * np.cos(b * y)
    return np.sin(a * y) - np.cos(b * x), np.sin(c * x) - np.cos(d * y)


def _visits(size: Size, rng: Random, form: str, knobs: tuple[float, float, float, float]) -> Field:
    """How often each pixel is visited, for the maps of Clifford Pickover and Peter de Jong."""
    x, y = rng.uniform(-1, 1, (2, ORBITS)).astype(np.float32)
    for _ in range(SETTLED):
        x, y = _step(form, x, y, *knobs)
    width, height = size
    zoom = 0.86 * min(width / float(np.ptp(x)), height / float(np.ptp(y)))
    left, top = width / 2 - zoom * float(x.min() + x.max()) / 2, height / 2 - zoom * float(y.min() + y.max()) / 2
    visited = np.empty((STEPS, ORBITS), np.int32)
    for number in range(STEPS):
        x, y = _step(form, x, y, *knobs)
        spread = rng.random((2, ORBITS), dtype=np.float32)
        column, row = (left + x * zoom + spread[0]).astype(np.int32), (top + y * zoom + spread[1]).astype(np.int32)
        visited[number] = np.clip(row, 0, height - 1) * width + np.clip(column, 0, width - 1)
    return np.bincount(visited.ravel(), minlength=width * height).reshape(height, width).astype(np.float32)


def draw(
    size: Size,
    rng: Random,
    palette: Palette,
    *,
    form: str = "clifford",
    knobs: tuple[float, float, float, float] = (-1.4, 1.6, 1.0, 0.7),
    upright: bool = True,
) -> Image.Image:
    """`knobs` are the map's a, b, c and d."""
    visits = _visits(size if upright else size[::-1], rng, form, knobs)
    visits = visits if upright else np.ascontiguousarray(visits.T)
    light = np.log1p(visits) / np.log1p(np.quantile(visits[visits > 0], 0.997))
    return grain(apply_gradient(light**0.85, palette.ramp), rng, 4)
