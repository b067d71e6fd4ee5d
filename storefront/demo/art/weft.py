"""Weft: cloth, thread by thread. A list of warp colours, a list of weft colours, and who goes over whom."""

import numpy as np
from PIL import Image

from storefront.demo.canvas import Random, Size, grain, mix, noise
from storefront.demo.palette import Palette


def _sett(rng: Random, palette: Palette, length: int) -> list[int]:
    """A mirrored order of threads, as tartan weavers write it: ink number by thread."""
    half: list[int] = []
    while len(half) < length // 2:
        half += [int(rng.choice(len(palette.ramp), p=_weights(palette)))] * int(rng.choice([2, 2, 4, 6, 10, 14]))
    half = half[: length // 2]
    return half + half[::-1]


def _weights(palette: Palette) -> list[float]:
    raw = np.array([3.2, *(1.0 for _ in palette.tints), 2.2])
    return list(raw / raw.sum())


def plaid(
    size: Size, rng: Random, palette: Palette, *, threads: int = 128, repeat: int = 64, twill: int = 2
) -> Image.Image:
    """Twill: each weft goes over `twill` threads and under as many, one step further in every row."""
    width, height = size
    edge = width / threads
    sett = np.array(_sett(rng, palette, repeat))
    inks = np.array(palette.ramp, np.float32)
    x, y = np.arange(width) / edge, np.arange(height) / edge
    column, row = np.floor(x).astype(int)[None, :], np.floor(y).astype(int)[:, None]
    over = (column + row) % (2 * twill) < twill
    picked = np.where(over[..., None], inks[sett[column % repeat]], inks[sett[row % repeat]])
    round_x, round_y = np.sin((x % 1) * np.pi)[None, :], np.sin((y % 1) * np.pi)[:, None]
    light = (0.86 + 0.15 * np.where(over, round_x, round_y) + 0.05 * (noise(size, 60, rng) - 0.5)).astype(np.float32)
    return grain(Image.fromarray(np.clip(picked * light[..., None], 0, 255).astype(np.uint8)), rng, 5)


def ikat(size: Size, rng: Random, palette: Palette, *, columns: int = 5) -> Image.Image:
    """Diamonds with the feathered edges that dyed warps leave."""
    width, height = size
    x = np.arange(width, dtype=np.float32)[None, :] / width * columns
    y = np.arange(height, dtype=np.float32)[:, None] / width * columns
    thread = np.floor(np.arange(width) / (width / 320)).astype(int)
    slip = (rng.random(thread.max() + 1, dtype=np.float32) - 0.5)[thread][None, :] * 0.16
    u, v = np.abs(x % 1 - 0.5) * 2, np.abs((y * 0.72 + slip * 0.72) % 1 - 0.5) * 2
    reach = u * 0.9 + v
    inks = (
        palette.ink,
        palette.ground,
        palette.tints[2],
        palette.ground,
        palette.tints[1],
        palette.ink,
        palette.ground,
        palette.tints[0],
        palette.ink,
    )
    picked = np.array(inks, np.float32)[np.clip((reach * 4.6).astype(int), 0, len(inks) - 1)]
    shade = 0.94 + 0.1 * np.sin(np.arange(width) / (width / 320) * 2 * np.pi, dtype=np.float32)[None, :, None] * 0.5
    return grain(Image.fromarray(np.clip(picked * shade, 0, 255).astype(np.uint8)), rng, 6)


def stripes(size: Size, rng: Random, palette: Palette, *, count: int = 42) -> Image.Image:
    """A blanket's worth of stripes, no two neighbours alike."""
    width, height = size
    image = Image.new("RGB", size, palette.ground)
    top, last = 0.0, -1
    while top < height:
        band = height / count * float(rng.choice([0.4, 0.4, 1, 1, 2, 3.4]))
        ink = int(rng.choice([i for i in range(len(palette.ramp)) if i != last]))
        image.paste(mix(palette.ramp[ink], palette.ground, 0.06), (0, round(top), width, round(top + band)))
        top, last = top + band, ink
    return grain(image, rng, 7)
