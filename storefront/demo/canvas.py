"""The drawing table: fields of numbers, masks and inks. Sizes are pixels; y grows downwards."""

import functools
from collections.abc import Sequence
from typing import TypeVar

import numpy as np
import numpy.typing as npt
from PIL import Image, ImageChops, ImageFilter, ImageOps

from storefront.demo.palette import Colour

T = TypeVar("T", bound=np.generic)

Field = npt.NDArray[np.floating]  # computed in 32 bits
Points = npt.NDArray[np.floating]
Size = tuple[int, int]
Random = np.random.Generator
PATCH = 1024


def grid(size: Size) -> tuple[Field, Field]:
    """The x (one row) and y (one column) of each pixel's centre, in widths, so that drawings look alike at any size."""
    width, height = size
    x = (np.arange(width, dtype=np.float32) + 0.5) / width
    y = (np.arange(height, dtype=np.float32) + 0.5) / width
    return x[None, :], y[:, None]


def noise(size: Size, cells: float, rng: Random, octaves: int = 1, gain: float = 0.5) -> Field:
    """Smooth value noise, about 0 to 1, with `cells` bumps across the width; each octave doubles them at `gain` times
    the height."""
    width, height = size
    total = np.zeros((height, width), np.float32)
    for octave in range(octaves):
        across = max(2, round(cells * 2**octave))
        lattice = rng.random((max(2, round(across * height / width)) + 3, across + 3), dtype=np.float32)
        total += gain**octave * np.asarray(
            Image.fromarray(lattice).resize(size, Image.Resampling.BICUBIC, (1, 1, across + 2, len(lattice) - 1))
        )
    return np.asarray(total * ((1 - gain) / (1 - gain**octaves) if gain != 1 else 1 / octaves))


def smooth(field: Field, low: float, high: float) -> Field:
    """0 below `low`, 1 above `high`, smooth between."""
    t = np.clip((field - low) / (high - low), 0, 1)
    return np.asarray(t * t * (3 - 2 * t))


def mask(field: Field) -> Image.Image:
    """A field of coverage, 0 to 1, as a stencil."""
    return Image.fromarray((np.clip(field, 0, 1) * 255 + 0.5).astype(np.uint8))


def apply_gradient(field: Field, colours: Sequence[Colour], stops: Sequence[float] | None = None) -> Image.Image:
    """A field of 0 to 1 as a gradient through `colours`, evenly spread unless `stops` says where each stands."""
    at = np.linspace(0, 1, len(colours)) if stops is None else np.asarray(stops)
    levels = np.linspace(0, 1, 2048)
    table = np.stack([np.interp(levels, at, channel) for channel in zip(*colours, strict=True)], axis=1)
    index = (np.clip(field, 0, 1) * 2047).astype(np.uint16)
    return Image.fromarray((table + 0.5).astype(np.uint8)[index])


def mix(a: Colour, b: Colour, share: float) -> Colour:
    """`a` with a `share` of `b`, 0 to 1."""
    red, green, blue = (round(p + (q - p) * share) for p, q in zip(a, b, strict=True))
    return red, green, blue


def blend(colours: Sequence[Colour], at: float) -> Colour:
    """The colour at `at`, 0 to 1, of an even gradient."""
    place = min(max(at, 0.0), 1.0) * (len(colours) - 1)
    first = min(int(place), len(colours) - 2)
    return mix(colours[first], colours[first + 1], place - first)


def overprint(image: Image.Image, stencil: Image.Image, ink: Colour) -> None:
    """Print translucent ink through a stencil: where inks meet they multiply, as on a press."""
    film = Image.new("RGB", image.size, (255, 255, 255))
    film.paste(ink, mask=stencil)
    image.paste(ImageChops.multiply(image, film))


@functools.cache
def _static() -> Field:
    """White noise, 0 to 1, once: what is laid over a drawing needs no more than a patch to repeat, from a place that
    differs."""
    return np.random.default_rng(30).random((PATCH, PATCH), dtype=np.float32)


@functools.cache
def _dust(amount: int) -> npt.NDArray[np.uint8]:
    one, two = np.random.default_rng(amount).integers(0, amount + 1, (2, PATCH, PATCH), dtype=np.uint8)
    return np.asarray(one + two, np.uint8)


def _tile(patch: npt.NDArray[T], size: Size, rng: Random) -> npt.NDArray[T]:
    left, top = rng.integers(0, PATCH, 2)
    return np.asarray(
        patch.take(np.arange(top, top + size[1]) % PATCH, axis=0).take(np.arange(left, left + size[0]) % PATCH, axis=1)
    )


def specks(size: Size, rng: Random) -> Field:
    """White noise, -0.5 to 0.5.

    Takes the same two numbers from `rng` whatever the size, so that drawings look alike at any.
    """
    return np.asarray(_tile(_static(), size, rng) - np.float32(0.5))


def grain(image: Image.Image, rng: Random, amount: int = 5) -> Image.Image:
    """Paper and ink are never flat: adds monochrome noise of up to `amount` levels."""
    layer = Image.merge("RGB", [Image.fromarray(_tile(_dust(amount), image.size, rng))] * 3)
    return ImageChops.add(image, layer, 1, -amount)


def crop_to_fill(image: Image.Image, size: Size, at: tuple[float, float] = (0.5, 0.5)) -> Image.Image:
    """As much of a picture as fills `size`, taken at shares `at` of what is left over."""
    return ImageOps.fit(image, size, Image.Resampling.BICUBIC, centering=at)


def blur(stencil: Image.Image, radius: float) -> Image.Image:
    """A soft copy; wide radii are blurred small, which looks the same and is many times faster."""
    shrink = max(1, int(radius / 2))
    small = stencil.reduce(shrink) if shrink > 1 else stencil
    soft = small.filter(ImageFilter.GaussianBlur(radius / shrink))
    return soft.resize(stencil.size, Image.Resampling.BILINEAR) if shrink > 1 else soft
