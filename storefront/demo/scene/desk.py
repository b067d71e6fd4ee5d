"""Desks: a notebook shut, a notebook open, and something to write with."""

import numpy as np
from PIL import Image

from storefront.demo.canvas import Random, crop_to_fill, mix
from storefront.demo.palette import Colour
from storefront.demo.pen import Pen
from storefront.demo.scene.light import backdrop, cut, place, relit, rounded_light
from storefront.demo.scene.pencil import pencil

PAGE: Colour = (248, 244, 234)
DESKS: dict[str, Colour] = {
    "sand": (222, 205, 180), "slate": (92, 104, 112), "blush": (232, 200, 190), "fern": (150, 166, 142),
    "straw": (230, 200, 132), "sky": (178, 200, 212), "cocoa": (120, 92, 78), "cream": (238, 231, 218),
    "brick": (190, 104, 80), "lilac": (200, 190, 212),
}  # fmt: skip


def cover(
    art: Image.Image, size: tuple[int, int], spine: Colour, *, elastic: Colour | None = None, plate: bool = False
) -> Image.Image:
    """The art wrapped around a board, with a cloth spine and perhaps an elastic."""
    width, height = size
    face = crop_to_fill(art, size)
    back = round(width * 0.085)
    face.paste(spine, (0, 0, back, height))
    x = np.arange(width, dtype=np.float32)
    light = (
        1.0
        - 0.16 * np.exp(-(((x - back) / 5) ** 2))
        - 0.2 * np.exp(-(x / 8))
        + 0.05 * np.exp(-(((x - back * 0.45) / 9) ** 2))
        - 0.03 * x / width
    )
    face = relit(face, np.broadcast_to(light, (height, width)))
    if plate:
        _plate(face, width, height)
    if elastic:
        at, band = round(width * 0.885), round(width * 0.022)
        strap = relit(Image.new("RGB", (band, height), elastic), rounded_light((band, height), 0.4))
        face.paste(
            mix(spine, (0, 0, 0), 0.6), (at + 2, 0, at + band + 4, height), Image.new("L", (band + 2, height), 70)
        )
        face.paste(strap, (at, 0))
    return cut(face, width * 0.028)


def _plate(face: Image.Image, width: int, height: int) -> None:
    """An empty label for a title, a name, a warning."""
    w, h = round(width * 0.46), round(height * 0.13)
    label = Pen((w, h), PAGE)
    label.line(np.array([(w * 0.12, h * 0.62), (w * 0.88, h * 0.62)]), (150, 140, 128), 1.2)
    place(face, cut(label.finish(), 5), (width * 0.52, height * 0.3), lift=2)


def _block(width: int, height: int) -> Image.Image:
    """The pages' edges below a cover."""
    block = Image.new("RGB", (width, height), PAGE)
    lines = np.broadcast_to(0.93 + 0.05 * np.sin(np.arange(width, dtype=np.float32) * 1.3), (height, width))
    return cut(relit(block, lines), width * 0.022)


def notebook(
    art: Image.Image,
    rng: Random,
    *,
    desk: str = "sand",
    spine: Colour = (40, 44, 52),
    elastic: Colour | None = (40, 44, 52),
    size: tuple[int, int] = (760, 1076),
    turn: float = 6,
    plate: bool = False,
    write: Colour | None = (214, 150, 58),
) -> Image.Image:
    """One notebook from above; A5 unless `size` says otherwise."""
    image = backdrop(DESKS[desk], rng)
    centre = 620.0, 790.0
    width, height = size
    place(image, _block(width - 8, height - 10), (centre[0] + 9, centre[1] + 11), turn=turn, lift=26)
    place(image, cover(art, size, spine, elastic=elastic, plate=plate), centre, turn=turn, lift=3)
    if write:
        place(image, pencil(760, write), (1128, 900), turn=78, lift=9)
    return image


def stack(
    arts: list[Image.Image],
    rng: Random,
    *,
    desk: str = "cream",
    spines: tuple[Colour, ...] = ((40, 44, 52), (168, 74, 56), (74, 98, 86)),
) -> Image.Image:
    """A set of three pocket books, fanned."""
    image = backdrop(DESKS[desk], rng)
    for index, (art, spine) in enumerate(zip(arts, spines, strict=False)):
        centre = 440 + 200 * index, 640 + 170 * index
        place(image, _block(548, 770), (centre[0] + 5, centre[1] + 6), turn=14 - 9 * index, lift=16)
        place(image, cover(art, (556, 778), spine), centre, turn=14 - 9 * index, lift=3)
    return image


RULINGS = ("dotted", "lined", "squared", "plain")


def _page(width: int, height: int, ruling: str) -> Image.Image:
    pen = Pen((width, height), PAGE)
    step, ink = width / 26, (178, 184, 192)
    rows, columns = np.arange(step * 3, height - step * 2, step), np.arange(step * 2, width - step * 1.5, step)
    if ruling in ("lined", "squared"):
        for y in rows[:: 1 if ruling == "squared" else 2]:
            pen.line(
                np.array(
                    [
                        (step * 2 if ruling == "squared" else step, y),
                        (width - step * (1.5 if ruling == "squared" else 1), y),
                    ]
                ),
                ink,
                1,
            )
    if ruling == "squared":
        for x in columns:
            pen.line(np.array([(x, rows[0]), (x, rows[-1])]), ink, 1)
    if ruling == "dotted":
        for y in rows:
            for x in columns:
                pen.disc(x, y, 1.5, (150, 156, 164))
    return pen.finish()


def _colophon(art: Image.Image, width: int, height: int) -> Image.Image:
    """The left page: the drawing once more, small, and three lines about it."""
    page = _page(width, height, "plain")
    print_ = art.resize((250, round(250 * art.height / art.width)), Image.Resampling.BICUBIC, reducing_gap=2)
    page.paste(print_, ((width - 250) // 2, 150))
    pen = Pen((260, 60), PAGE)
    for row, reach in enumerate((150, 210, 110)):
        pen.line(np.array([(130 - reach / 2, 10 + row * 18), (130 + reach / 2, 10 + row * 18)]), (140, 134, 126), 2)
    page.paste(pen.finish(), ((width - 260) // 2, 190 + print_.height))
    return page


def spread(
    art: Image.Image,
    rng: Random,
    *,
    desk: str = "sand",
    ruling: str = "dotted",
    ribbon: Colour = (190, 72, 56),
    write: Colour = (40, 44, 52),
) -> Image.Image:
    """The same notebook open: the drawing's colophon on the left, room for yours on the right."""
    image = backdrop(DESKS[desk], rng)
    width, height = 540, 764
    pages = Image.new("RGB", (2 * width, height), PAGE)
    pages.paste(_page(width, height, ruling), (width, 0))
    pages.paste(_colophon(art, width, height), (0, 0))
    x = np.abs(np.arange(2 * width, dtype=np.float32) - width) / width
    gutter = 1.0 - 0.3 * np.exp(-x * 22) + 0.02 * np.exp(-(((x - 0.22) / 0.12) ** 2)) - 0.05 * x**3
    boards = cut(art.resize((2 * width + 22, height + 22), Image.Resampling.BILINEAR), 12)
    place(image, boards, (640, 800), turn=-4, lift=22)
    place(image, cut(relit(pages, np.broadcast_to(gutter, (height, 2 * width))), 8), (640, 799), turn=-4, lift=4)
    place(image, Image.new("RGBA", (15, 850), (*ribbon, 255)), (645, 856), turn=-5, lift=3)
    place(image, pencil(700, write), (980, 1180), turn=34, lift=9)
    return image
