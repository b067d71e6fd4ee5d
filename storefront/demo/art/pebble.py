"""Pebble: circles that grow until they touch, then get their stripes."""

import numpy as np
from PIL import Image

from storefront.demo.canvas import Random, Size, grain
from storefront.demo.palette import Colour, Palette
from storefront.demo.pen import Pen


def pack(
    size: Size, rng: Random, largest: float, smallest: float, gap: float, margin: float, tries: int
) -> list[tuple[float, float, float]]:
    """Circles (x, y, radius) in widths that do not touch; large ones find their place first."""
    height = size[1] / size[0]
    kept = np.empty((0, 3))
    for x, y, wish in zip(
        rng.uniform(margin, 1 - margin, tries),
        rng.uniform(margin, height - margin, tries),
        largest * rng.random(tries) ** 0.7,
        strict=True,
    ):
        room = min(x - margin, 1 - margin - x, y - margin, height - margin - y, wish + smallest)
        if len(kept):
            room = min(room, float((np.hypot(kept[:, 0] - x, kept[:, 1] - y) - kept[:, 2]).min()) - gap)
        if room > smallest:
            kept = np.vstack([kept, (x, y, room)])
    return [(float(x), float(y), float(r)) for x, y, r in kept]


def draw(
    size: Size,
    rng: Random,
    palette: Palette,
    *,
    largest: float = 0.13,
    smallest: float = 0.008,
    gap: float = 0.006,
    margin: float = 0.07,
    tries: int = 5000,
    dark: bool = False,
) -> Image.Image:
    """A beach."""
    paper, inks = (
        (palette.ink, (palette.ground, *palette.tints)) if dark else (palette.ground, (palette.ink, *palette.tints))
    )
    pen = Pen(size, paper)
    scale = size[0]
    for x, y, r in pack(size, rng, largest, smallest, gap, margin, tries):
        ink, second = (inks[i] for i in rng.choice(len(inks), 2, replace=False))
        _stone(pen, rng, x * scale, y * scale, r * scale, ink, second if rng.random() < 0.45 else paper, r > 0.022)
    return grain(pen.finish(), rng, 5)


def _stone(pen: Pen, rng: Random, x: float, y: float, r: float, ink: Colour, second: Colour, large: bool) -> None:
    pen.disc(x, y, r, ink)
    kind = rng.integers(0, 6) if large else 5
    if kind == 0:
        for ring in range(1, 5):
            pen.disc(x, y, r * (1 - ring / 5), second if ring % 2 else ink)
    elif kind in (1, 2):
        _stripes(pen, x, y, r, float(rng.uniform(0, np.pi)), second, (0.13, 0.3)[kind - 1])
    elif kind == 3:
        angle = rng.uniform(0, 2 * np.pi)
        t = np.linspace(angle, angle + np.pi, 60)
        pen.polygon(np.stack([x + r * 0.995 * np.cos(t), y + r * 0.995 * np.sin(t)], 1), second)
    elif kind == 4:
        n = np.arange(1, 60)
        for reach, angle in zip(r * 0.9 * np.sqrt(n / 60), n * 2.39996, strict=True):
            pen.disc(x + reach * np.cos(angle), y + reach * np.sin(angle), r * 0.045, second)


def _stripes(pen: Pen, x: float, y: float, r: float, angle: float, ink: Colour, pitch: float) -> None:
    along, across = np.array([np.cos(angle), np.sin(angle)]), np.array([-np.sin(angle), np.cos(angle)])
    for offset in np.arange(-1 + pitch, 1, pitch * 2):
        half = np.array([offset, min(offset + pitch, 0.999)])
        reach = np.sqrt(np.clip(0.985 - half**2, 0, 1))
        corners = [
            half[0] * across - reach[0] * along,
            half[0] * across + reach[0] * along,
            half[1] * across + reach[1] * along,
            half[1] * across - reach[1] * along,
        ]
        pen.polygon(np.array([x, y]) + r * np.array(corners), ink)
