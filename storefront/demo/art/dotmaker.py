"""Dotmaker: halftone screens. Tone becomes dots on turned grids, and inks meet as on a press."""

from collections.abc import Callable

import numpy as np
from PIL import Image

from storefront.demo.canvas import Field, Random, Size, grain, grid, mask, noise, overprint, smooth
from storefront.demo.palette import Palette


def screen(tone: Field, pitch: float, angle: float) -> Field:
    """Coverage of a dot screen: black dots grow until, past the middle tones, white ones remain; `pitch` in pixels,
    `angle` in degrees.

    The spot is the cosine one of PostScript's red book; its threshold is bent so that coverage follows tone.
    """
    height, width = tone.shape
    cos, sin = (np.float32(part * 2 * np.pi / pitch) for part in (np.cos(np.radians(angle)), np.sin(np.radians(angle))))
    x, y = np.arange(width, dtype=np.float32)[None, :], np.arange(height, dtype=np.float32)[:, None]
    spot = (np.cos(x * cos + y * sin) + np.cos(y * cos - x * sin)) / 4 + 0.5
    centred = 2 * np.clip(tone, 0, 1) - 1
    threshold = 0.5 - 0.5 * np.sign(centred) * (1 - np.sqrt(1 - np.abs(centred) * 0.999)) * 0.55 - 0.225 * centred
    return np.asarray(np.clip((spot - threshold) * np.float32(pitch * 0.62) + 0.5, 0, 1) * (tone > 0.012))


def ball(size: Size, rng: Random) -> Field:
    """A ball on a table, lit from the upper left, with its shadow."""
    x, y = grid(size)
    cx, cy, r = 0.5, size[1] / size[0] * 0.46, 0.31
    u, v = (x - cx) / r, (y - cy) / r
    z = np.sqrt(np.clip(1 - u * u - v * v, 0, 1))
    light = np.clip(-0.5 * u - 0.55 * v + 0.67 * z, 0, 1)
    rim = 0.2 * np.clip(u + v, 0, 1)
    inside = u * u + v * v < 1
    shadow = 0.8 * np.exp(-(((x - cx - 0.12) / 0.34) ** 2 + ((y - cy - r * 1.07) / 0.055) ** 2))
    table = smooth(y, cy + r * 0.72, cy + r * 2.4) * 0.34 + 0.05
    return np.asarray(np.where(inside, 0.97 - 0.95 * light - rim, np.maximum(table, shadow)), np.float32)


def dunes(size: Size, rng: Random) -> Field:
    """Sand with one sharp crest behind another, and a sun."""
    x, y = grid(size)
    tone = 0.26 - 0.2 * y / (size[1] / size[0]) + 0 * x
    tone = np.where(np.hypot(x - 0.3, y - 0.3) < 0.11, 0.82, tone)
    for index in range(6):
        base = 0.46 + 0.14 * index
        crest = base + 0.09 * np.sin(2.2 * x + rng.uniform(0, 6.3)) + 0.035 * np.sin(5.1 * x + rng.uniform(0, 6.3))
        below = y - crest
        lee = np.clip(1 - below / (0.13 + 0.05 * index), 0, 1) ** 1.4
        tone = np.where(below > 0, 0.05 + 0.85 * lee * (0.5 + 0.5 * np.sin(3.4 * x + index * 1.9)), tone)
    return tone.astype(np.float32)


def wave(size: Size, rng: Random) -> Field:
    """Folded cloth, or water, from phase-bent light."""
    x, y = grid(size)
    bend = noise(size, 1.8, rng, 2)
    return (0.48 + 0.47 * np.sin(8 * (x * 0.6 + y) + 8 * bend)).astype(np.float32)


def arches(size: Size, rng: Random) -> Field:
    """A colonnade at four in the afternoon: arch within arch, each with its own shadow, and steps up to the light."""
    x, y = grid(size)
    height = size[1] / size[0]
    tone = 0.5 - 0.16 * y / height + 0 * x
    for index, (half, top) in enumerate(((0.40, 0.26), (0.295, 0.40), (0.205, 0.53), (0.125, 0.65))):
        u = x - 0.5
        crown = top + half
        inside = (
            (np.abs(u) < half) & ((y > crown) | (np.hypot(u, y - crown) < half)) & (y < height * 0.86 - 0.055 * index)
        )
        round_ = np.where(y > crown, u / half, u / half * 0.8 + (y - crown) / half * 0.5)
        tone = np.where(inside, (0.78, 0.06, 0.9, 0.03)[index] + 0.15 * round_ * (1 if index % 2 else -1), tone)
    for step in range(5):
        top = height * 0.86 - 0.055 * (4 - step) + 0.0
        tone = np.where(
            (y > top) & (np.abs(x - 0.5) < 0.13 + 0.085 * step + 0.02),
            np.where(y < top + 0.016, 0.04, 0.34 + 0.1 * step - 0.25 * (x - 0.5)),
            tone,
        )
    return np.clip(tone, 0, 1).astype(np.float32)


def pear(size: Size, rng: Random) -> Field:
    """A pear on a table; its outline is one line of cosines."""
    x, y = grid(size)
    cy = size[1] / size[0] * 0.5
    v = np.clip((y - cy + 0.36) / 0.68, 0, 1)
    half = 0.245 * np.sqrt(np.clip(1 - (2 * v - 1) ** 2, 0, 1)) * (0.42 + 0.62 * smooth(v, 0.12, 0.66))
    u = (x - 0.5 - 0.02 * np.cos(v * 3)) / np.maximum(half, 1e-3)
    z = np.sqrt(np.clip(1 - u * u, 0, 1))
    light = np.clip(-0.55 * u + 0.62 * z + 0.34 * (0.5 - v), 0, 1)
    shadow = 0.8 * np.exp(-(((x - 0.63) / 0.3) ** 2 + ((y - cy - 0.325) / 0.04) ** 2))
    stalk = (np.abs(x - 0.5 - 0.035 * ((cy - 0.33 - y) / 0.1) ** 2) < 0.009) & (y < cy - 0.32) & (y > cy - 0.44)
    table = 0.12 + 0.22 * smooth(y, cy + 0.12, cy + 0.14) * (0.6 + 0.4 * y)
    body = np.where((np.abs(u) < 1) & (v > 0) & (v < 1), 0.98 - 0.97 * light, np.maximum(table, shadow))
    return np.where(stalk, 0.95, body).astype(np.float32)


SUBJECTS: dict[str, Callable[[Size, Random], Field]] = {
    "ball": ball,
    "dunes": dunes,
    "wave": wave,
    "arches": arches,
    "pear": pear,
}


def draw(
    size: Size,
    rng: Random,
    palette: Palette,
    *,
    subject: str = "ball",
    pitch: float = 0.0145,
    second: float = 0.55,
    turn: float = 45,
) -> Image.Image:
    """`pitch` is the distance of dots in widths; `second` the strength of the under-printed tint."""
    tone = SUBJECTS[subject](size, rng)
    image = Image.new("RGB", size, palette.ground)
    if second:
        x, y = grid(size)
        wash = np.clip(tone * second * 0.6 + 0.5 * second * (1 - y / (size[1] / size[0])) + 0 * x, 0, 1).astype(
            np.float32
        )
        overprint(image, mask(screen(wash, pitch * size[0], 75)), palette.tints[1])
    overprint(image, mask(screen(tone, pitch * size[0], turn)), palette.ink)
    return grain(image, rng, 4)
