"""A pen with smooth edges: draws at twice the size and hands back half of it. y grows downwards."""

from collections.abc import Callable

import numpy as np
from PIL import Image, ImageDraw

from storefront.demo.canvas import Points, Size
from storefront.demo.palette import Colour

SCALE = 2
Ink = Colour | int


class Pen:
    """Coordinates and widths are pixels of the finished picture, or whatever `unit` pixels are."""

    def __init__(self, size: Size, ground: Ink, unit: float = 1) -> None:
        self._image = Image.new("L" if isinstance(ground, int) else "RGB", (size[0] * SCALE, size[1] * SCALE), ground)
        self._draw = ImageDraw.Draw(self._image)
        self._scale = SCALE * unit

    def polygon(self, points: Points, fill: Ink) -> None:
        self._draw.polygon((points * self._scale).ravel().tolist(), fill=fill)

    def line(self, points: Points, fill: Ink, width: float) -> None:
        self._draw.line(
            (points * self._scale).ravel().tolist(), fill=fill, width=max(1, round(width * self._scale)), joint="curve"
        )

    def oval(self, x0: float, y0: float, x1: float, y1: float, fill: Ink) -> None:
        s = self._scale
        self._draw.ellipse((x0 * s, y0 * s, x1 * s, y1 * s), fill=fill)

    def disc(self, x: float, y: float, radius: float, fill: Ink) -> None:
        self.oval(x - radius, y - radius, x + radius, y + radius, fill)

    def ring(self, x: float, y: float, radius: float, fill: Ink, width: float) -> None:
        s, r = self._scale, radius * self._scale
        self._draw.ellipse((x * s - r, y * s - r, x * s + r, y * s + r), outline=fill, width=max(1, round(width * s)))

    def slice(self, x: float, y: float, radius: float, left: int, up: int, fill: Ink) -> None:
        """A quarter disc about x, y that opens to the left where `left` is 1, and upwards where `up` is."""
        s, r, start = self._scale, radius * self._scale, {(0, 0): 0, (1, 0): 90, (1, 1): 180, (0, 1): 270}[left, up]
        self._draw.pieslice((x * s - r, y * s - r, x * s + r, y * s + r), start, start + 90, fill=fill)

    def box(self, x0: float, y0: float, x1: float, y1: float, fill: Ink, radius: float = 0) -> None:
        s = self._scale
        self._draw.rounded_rectangle((x0 * s, y0 * s, x1 * s - 1, y1 * s - 1), radius * s, fill=fill)

    def ribbon(self, points: Points, widths: Points | float, fill: Ink, caps: bool = True) -> None:
        """A stroke along `points` whose width may change on the way, with round ends where `caps`."""
        ahead = np.gradient(points, axis=0)
        normal = (
            np.stack([-ahead[:, 1], ahead[:, 0]], axis=1)
            / np.maximum(np.hypot(ahead[:, 0], ahead[:, 1]), 1e-6)[:, None]
        )
        half = np.broadcast_to(np.asarray(widths, np.float64) / 2, (len(points),))
        self.polygon(np.concatenate([points + normal * half[:, None], (points - normal * half[:, None])[::-1]]), fill)
        if caps:
            self.disc(points[0, 0], points[0, 1], half[0], fill)
            self.disc(points[-1, 0], points[-1, 1], half[-1], fill)

    def finish(self) -> Image.Image:
        return self._image.reduce(SCALE)


def stencil(size: Size, *draws: Callable[[Pen], None], unit: float = 1) -> Image.Image:
    """A stencil of whatever `draws` do, one after another, with a white pen on black."""
    pen = Pen(size, 0, unit)
    for draw in draws:
        draw(pen)
    return pen.finish()
