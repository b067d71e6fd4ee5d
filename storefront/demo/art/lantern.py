"""Lantern: Voronoi windows. Every pane is the ground nearest to one point."""

import numpy as np
import numpy.typing as npt
from PIL import Image, ImageOps

from storefront.demo.canvas import Field, Random, Size, apply_gradient, blend, grain, grid, mask, noise
from storefront.demo.palette import Palette

Plane = npt.NDArray[np.complex64]


NEIGHBOURS = [complex(across, down) for down in (-1, 0, 1) for across in (-1, 0, 1)]


def _panes(place: Plane, rng: Random, jitter: float, around: int) -> tuple[Plane, Field, Field]:
    """For each place of a plane of cells: the point it belongs to, a random number of that pane, and how far the pane's
    edge is, in cells.

    Columns repeat after `around`, so that a window may be bent into a ring.
    """
    rows = int(place.imag.max()) + 3
    shift = rng.random((rows, around, 2), dtype=np.float32) * np.float32(jitter) + np.float32(0.5 - jitter / 2)
    luck = rng.random((rows, around), dtype=np.float32)
    cell = (np.floor(place.real) + 1j * np.floor(place.imag)).astype(np.complex64)

    def spot(at: Plane) -> tuple[npt.NDArray[np.int32], npt.NDArray[np.int32]]:
        return np.clip(at.imag.astype(np.int32) + 1, 0, rows - 1), at.real.astype(np.int32) % around

    points = shift.view(np.complex64)[..., 0]
    first, second, nearest = (
        np.full(place.shape, 99, np.float32),
        np.full(place.shape, 99, np.float32),
        np.zeros(place.shape, np.int8),
    )
    for number, step in enumerate(NEIGHBOURS):
        at = cell + np.complex64(step)
        gap = at + points[spot(at)] - place
        away = gap.real**2 + gap.imag**2
        np.minimum(second, np.maximum(first, away), out=second)
        np.putmask(nearest, away < first, number)
        np.minimum(first, away, out=first)
    own = cell + np.array(NEIGHBOURS, np.complex64)[nearest]
    return own + points[spot(own)], luck[spot(own)], (np.sqrt(second) - np.sqrt(first)) / 2


def window(
    size: Size,
    rng: Random,
    palette: Palette,
    *,
    columns: int = 13,
    sun: tuple[float, float] = (0.5, 0.45),
    lead: float = 0.0062,
    jitter: float = 0.9,
) -> Image.Image:
    """A sun behind coloured panes."""
    x, y = grid(size)
    point, luck, edge = _panes(((x + 1j * y) * columns).astype(np.complex64), rng, jitter, columns + 3)
    away = np.abs(point / columns - complex(*sun))
    place = np.clip(away * 1.45 + (luck - 0.5) * 0.34, 0, 1)
    streak = (noise(size, 26, rng, 2) - 0.5) * 0.09 + (noise((size[0], size[1]), 5, rng) - 0.5) * 0.12
    glow = np.clip(edge * 0.22, 0, 0.1)
    image = apply_gradient(np.clip(place + streak - glow, 0, 1), (palette.ground, *palette.tints))
    image.paste(palette.ink, mask=mask((lead * columns / 2 - edge) * size[0] / columns + 0.5))
    return grain(image, rng, 5)


def rose(
    size: Size, rng: Random, palette: Palette, *, petals: int = 12, rings: float = 6.5, lead: float = 0.0056
) -> Image.Image:
    """A rose window: one slice of panes, mirrored and turned.

    `petals` is a multiple of four, so that a quarter makes the whole.
    """
    x, y = grid(size)
    dx, dy = (x - 0.5)[:, : -(-size[0] // 2)], (y - size[1] / size[0] / 2)[: -(-size[1] // 2)]
    reach, angle = np.hypot(dx, dy), np.arctan2(dy, dx)
    slice_ = np.abs((angle / (2 * np.pi) * petals) % 1 - 0.5) * 2
    point, luck, edge = _panes((slice_ * 2 + 1j * reach * rings * 2).astype(np.complex64), rng, 0.8, 64)
    inks = np.array([blend((*palette.tints, palette.ground), i / 11) for i in range(12)], np.uint8)
    image = Image.fromarray(inks[(np.floor(point.imag).astype(int) * 5 + (luck * 4).astype(int) * 3) % 12])
    image.paste(palette.ink, mask=mask((lead * rings - edge) * size[0] / rings / 2 + 0.5))
    outside = (reach - 0.455) * size[0]
    image.paste(palette.ink, mask=mask(outside + 0.5))
    image.paste(palette.ground, mask=mask(outside - size[0] * 0.012 + 0.5))
    return grain(_unfold(image, size), rng, 5)


def _unfold(quarter: Image.Image, size: Size) -> Image.Image:
    """The whole of which this is the upper left quarter."""
    whole = Image.new("RGB", size)
    right, lower = size[0] - quarter.width, size[1] - quarter.height
    for flipped, corner in (
        (ImageOps.flip(ImageOps.mirror(quarter)), (right, lower)),
        (ImageOps.flip(quarter), (0, lower)),
        (ImageOps.mirror(quarter), (right, 0)),
        (quarter, (0, 0)),
    ):
        whole.paste(flipped, corner)
    return whole
