"""Post: a card with its envelope, and sets of cards laid out like a hand of patience."""

import numpy as np
from PIL import Image

from storefront.demo.canvas import Random, crop_to_fill, mix
from storefront.demo.palette import Colour
from storefront.demo.pen import Pen, stencil
from storefront.demo.scene.desk import DESKS
from storefront.demo.scene.light import backdrop, cut, place, relit
from storefront.demo.scene.pencil import pencil

KRAFT: Colour = (196, 162, 122)


def envelope(width: int, paper: Colour, lining: Image.Image | None = None) -> Image.Image:
    """A C6 envelope seen from behind, its flap open to show the lining."""
    height = round(width * 0.705)
    flap = round(height * 0.62)
    whole = Image.new("RGBA", (width, height + flap), (0, 0, 0, 0))
    outline = np.array([(6, flap), (width * 0.44, 14), (width * 0.5, 4), (width * 0.56, 14), (width - 6, flap)], float)
    inner = (
        crop_to_fill(lining, (width, flap)) if lining else Image.new("RGB", (width, flap), mix(paper, (0, 0, 0), 0.08))
    )
    rim = np.array([width / 2, flap]) * 0.1
    whole.paste(mix(paper, (255, 255, 255), 0.1), (0, 0), stencil((width, flap), lambda pen: pen.polygon(outline, 255)))
    whole.paste(inner, (0, 0), stencil((width, flap), lambda pen: pen.polygon(outline * 0.9 + rim, 255)))
    pocket = _pocket(width, height, paper)
    whole.paste(pocket, (0, flap), pocket)
    return whole


def _pocket(width: int, height: int, paper: Colour) -> Image.Image:
    """The envelope's back: three flaps that meet below the middle."""
    pen = Pen((width, height), paper)
    middle = (width / 2, height * 0.56)
    left, right = (0.0, float(height)), (float(width), float(height))
    for corners, light in (
        ([(0, 0), left, middle], 0.04),
        ([(width, 0), right, middle], 0.05),
        ([left, right, middle], 0.09),
    ):
        pen.polygon(np.array(corners), mix(paper, (60, 44, 34), light))
    for corner in (left, right):
        pen.line(np.array([corner, middle]), mix(paper, (255, 255, 255), 0.35), 2)
    return cut(pen.finish(), 8)


def folded_card(art: Image.Image, width: int, *, border: float = 0.0) -> Image.Image:
    """A folded card from the front: the back sheet peeps out, the fold catches the light."""
    height = round(width * 1.4)
    sheet = Image.new("RGB", (width, height), (250, 247, 240))
    inset = round(width * border)
    inner = width - 2 * inset, height - 2 * inset
    sheet.paste(crop_to_fill(art, inner), (inset, inset))
    x = np.arange(width, dtype=np.float32)
    return cut(
        relit(
            sheet, np.broadcast_to(1.0 - 0.12 * np.exp(-x / 4) + 0.03 * np.exp(-(((x - 12) / 7) ** 2)), (height, width))
        ),
        3,
    )


def card(
    art: Image.Image,
    rng: Random,
    *,
    desk: str = "blush",
    paper: Colour = KRAFT,
    lined: bool = True,
    border: float = 0.0,
    turn: float = -5,
) -> Image.Image:
    """One card on its envelope."""
    image = backdrop(DESKS[desk], rng)
    place(image, envelope(940, paper, art if lined else None), (700, 760), turn=turn + 14, lift=12)
    place(image, Image.new("RGBA", (648, 907), (240, 236, 228, 255)), (592, 892), turn=turn - 0.8, lift=16)
    place(image, folded_card(art, 648, border=border), (586, 886), turn=turn, lift=6)
    return image


def hand(
    arts: list[Image.Image], rng: Random, *, desk: str = "cream", border: float = 0.05, write: Colour = (70, 90, 108)
) -> Image.Image:
    """A set of postcards, each half over the last."""
    image = backdrop(DESKS[desk], rng)
    spots = ((410, 480, 9), (850, 560, -6), (420, 1060, -5), (868, 1130, 5))
    for art, (x, y, turn) in zip(arts, spots, strict=False):
        place(image, folded_card(art, 452, border=border), (x, y), turn=turn, lift=9)
    place(image, pencil(560, write), (1196, 800), turn=84, lift=9)
    return image
