"""Jigsaws: the picture in pieces, and the box that promises it."""

from functools import partial
from typing import NamedTuple

import numpy as np
from PIL import Image, ImageChops

from storefront.demo.art.outline import spline
from storefront.demo.canvas import Points, Random, crop_to_fill, mix
from storefront.demo.palette import Colour
from storefront.demo.pen import Pen, stencil
from storefront.demo.scene.desk import DESKS
from storefront.demo.scene.light import backdrop, cut, place, relit
from storefront.demo.scene.type import letter

KNOB = np.array([(0, 0), (0.2, 0.02), (0.4, 0.07), (0.43, 0.02), (0.38, -0.1), (0.42, -0.2), (0.5, -0.225),
                 (0.58, -0.2), (0.62, -0.1), (0.57, 0.02), (0.6, 0.07), (0.8, 0.02), (1, 0)])  # fmt: skip
MISSING = (3, 2)  # columns and rows of the last corner


class Seams(NamedTuple):
    """Every cut between two pieces: `across` by row and column of the piece above, `down` by those of the piece to the
    left."""

    across: dict[tuple[int, int], Points]
    down: dict[tuple[int, int], Points]


def _seam(start: Points, end: Points, rng: Random) -> Points:
    """One edge between two pieces: the knob to either side, never quite in the middle."""
    along = end - start
    normal = np.array([-along[1], along[0]]) * rng.choice([-1, 1])
    shape = KNOB + [rng.normal(0, 0.03), 0] * (np.abs(KNOB[:, 1:2]) > 0.015)
    fine = spline([(float(x), float(y)) for x, y in shape], closed=False, fine=5)
    return np.asarray(start + fine[:, :1] * along + fine[:, 1:] * normal)


def seams(width: int, height: int, columns: int, rows: int, rng: Random) -> Seams:
    """The cuts of a jigsaw of that many pieces, in pixels."""
    step = np.array([width / columns, height / rows])
    corners = np.stack(np.meshgrid(np.arange(columns + 1), np.arange(rows + 1)), -1) * step
    corners[1:-1, 1:-1] += rng.normal(0, step.min() * 0.05, (rows - 1, columns - 1, 2))
    across = {
        (r, c): _seam(corners[r + 1, c], corners[r + 1, c + 1], rng) for r in range(rows - 1) for c in range(columns)
    }
    down = {
        (r, c): _seam(corners[r, c + 1], corners[r + 1, c + 1], rng) for r in range(rows) for c in range(columns - 1)
    }
    return Seams(across, down)


def pieces(art: Image.Image, rng: Random, *, desk: str = "slate", columns: int = 12) -> Image.Image:
    """The puzzle from above with its last corner still to do."""
    image = backdrop(DESKS[desk], rng)
    width, height, rows = 1000, 1250, columns * 5 // 4
    sheet = art.resize((width, height), Image.Resampling.BICUBIC, reducing_gap=2)
    lines = seams(width, height, columns, rows, rng)
    _cut_along(sheet, [*lines.across.values(), *lines.down.values()])
    whole = sheet.convert("RGBA")
    whole.putalpha(ImageChops.invert(_corner(width, height, columns, rows, lines)))
    place(image, whole, (600, 760), lift=9)
    _scatter(image, sheet, columns, rows, rng)
    return image


def _cut_along(sheet: Image.Image, lines: list[Points]) -> None:
    """A dark cut with a light edge below it."""
    for drop, colour, strength in ((2, (255, 255, 255), 0.34), (0, (16, 14, 20), 0.72)):
        cuts = stencil(sheet.size, *(partial(Pen.line, points=line + drop, fill=255, width=1.6) for line in lines))
        sheet.paste(colour, mask=cuts.point(lambda level, s=strength: int(level * s)))


def _corner(width: int, height: int, columns: int, rows: int, lines: Seams) -> Image.Image:
    """What is not yet laid: the lower right pieces, bounded by real seams."""
    wide, tall = MISSING
    left = [lines.down[row, columns - wide - 1][::-1] for row in range(rows - 1, rows - tall - 1, -1)]
    top = [lines.across[rows - tall - 1, column] for column in range(columns - wide, columns)]
    rest = [
        [width + 2, height * (1 - tall / rows)],
        [width + 2, height + 2],
        [width * (1 - wide / columns), height + 2],
    ]
    return stencil((width, height), lambda pen: pen.polygon(np.concatenate([*left, *top, rest]), 255))


def _scatter(image: Image.Image, sheet: Image.Image, columns: int, rows: int, rng: Random) -> None:
    """The missing pieces but one, which is under the table."""
    step = sheet.width / columns
    for index in range(MISSING[0] * MISSING[1] - 1):
        column, row = columns - 1 - index % 3, rows - 1 - index // 3
        x, y = column * step, row * step
        pen = Pen(sheet.size, 0)
        pen.box(x + 4, y + 4, x + step - 4, y + step - 4, 255, step * 0.16)
        pen.disc(x + step / 2, y + 2, step * 0.15, 255)
        pen.disc(x + step - 2, y + step / 2, step * 0.15, 255)
        shape = pen.finish()
        piece = sheet.convert("RGBA")
        piece.putalpha(shape)
        spot = 980 + 92 * (index % 3) + rng.normal(0, 10), 1452 + 84 * (index // 3) + rng.normal(0, 8)
        place(image, piece.crop(shape.getbbox()), spot, turn=float(rng.uniform(0, 360)), lift=9)


def box(
    art: Image.Image, rng: Random, *, title: str, count: str, desk: str = "cream", side: Colour = (38, 46, 60)
) -> Image.Image:
    """The lid: picture, name, number of pieces; its depth below."""
    image = backdrop(DESKS[desk], rng)
    width, height, depth = 880, 1100, 120
    lid = Image.new("RGB", (width, height), side)
    lid.paste(crop_to_fill(art, (width - 56, width - 40)), (28, 28))
    pale = (255, 250, 240)
    letter(lid, title, (34, height - 152), 56, mix(side, pale, 0.9))
    letter(lid, f"{count} pieces. One seed.", (36, height - 80), 28, mix(side, pale, 0.62))
    whole = Image.new("RGB", (width, height + depth), side)
    whole.paste(relit(lid, np.broadcast_to(1.03 - 0.06 * np.linspace(0, 1, width, dtype=np.float32), (height, width))))
    flank = np.broadcast_to(0.8 - 0.25 * np.linspace(0, 1, depth, dtype=np.float32)[:, None], (depth, width))
    whole.paste(relit(Image.new("RGB", (width, depth), side), flank), (0, height))
    place(image, cut(whole, 5), (640, 800), lift=34)
    return image
