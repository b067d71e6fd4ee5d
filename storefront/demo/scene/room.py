"""Rooms: a print in its frame above a sideboard, a poster between two rails."""

import numpy as np
from PIL import Image

from storefront.demo.canvas import Random
from storefront.demo.palette import Colour
from storefront.demo.pen import stencil
from storefront.demo.scene.light import SCENE, backdrop, place, relit, shade, table, wood
from storefront.demo.scene.moulding import TIMBER, frame
from storefront.demo.scene.props import PROPS

WALLS: dict[str, Colour] = {
    "chalk": (233, 227, 217), "putty": (209, 200, 186), "sage": (170, 178, 160), "mist": (176, 190, 196),
    "plaster": (228, 202, 186), "ochre": (214, 178, 120), "clay": (196, 140, 112), "ink": (62, 70, 80),
    "moss": (104, 116, 98), "rose": (214, 176, 172),
}  # fmt: skip


def framed_print(
    art: Image.Image, rng: Random, *, wall: str = "chalk", timber: str = "oak", prop: str = "vase", board: str = "oak"
) -> Image.Image:
    """A frame over a sideboard: about 110 cm of wall, the print 40 by 50 cm."""
    image = backdrop(WALLS[wall], rng)
    table(image, 1372, TIMBER[board], rng)
    hung = frame(art, timber, 700, rng)
    left = 290 if prop == "none" else 340
    shape = Image.new("L", hung.size, 255)
    shade(image, shape, (20, 30), 30, 0.34, (left, 190))
    shade(image, shape, (4, 6), 5, 0.3, (left, 190))
    image.paste(hung, (left, 190))
    PROPS[prop](image, rng, WALLS[wall])
    return image


def hung(
    poster: Image.Image, rng: Random, *, wall: str = "chalk", timber: str = "oak", width: int = 760
) -> Image.Image:
    """A poster between two magnetic rails on a cord."""
    image = backdrop(WALLS[wall], rng)
    sheet = poster.resize(
        (width, round(width * poster.height / poster.width)), Image.Resampling.LANCZOS, reducing_gap=2
    )
    left, top = (SCENE[0] - width) // 2, max(150, (SCENE[1] - sheet.height) // 2 + 30)
    y = np.linspace(0, 1, sheet.height, dtype=np.float32)[:, None]
    x = np.linspace(0, 1, width, dtype=np.float32)[None, :]
    sheet = relit(sheet, 1.0 - 0.035 * np.sin(y * np.pi * 2) * (0.4 + x) - 0.02 * x)
    cord = np.array([(left + 24, top), (SCENE[0] / 2, top - 118), (left + width - 24, top)])
    image.paste((96, 84, 72), mask=stencil(image.size, lambda pen: pen.line(cord, 255, 2.2)))
    image.paste((70, 62, 54), mask=stencil(image.size, lambda pen: pen.disc(SCENE[0] / 2, top - 118, 7, 255)))
    place(image, sheet.convert("RGBA"), (SCENE[0] / 2, top + sheet.height / 2), lift=16)
    for rail_top in (top - 12, top + sheet.height - 16):
        rail = wood((width + 28, 30), TIMBER[timber], rng)
        light = np.broadcast_to(1.06 - 0.2 * np.linspace(0, 1, 30, dtype=np.float32)[:, None], (30, width + 28))
        place(image, relit(rail, light).convert("RGBA"), (SCENE[0] / 2, rail_top + 15), lift=9)
    return image
