"""Perigee: moons, drawn one grain at a time. The terminator is real geometry; the seas are noise."""

import numpy as np
from PIL import Image

from storefront.demo.canvas import Field, Random, Size, apply_gradient, grain, grid, mask, mix, noise, smooth, specks
from storefront.demo.palette import Palette


def _moon(
    size: Size, rng: Random, centre: tuple[float, float], radius: float, phase: float, tilt: float
) -> tuple[Field, Field]:
    """Light on a ball, 0 to 1, and its coverage. `phase` is the sun's angle in radians: 0 new, pi full."""
    x, y = grid(size)
    u, v = (x - centre[0]) / radius, (y - centre[1]) / radius
    reach = u * u + v * v
    z = np.sqrt(np.clip(1 - reach, 0, 1))
    side = u * np.cos(tilt) + v * np.sin(tilt)
    lit = side * np.sin(phase) - z * np.cos(phase)
    coverage = np.clip((1 - np.sqrt(reach)) * radius * size[0] + 0.5, 0, 1)
    return lit, coverage


def _seas(size: Size, rng: Random, cells: float) -> Field:
    broad = smooth(noise(size, cells, rng, 3), 0.42, 0.62)
    fine = noise(size, cells * 6, rng, 4, 0.6)
    return 1 - 0.42 * broad - 0.34 * (fine - 0.5)


def _stars(image: Image.Image, rng: Random, palette: Palette, count: int) -> None:
    width, height = image.size
    field = np.zeros((height, width), np.float32)
    field[(rng.random(count) * height).astype(int), (rng.random(count) * width).astype(int)] = rng.random(count) ** 3
    field[:, :-1] = np.maximum(field[:, :-1], field[:, 1:] * 0.8)
    field[:-1] = np.maximum(field[:-1], field[1:] * 0.8)
    image.paste(palette.ink, mask=mask(field))


def _body(
    image: Image.Image,
    rng: Random,
    palette: Palette,
    centre: tuple[float, float],
    radius: float,
    phase: float,
    tilt: float,
) -> None:
    lit, coverage = _moon(image.size, rng, centre, radius, phase, tilt)
    light = np.clip(lit * 1.25 + 0.06, 0, 1) ** 0.7 * _seas(image.size, rng, 1.4 / radius)
    speckle = specks(image.size, rng) * np.float32(0.34)
    shade = np.clip(light + speckle * np.sqrt(np.clip(light, 0, 1)), 0, 1)
    dark = mix(palette.ground, palette.tints[0], 0.45)
    image.paste(
        apply_gradient(shade, (dark, palette.tints[1], palette.tints[2], palette.ink), (0, 0.3, 0.62, 1)),
        mask=mask(coverage),
    )


def one(
    size: Size,
    rng: Random,
    palette: Palette,
    *,
    centre: tuple[float, float] = (0.5, 0.6),
    radius: float = 0.34,
    phase: float = 2.0,
    tilt: float = -0.5,
    halo: float = 0.5,
    stars: int = 500,
) -> Image.Image:
    """One moon in a night that pales around it."""
    x, y = grid(size)
    away = np.hypot(x - centre[0], y - centre[1])
    night = halo * np.exp(-((np.clip(away - radius, 0, None) / (radius * 0.9)) ** 1.3)) + 0.1 * noise(size, 3, rng, 3)
    image = apply_gradient(
        night + specks(size, rng) * np.float32(0.05), (palette.ground, palette.tints[0], palette.tints[1])
    )
    _stars(image, rng, palette, stars)
    _body(image, rng, palette, centre, radius, phase, tilt)
    return grain(image, rng, 5)


def phases(size: Size, rng: Random, palette: Palette, *, columns: int = 4, rows: int = 5) -> Image.Image:
    """A month of moons in a grid, from new to full and back."""
    image = Image.new("RGB", size, palette.ground)
    width, height = size
    _stars(image, rng, palette, 260)
    step = min(width * 0.86 / columns, height * 0.86 / rows)
    tile = int(step)
    for index in range(columns * rows):
        row, column = divmod(index, columns)
        small = Image.new("RGB", (tile, tile), palette.ground)
        _body(small, rng, palette, (0.5, 0.5), 0.38, 2 * np.pi * (index + 0.7) / (columns * rows), -0.25)
        left, top = width / 2 + (column - columns / 2) * step, height / 2 + (row - rows / 2) * step
        image.paste(small, (round(left), round(top)))
    return grain(image, rng, 5)
