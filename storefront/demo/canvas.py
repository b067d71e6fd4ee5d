"""The drawing table: fields of numbers, masks, inks and a supersampled pen. Sizes and coordinates are pixels; y grows downwards."""

from collections.abc import Callable, Sequence

import numpy as np
import numpy.typing as npt
from PIL import Image, ImageChops, ImageDraw, ImageFilter, ImageOps

from storefront.demo.palette import Colour

Field = npt.NDArray[np.float32]
Points = npt.NDArray[np.floating]
Size = tuple[int, int]
Random = np.random.Generator


def grid(size: Size) -> tuple[Field, Field]:
    """The x (one row) and y (one column) of every pixel's centre, in widths, so that drawings look alike at any size."""
    width, height = size
    x = (np.arange(width, dtype=np.float32) + 0.5) / width
    y = (np.arange(height, dtype=np.float32) + 0.5) / width
    return x[None, :], y[:, None]


def noise(size: Size, cells: float, rng: Random, octaves: int = 1, gain: float = 0.5) -> Field:
    """Smooth value noise, about 0 to 1, with `cells` bumps across the width; each octave doubles them at `gain` times the height."""
    width, height = size
    total = np.zeros((height, width), np.float32)
    for octave in range(octaves):
        across = max(2, round(cells * 2**octave))
        lattice = rng.random((max(2, round(across * height / width)) + 3, across + 3), dtype=np.float32)
        total += gain**octave * np.asarray(
            Image.fromarray(lattice).resize(size, Image.Resampling.BICUBIC, (1, 1, across + 2, len(lattice) - 1))
        )
    return total * ((1 - gain) / (1 - gain**octaves) if gain != 1 else 1 / octaves)


def smooth(field: Field, low: float, high: float) -> Field:
    """0 below `low`, 1 above `high`, smooth between."""
    t = np.clip((field - low) / (high - low), 0, 1)
    return t * t * (3 - 2 * t)


def mask(field: Field) -> Image.Image:
    """A field of coverage, 0 to 1, as a stencil."""
    return Image.fromarray((np.clip(field, 0, 1) * 255 + 0.5).astype(np.uint8))


def tinted(field: Field, colours: Sequence[Colour], stops: Sequence[float] | None = None) -> Image.Image:
    """A field of 0 to 1 as a gradient through `colours`, evenly spread unless `stops` says where each stands."""
    at = np.linspace(0, 1, len(colours)) if stops is None else np.asarray(stops)
    levels = np.linspace(0, 1, 2048)
    table = np.stack([np.interp(levels, at, channel) for channel in zip(*colours, strict=True)], axis=1)
    index = (np.clip(field, 0, 1) * 2047).astype(np.uint16)
    return Image.fromarray((table + 0.5).astype(np.uint8)[index])


def mixed(a: Colour, b: Colour, share: float) -> Colour:
    """`a` with a `share` of `b`, 0 to 1."""
    red, green, blue = (round(p + (q - p) * share) for p, q in zip(a, b, strict=True))
    return red, green, blue


def blend(colours: Sequence[Colour], at: float) -> Colour:
    """The colour at `at`, 0 to 1, of an even gradient."""
    place = min(max(at, 0.0), 1.0) * (len(colours) - 1)
    first = min(int(place), len(colours) - 2)
    return mixed(colours[first], colours[first + 1], place - first)


def overprint(image: Image.Image, stencil: Image.Image, ink: Colour) -> None:
    """Prints translucent ink through a stencil: where inks meet they multiply, as on a press."""
    film = Image.new("RGB", image.size, (255, 255, 255))
    film.paste(ink, mask=stencil)
    image.paste(ImageChops.multiply(image, film))


def grain(image: Image.Image, rng: Random, amount: int = 5) -> Image.Image:
    """Paper and ink are never flat: adds monochrome noise of up to `amount` levels."""
    height, width = image.height, image.width
    speck = rng.integers(0, amount + 1, (height, width), dtype=np.uint8) + rng.integers(0, amount + 1, (height, width), dtype=np.uint8)
    layer = Image.merge("RGB", [Image.fromarray(speck)] * 3)
    return ImageChops.add(image, layer, 1, -amount)


def filled(image: Image.Image, size: Size, at: tuple[float, float] = (0.5, 0.5)) -> Image.Image:
    """As much of a picture as fills `size`, taken at shares `at` of what is left over."""
    return ImageOps.fit(image, size, Image.Resampling.BICUBIC, centering=at)


def blurred(stencil: Image.Image, radius: float) -> Image.Image:
    """A soft copy; wide radii are blurred small, which looks the same and is many times faster."""
    shrink = max(1, int(radius / 2))
    small = stencil.reduce(shrink) if shrink > 1 else stencil
    soft = small.filter(ImageFilter.GaussianBlur(radius / shrink))
    return soft.resize(stencil.size, Image.Resampling.BICUBIC) if shrink > 1 else soft


class Pen:
    """Draws shapes at twice the size and hands them back smooth. Coordinates are pixels of the finished picture."""

    def __init__(self, size: Size, ground: Colour | int, scale: int = 2) -> None:
        self.scale = scale
        self._image = Image.new("L" if isinstance(ground, int) else "RGB", (size[0] * scale, size[1] * scale), ground)
        self._draw = ImageDraw.Draw(self._image)

    def polygon(self, points: Points, fill: Colour | int) -> None:
        self._draw.polygon((points * self.scale).ravel().tolist(), fill=fill)

    def line(self, points: Points, fill: Colour | int, width: float) -> None:
        self._draw.line((points * self.scale).ravel().tolist(), fill=fill, width=max(1, round(width * self.scale)), joint="curve")

    def disc(self, x: float, y: float, radius: float, fill: Colour | int) -> None:
        s, r = self.scale, radius * self.scale
        self._draw.ellipse((x * s - r, y * s - r, x * s + r, y * s + r), fill=fill)

    def slice(self, x: float, y: float, radius: float, left: int, up: int, fill: Colour | int) -> None:
        """A quarter disc about x, y that opens to the left where `left` is 1, and upwards where `up` is."""
        s, r, start = self.scale, radius * self.scale, {(0, 0): 0, (1, 0): 90, (1, 1): 180, (0, 1): 270}[left, up]
        self._draw.pieslice((x * s - r, y * s - r, x * s + r, y * s + r), start, start + 90, fill=fill)

    def ring(self, x: float, y: float, radius: float, fill: Colour | int, width: float) -> None:
        s, r = self.scale, radius * self.scale
        self._draw.ellipse((x * s - r, y * s - r, x * s + r, y * s + r), outline=fill, width=max(1, round(width * s)))

    def oval(self, x0: float, y0: float, x1: float, y1: float, fill: Colour | int) -> None:
        s = self.scale
        self._draw.ellipse((x0 * s, y0 * s, x1 * s, y1 * s), fill=fill)

    def box(self, x0: float, y0: float, x1: float, y1: float, fill: Colour | int, radius: float = 0) -> None:
        s = self.scale
        self._draw.rounded_rectangle((x0 * s, y0 * s, x1 * s - 1, y1 * s - 1), radius * s, fill=fill)

    def ribbon(self, points: Points, widths: Points | float, fill: Colour | int, caps: bool = True) -> None:
        """A stroke along `points` whose width may change on the way."""
        ahead = np.gradient(points, axis=0)
        normal = np.stack([-ahead[:, 1], ahead[:, 0]], axis=1) / np.maximum(np.hypot(ahead[:, 0], ahead[:, 1]), 1e-6)[:, None]
        half = np.broadcast_to(np.asarray(widths, np.float64) / 2, (len(points),))
        self.polygon(np.concatenate([points + normal * half[:, None], (points - normal * half[:, None])[::-1]]), fill)
        if caps:
            self.disc(points[0, 0], points[0, 1], half[0], fill)
            self.disc(points[-1, 0], points[-1, 1], half[-1], fill)

    def done(self) -> Image.Image:
        return self._image.reduce(self.scale) if self.scale > 1 else self._image


def stencil(size: Size, draw: Callable[[Pen], None]) -> Image.Image:
    """A stencil of whatever `draw` does with a white pen on black."""
    pen = Pen(size, 0)
    draw(pen)
    return pen.done()
