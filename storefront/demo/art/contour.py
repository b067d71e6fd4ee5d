"""Contour Club: maps of places that do not exist, surveyed to the last line."""

import numpy as np
from PIL import Image

from storefront.demo.canvas import Field, Random, Size, blend, blur, grain, grid, mask, mix, noise
from storefront.demo.palette import Palette


def _land(size: Size, rng: Random, cells: float, octaves: int) -> Field:
    field = noise(size, cells, rng, octaves, 0.42)
    return np.asarray((field - field.min()) / np.ptp(field))


def survey(
    size: Size, rng: Random, palette: Palette, *, cells: float = 2.4, levels: int = 26, dark: bool = False
) -> Image.Image:
    """Contour lines, every fifth one strong, over a faint wash of height."""
    land = _land(size, rng, cells, 4)
    paper, ink = (palette.ink, palette.ground) if dark else (palette.ground, palette.ink)
    image = Image.new("RGB", size, paper)
    image.paste(palette.tints[0], mask=mask(np.floor(land * levels / 5) / levels * 5 * 0.55))
    slope_y, slope_x = np.gradient(land * levels)
    slope = np.hypot(slope_x, slope_y) + 1e-4
    for every, weight, colour in ((1, 0.0011, mix(palette.tints[2], paper, 0.25)), (5, 0.0022, ink)):
        away = np.abs(land * levels / every - np.round(land * levels / every)) * every / slope
        image.paste(colour, mask=mask(weight * size[0] - away + 0.5))
    return grain(image, rng, 4)


def papercut(
    size: Size,
    rng: Random,
    palette: Palette,
    *,
    cells: float = 1.7,
    layers: int = 8,
    octaves: int = 3,
    well: bool = True,
) -> Image.Image:
    """Sheets of coloured card, each cut along a contour and laid on the one below, with the shadow it throws."""
    x, y = grid(size)
    land = _land(size, rng, cells, octaves)
    if well:
        away = np.hypot((x - 0.5) / 0.5, (y - size[1] / size[0] / 2) / (size[1] / size[0] / 2))
        land = 0.48 * land + 0.52 * np.clip(away, 0, 1.3) / 1.15
    ramp = palette.ramp[::-1]
    image = Image.new("RGB", size, ramp[0])
    for index in range(1, layers):
        cut = (land - (0.16 + 0.66 * index / layers)) * size[0] * 0.4
        sheet = mask(cut + 0.5)
        _shadow(image, sheet)
        image.paste(blend(ramp, index / (layers - 1)), mask=sheet)
    return grain(image, rng, 5)


def _shadow(image: Image.Image, sheet: Image.Image) -> None:
    near, far = image.width * 0.006, image.width * 0.02
    for radius, drop, strength in ((near, near, 0.34), (far, far * 0.9, 0.26)):
        soft = blur(sheet, radius).point(lambda level, s=strength: int(level * s))
        shifted = Image.new("L", image.size)
        shifted.paste(soft, (round(drop * 0.7), round(drop)))
        image.paste((16, 14, 22), mask=shifted)
