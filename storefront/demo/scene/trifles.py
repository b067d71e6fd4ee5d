"""Trifles: stickers, bookmarks."""

import numpy as np
from PIL import Image

from storefront.demo.canvas import Random, crop_to_fill
from storefront.demo.palette import Colour
from storefront.demo.pen import Pen, stencil
from storefront.demo.scene.desk import DESKS
from storefront.demo.scene.light import backdrop, place


def _die_cut(art: Image.Image, shape: str, size: int) -> Image.Image:
    """A sticker: the drawing in a white rim."""
    rim = round(size * 0.05)
    whole = Image.new("RGBA", (size, size), (252, 250, 246, 255))
    face = art.resize(
        (size, size),
        Image.Resampling.LANCZOS,
        box=(art.width * 0.12, art.height * 0.22, art.width * 0.88, art.height * 0.22 + art.width * 0.76),
        reducing_gap=2,
    )
    hexagon = np.array([(np.cos(a), np.sin(a)) for a in np.arange(6) * np.pi / 3 + np.pi / 6])

    def draw(pen: Pen, inset: float) -> None:
        if shape == "disc":
            pen.disc(size / 2, size / 2, size / 2 - inset, 255)
        elif shape == "hexagon":
            pen.polygon(size / 2 + hexagon * (size / 2 - inset), 255)
        else:
            pen.box(inset, inset, size - inset, size - inset, 255, size * 0.16)

    whole.paste(face, (0, 0), stencil((size, size), lambda pen: draw(pen, rim)))
    whole.putalpha(stencil((size, size), lambda pen: draw(pen, 1)))
    return whole


def stickers(arts: list[Image.Image], rng: Random, *, desk: str = "sky") -> Image.Image:
    """A dozen, as they fall out of the bag."""
    image = backdrop(DESKS[desk], rng)
    shapes = ("disc", "square", "hexagon")
    for index in range(12):
        row, column = divmod(index, 3)
        x, y = 260 + column * 380 + rng.normal(0, 14), 250 + row * 366 + rng.normal(0, 14)
        place(
            image,
            _die_cut(arts[index % len(arts)], shapes[(index + row) % 3], 326),
            (x, y),
            turn=float(rng.normal(0, 9)),
            lift=6,
        )
    return image


def bookmarks(
    arts: list[Image.Image],
    rng: Random,
    *,
    desk: str = "lilac",
    tassels: tuple[Colour, ...] = ((190, 72, 56), (52, 82, 96), (214, 160, 62), (88, 110, 84)),
) -> Image.Image:
    """Four strips and their tassels."""
    image = backdrop(DESKS[desk], rng)
    for index, (art, tassel) in enumerate(zip(arts, tassels, strict=False)):
        strip = crop_to_fill(art, (220, 860))
        pen = Pen((220, 860), 0)
        pen.box(0, 0, 220, 860, 255, 12)
        pen.disc(110, 44, 13, 0)
        thing = strip.convert("RGBA")
        thing.putalpha(pen.finish())
        x, turn = 200 + 292 * index, float((-3.5, 2, -1.5, 4)[index])
        place(image, thing, (x, 860), turn=turn, lift=9)
        _tassel(image, rng, x + turn * 6.7, 480, tassel)
    return image


def _tassel(image: Image.Image, rng: Random, x: float, y: float, colour: Colour) -> None:
    layer = Image.new("RGBA", (140, 380), (*colour, 0))
    threads = Pen((140, 380), 0)
    for _ in range(26):
        t = np.linspace(0, 1, 14)
        end = rng.normal(0, 17)
        threads.ribbon(np.stack([70 + end * t**1.6, 120 - 110 * t], 1), 2.6, 255, caps=False)
    threads.ribbon(np.array([(70.0, 120.0), (66.0, 170.0), (70.0, 236.0), (74.0, 170.0), (70.0, 120.0)]), 4, 255)
    threads.box(58, 104, 82, 128, 255, 6)
    layer.putalpha(threads.finish())
    place(image, layer, (x, y + 10), lift=8)
