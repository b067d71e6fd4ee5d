"""Jigsaws: the picture in pieces, and the box that promises it."""

import numpy as np
from PIL import Image, ImageChops

from storefront.demo.art.still import spline
from storefront.demo.canvas import Pen, Points, Random, filled, mixed, stencil
from storefront.demo.palette import Colour
from storefront.demo.scene.desk import DESKS
from storefront.demo.scene.light import backdrop, cut, place, relit
from storefront.demo.scene.type import letter

KNOB = np.array(
    [
        (0, 0),
        (0.2, 0.02),
        (0.4, 0.07),
        (0.43, 0.02),
        (0.38, -0.1),
        (0.42, -0.2),
        (0.5, -0.225),
        (0.58, -0.2),
        (0.62, -0.1),
        (0.57, 0.02),
        (0.6, 0.07),
        (0.8, 0.02),
        (1, 0),
    ]
)


def _seam(start: Points, end: Points, side: int, luck: float) -> Points:
    """One edge between two pieces: the knob to one side, never quite in the middle."""
    along = end - start
    across = np.array([-along[1], along[0]]) * side
    shape = KNOB + [luck, 0] * (np.abs(KNOB[:, 1:2]) > 0.015)
    fine = spline([(float(x), float(y)) for x, y in shape], closed=False, fine=5)
    return np.asarray(start + fine[:, :1] * along + fine[:, 1:] * across)


def seams(width: int, height: int, columns: int, rows: int, rng: Random) -> list[Points]:
    """Every inner edge of a jigsaw of that many pieces, in pixels."""
    step_x, step_y = width / columns, height / rows
    grid = np.stack(np.meshgrid(np.arange(columns + 1) * step_x, np.arange(rows + 1) * step_y), -1)
    inner = np.zeros_like(grid)
    inner[1:-1, 1:-1] = rng.normal(0, min(step_x, step_y) * 0.05, (rows - 1, columns - 1, 2))
    grid = grid + inner
    edges = [(grid[r, c], grid[r, c + 1]) for r in range(1, rows) for c in range(columns)]
    edges += [(grid[r, c], grid[r + 1, c]) for c in range(1, columns) for r in range(rows)]
    return [_seam(a, b, int(rng.choice([-1, 1])), float(rng.normal(0, 0.03))) for a, b in edges]


def pieces(art: Image.Image, rng: Random, *, desk: str = "slate", columns: int = 12, loose: int = 5) -> Image.Image:
    """The puzzle from above with its last corner still to do."""
    image = backdrop(DESKS[desk], rng)
    width, height, rows = 1000, 1250, columns * 5 // 4
    sheet = art.resize((width, height), Image.Resampling.LANCZOS, reducing_gap=2)
    lines = seams(width, height, columns, rows, rng)
    cuts = stencil((width, height), lambda pen: [pen.line(line, 255, 1.6) for line in lines])  # type: ignore[arg-type, return-value]
    sheet.paste((255, 255, 255), mask=ImageChops.offset(cuts, 2, 2).point(lambda level: int(level * 0.34)))
    sheet.paste((16, 14, 20), mask=cuts.point(lambda level: int(level * 0.72)))
    whole = sheet.convert("RGBA")
    gap = _corner(width, height, columns, rows, lines)
    whole.putalpha(ImageChops.invert(gap))
    place(image, whole, (600, 760), turn=0, lift=9)
    step = width / columns
    for index in range(loose):
        column, row = columns - 1 - index % 3, rows - 1 - index // 3
        cell = stencil(
            (width, height),
            lambda pen, c=column, r=row: pen.box(c * step + 4, r * step + 4, (c + 1) * step - 4, (r + 1) * step - 4, 255, step * 0.16),
        )
        pen = Pen((width, height), 0)
        piece = sheet.convert("RGBA")
        knob = [((column + 0.5) * step, row * step + step * 0.02), (column * step + step * 0.98, (row + 0.5) * step)]
        for x, y in knob:
            pen.disc(x, y, step * 0.15, 255)
        shape = ImageChops.lighter(cell, pen.done())
        piece.putalpha(shape)
        box = shape.getbbox()
        if box:
            place(
                image,
                piece.crop(box),
                (980 + 92 * (index % 3) + rng.normal(0, 10), 1452 + 84 * (index // 3) + rng.normal(0, 8)),
                turn=float(rng.uniform(0, 360)),
                lift=9,
            )
    return image


def _corner(width: int, height: int, columns: int, rows: int, lines: list[Points]) -> Image.Image:
    """What is not yet laid: the lower right pieces, bounded by real seams."""
    step_x, step_y = width / columns, height / rows
    across, down = 3, 2
    outline: list[Points] = []
    per_row = columns
    row_edges = {(r, c): lines[(r - 1) * per_row + c] for r in range(1, rows) for c in range(columns)}
    base = (rows - 1) * columns
    column_edges = {(c, r): lines[base + (c - 1) * rows + r] for c in range(1, columns) for r in range(rows)}
    outline += [column_edges[columns - across, r] for r in range(rows - 1, rows - down - 1, -1)]
    path = np.concatenate([edge[::-1] for edge in outline] + [row_edges[rows - down, c] for c in range(columns - across, columns)])
    path = np.concatenate([path, [[width + 2, height - down * step_y], [width + 2, height + 2], [width - across * step_x, height + 2]]])
    return stencil((width, height), lambda pen: pen.polygon(path, 255))


def box(art: Image.Image, rng: Random, *, title: str, count: str, desk: str = "cream", side: Colour = (38, 46, 60)) -> Image.Image:
    """The lid: picture, name, number of pieces; its depth below."""
    image = backdrop(DESKS[desk], rng)
    width, height, depth = 880, 1100, 120
    lid = Image.new("RGB", (width, height), side)
    picture = filled(art, (width - 56, width - 40))
    lid.paste(picture, (28, 28))
    pale = mixed(side, (255, 250, 240), 0.9)
    letter(lid, title, (34, height - 152), 56, pale)
    letter(lid, f"{count} pieces. One seed.", (36, height - 80), 28, mixed(side, (255, 250, 240), 0.62))
    flank = relit(
        Image.new("RGB", (width, depth), side),
        np.broadcast_to(0.8 - 0.25 * np.linspace(0, 1, depth, dtype=np.float32)[:, None], (depth, width)),
    )
    whole = Image.new("RGB", (width, height + depth), side)
    x = np.linspace(0, 1, width, dtype=np.float32)
    whole.paste(relit(lid, np.broadcast_to(1.03 - 0.06 * x, (height, width))), (0, 0))
    whole.paste(flank, (0, height))
    place(image, cut(whole, 5), (640, 800), lift=34)
    return image
