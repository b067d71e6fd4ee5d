"""Tidewater: landscapes as layers of cut paper, each paler with distance, under a low sun."""

import numpy as np
from PIL import Image

from storefront.demo.canvas import Field, Random, Size, apply_gradient, blend, grain, grid, mask, mix, noise, specks
from storefront.demo.palette import Colour, Palette
from storefront.demo.pen import Pen, stencil


def _crest(width: int, rng: Random, rough: float, sharp: float) -> Field:
    """A horizon line, 0 to 1: rolling where `sharp` is 0, alpine where it is 1."""
    line = np.zeros(width, np.float32)
    for octave in range(7):
        wave = noise((width, 2), 1.6 * 2**octave, rng)[0]
        line += rough**octave * ((1 - sharp) * wave + sharp * (1 - np.abs(2 * wave - 1)))
    return np.asarray((line - line.min()) / max(float(np.ptp(line)), 1e-6))


def _layer(image: Image.Image, crest: Field, depth: float, top: Colour, foot: Colour, rng: Random) -> None:
    """One range: its crest in `top`, sinking into the mist of `foot`, with the speckle of a worn printing drum."""
    first = min(max(int(crest.min() * image.width) - 1, 0), image.height - 1)
    size = image.width, image.height - first
    below = grid(size)[1] + np.float32(first / image.width) - crest[None, :]
    shade = np.clip(below / np.float32(depth), 0, 1)
    worn = shade**0.8 + specks(size, rng) * 0.3 * (1 - shade) * shade
    image.paste(apply_gradient(worn, (top, foot)), (0, first), mask(below * image.width + 0.5))


def _sky(size: Size, palette: Palette, sun: tuple[float, float, float], night: bool) -> Image.Image:
    x, y = grid(size)
    height = size[1] / size[0]
    colours = (
        (palette.ink, mix(palette.ink, palette.tints[-1], 0.7), palette.tints[0])
        if night
        else (palette.tints[0], mix(palette.tints[0], palette.ground, 0.7), palette.ground)
    )
    image = apply_gradient(y / height + 0 * x, colours)
    glow = np.exp(-(((x - sun[0]) ** 2 + (y - sun[1]) ** 2) / (2.6 * sun[2]) ** 2)) * 0.55
    image.paste(palette.ground, mask=mask(glow))
    disc = palette.ground if night else palette.tints[1 % len(palette.tints)]
    image.paste(
        disc, mask=stencil(size, lambda pen: pen.disc(sun[0] * size[0], sun[1] * size[0], sun[2] * size[0], 255))
    )
    return image


def draw(
    size: Size,
    rng: Random,
    palette: Palette,
    *,
    layers: int = 7,
    rough: float = 0.5,
    sharp: float = 0.0,
    swell: float = 0.16,
    horizon: float = 0.42,
    sun: tuple[float, float, float] = (0.64, 0.36, 0.12),
    night: bool = False,
    birds: int = 0,
) -> Image.Image:
    """`horizon` is where the farthest crest stands and `swell` how tall crests are, in widths of the picture."""
    image = _sky(size, palette, sun, night)
    height = size[1] / size[0]
    far, near = (palette.tints[0], palette.ink) if not night else (palette.tints[-1], palette.ink)
    depths = (far, *palette.tints[-2:], near) if not night else (palette.tints[1], palette.ink)
    for index in range(layers):
        nearness = index / (layers - 1)
        base = horizon + (height - horizon - 0.06) * nearness**1.25
        crest = base - swell * (0.55 + 0.6 * nearness) * _crest(size[0], rng, rough, sharp) + swell * 0.5
        colour = blend(depths, 0.08 + 0.92 * nearness)
        _layer(
            image,
            crest.astype(np.float32),
            0.34,
            colour,
            mix(colour, palette.ground, 0.55 * (1 - nearness) + 0.06),
            rng,
        )
    if birds:
        _birds(image, rng, palette.ink, birds, sun)
    return grain(image, rng, 6)


def _birds(image: Image.Image, rng: Random, ink: Colour, count: int, sun: tuple[float, float, float]) -> None:
    def flock(pen: Pen) -> None:
        for _ in range(count):
            x, y = (np.asarray(sun[:2]) + rng.normal(0, (0.16, 0.07))) * image.width
            span = image.width * rng.uniform(0.008, 0.016)
            for side in (-1, 1):
                arc = np.linspace(0, 1, 12)
                pen.ribbon(
                    np.stack([x + side * arc * span, y - span * 0.5 * np.sin(arc * 2.6)], 1),
                    span * 0.16 * (1.1 - arc),
                    255,
                    caps=False,
                )

    image.paste(ink, mask=stencil(image.size, flock))
