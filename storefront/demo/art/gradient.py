"""Slow Gradient: colour that takes its time, with enough grain to hold on to."""

import numpy as np
from PIL import Image

from storefront.demo.canvas import Field, Random, Size, apply_gradient, grain, grid, mask, noise, specks
from storefront.demo.palette import Palette


def _dither(field: Field, rng: Random, amount: float) -> Field:
    return np.clip(field + specks((field.shape[1], field.shape[0]), rng) * np.float32(amount), 0, 1)


def totem(size: Size, rng: Random, palette: Palette, *, count: int = 3) -> Image.Image:
    """Discs stacked like a pile of moons, each fading its own way."""
    x, y = grid(size)
    height = size[1] / size[0]
    image = apply_gradient(_dither(0.25 * y / height + 0 * x, rng, 0.06), (palette.ground, palette.tints[0]))
    radius = height * 0.8 / count / 2
    for index in range(count):
        cy = height * 0.1 + radius * (2 * index + 1)
        turn = rng.uniform(0, 2 * np.pi)
        u, v = (x - 0.5) / radius, (y - cy) / radius
        fade = 0.5 + 0.5 * (u * np.cos(turn) + v * np.sin(turn))
        inks = (
            palette.tints[index % len(palette.tints)],
            palette.tints[(index + 1) % len(palette.tints)],
            palette.ink if index % 2 else palette.ground,
        )
        image.paste(
            apply_gradient(_dither(np.clip(fade, 0, 1), rng, 0.3), inks),
            mask=mask((1 - np.hypot(u, v)) * radius * size[0] + 0.5),
        )
    return grain(image, rng, 4)


def horizon(size: Size, rng: Random, palette: Palette, *, sun: float = 0.27) -> Image.Image:
    """One sun, one line, two fades that disagree."""
    x, y = grid(size)
    height = size[1] / size[0]
    line = height * 0.62
    sky = apply_gradient(
        _dither(np.clip(y / line, 0, 1) ** 1.3 + 0 * x, rng, 0.16), (palette.ink, *palette.tints[::-1])
    )
    u, v = (x - 0.5) / sun, (y - line + sun * 0.35) / sun
    sky.paste(
        apply_gradient(_dither((v + 1) / 2 + 0 * u, rng, 0.2), (palette.ground, palette.tints[0], palette.tints[1])),
        mask=mask((1 - np.hypot(u, v)) * sun * size[0] + 0.5),
    )
    depth = np.clip((y - line) / (height - line), 0, 1)
    shimmer = (
        0.10
        * np.sin(90 * np.sqrt(depth + 0.02) + 9 * noise(size, 6, rng, 2))
        * (1 - depth)
        * np.exp(-(((x - 0.5) / (0.12 + 0.4 * depth)) ** 2))
    )
    sea = apply_gradient(
        _dither(
            0.12 + depth * 0.88 - np.exp(-(((x - 0.5) / (0.10 + 0.3 * depth)) ** 2)) * 0.22 * (1 - depth) + shimmer,
            rng,
            0.16,
        ),
        (palette.tints[0], *palette.tints[1:], palette.ink),
    )
    sky.paste(sea, mask=mask((y - line) * size[0] + 0.5 + 0 * x))
    return grain(sky, rng, 4)


def aurora(size: Size, rng: Random, palette: Palette, *, folds: float = 2.4) -> Image.Image:
    """Curtains of light: noise stretched tall and folded twice."""
    x, y = grid(size)
    bend = noise(size, 1.6, rng, 2)
    flow = noise(size, 2.4, rng, 2)
    wave = 0.5 + 0.5 * np.sin(2 * np.pi * (x * folds + 1.5 * bend + 0.35 * flow))
    fade = np.clip(1.15 * wave**1.4 * (0.45 + 0.8 * flow) * (1.1 - 0.5 * y / (size[1] / size[0])), 0, 1)
    return grain(
        apply_gradient(
            _dither(fade, rng, 0.17), palette.ramp if sum(palette.ground) < sum(palette.ink) else palette.ramp[::-1]
        ),
        rng,
        4,
    )
