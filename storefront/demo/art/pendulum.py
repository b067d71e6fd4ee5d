"""Old Pendulum: a harmonograph. Two swings at almost musical intervals, and friction."""

import numpy as np
from PIL import Image

from storefront.demo.canvas import Field, Random, Size, grain, mask
from storefront.demo.palette import Palette

SAMPLES = 900_000


def _trace(
    size: Size, rng: Random, ratio: tuple[float, float, float], decay: float, begin: float, end: float, shift: float
) -> Field:
    """Ink laid down between two moments of the swing, 0 to 1, in passes per pixel."""
    t = np.linspace(begin, end, SAMPLES) * 2 * np.pi * 46
    fade = np.exp(-decay * t / 100)
    p, q, r = rng.uniform(0, 2 * np.pi, 3)
    one, two, three = ratio
    x = (np.sin(one * t + p) + 0.55 * np.sin(three * t + q + shift)) * fade
    y = (np.sin(two * t + r + shift) + 0.55 * np.cos(three * t + p)) * fade
    width, height = size
    x, y = (x - (x.min() + x.max()) / 2) / np.ptp(x), (y - (y.min() + y.max()) / 2) / np.ptp(y)
    column, row = width * (0.5 + 0.82 * x), height * (0.5 + 0.82 * y)
    total = np.zeros(width * height)
    base = np.floor(column).astype(np.int32), np.floor(row).astype(np.int32)
    part = column - base[0], row - base[1]
    for i in (0, 1):
        for j in (0, 1):
            weight = (part[0] if i else 1 - part[0]) * (part[1] if j else 1 - part[1])
            total += np.bincount((base[1] + j) * width + base[0] + i, weight, minlength=width * height)
    return total.reshape(height, width).astype(np.float32)


def draw(
    size: Size,
    rng: Random,
    palette: Palette,
    *,
    ratio: tuple[float, float, float] = (2.0, 3.002, 1.0),
    decay: float = 0.42,
    strength: float = 0.34,
    dark: bool = False,
) -> Image.Image:
    """`ratio` are the frequencies of the two arms and of the turning table; whole numbers close, others drift."""
    paper, inks = (
        (palette.ink, (palette.ground, palette.tints[1])) if dark else (palette.ground, (palette.ink, palette.tints[2]))
    )
    image = Image.new("RGB", size, paper)
    state = rng.bit_generator.state
    for ink, (begin, end), shift in zip(inks[::-1], ((0.0, 1.0), (0.0, 1.0)), (0.16, 0.0), strict=True):
        rng.bit_generator.state = state
        trace = _trace(size, rng, ratio, decay, begin, end, shift)
        image.paste(ink, mask=mask(1 - np.exp(-trace * strength)))
    return grain(image, rng, 4)
