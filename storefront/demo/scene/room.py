"""Rooms: a print in its frame above a sideboard, a poster between two rails."""

import numpy as np
from PIL import Image

from storefront.demo.art.fern import leaf_outline
from storefront.demo.art.still import VASE
from storefront.demo.canvas import Pen, Random, mixed, noise, stencil
from storefront.demo.palette import Colour
from storefront.demo.scene.light import SCENE, backdrop, edge, place, relit, rounded_light, shade, table, wood

WALLS: dict[str, Colour] = {
    "chalk": (233, 227, 217), "putty": (209, 200, 186), "sage": (170, 178, 160), "mist": (176, 190, 196), "plaster": (228, 202, 186),
    "ochre": (214, 178, 120), "clay": (196, 140, 112), "ink": (62, 70, 80), "moss": (104, 116, 98), "rose": (214, 176, 172),
}  # fmt: skip
TIMBER: dict[str, Colour] = {"oak": (201, 160, 112), "walnut": (112, 76, 54), "black": (38, 36, 36), "white": (240, 237, 231)}


def frame(art: Image.Image, timber: str, width: int, rng: Random, *, mat: float = 0.11, rail: float = 0.034) -> Image.Image:
    """The print behind its mat in a mitred frame, `width` pixels across; `mat` and `rail` are shares of that."""
    colour, r, m = TIMBER[timber], round(width * rail), round(width * mat)
    inner = width - 2 * (r + m)
    picture = art.resize((inner, round(inner * art.height / art.width)), Image.Resampling.LANCZOS, reducing_gap=2)
    height = picture.height + 2 * (r + m)
    whole = Image.new("RGB", (width, height), (247, 244, 238))
    whole.paste(picture, (r + m, r + m))
    bevel = max(2, width // 260)
    pen = Pen((inner + 2 * bevel, picture.height + 2 * bevel), (222, 216, 206))
    rim = pen.done()
    whole.paste(rim, (r + m - bevel, r + m - bevel))
    whole.paste(picture, (r + m, r + m))
    edge(whole, (r, r, width - r, height - r), (60, 50, 44), 0.5, r * 0.55)
    _rails(whole, colour, r, rng)
    return whole


def _rails(whole: Image.Image, colour: Colour, r: int, rng: Random) -> None:
    """Four mitred lengths of moulding, the upper and left ones in the light."""
    width, height = whole.size
    lengths = ((wood((width, r), colour, rng), (0, 0), 1.06, [(0, 0), (width, 0), (width - r, r), (r, r)]),
               (wood((width, r), colour, rng), (0, height - r), 0.9, [(r, 0), (width - r, 0), (width, r), (0, r)]),
               (wood((r, height), colour, rng, upright=True), (0, 0), 1.0, [(0, 0), (r, r), (r, height - r), (0, height)]),
               (wood((r, height), colour, rng, upright=True), (width - r, 0), 0.84, [(r, 0), (r, height), (0, height - r), (0, r)]))  # fmt: skip
    for rail, corner, light, corners in lengths:
        across = np.linspace(-1, 1, r, dtype=np.float32)
        profile = light + 0.07 * np.cos(across * 2.2)
        lit = relit(rail, np.broadcast_to(profile[:, None] if rail.width > rail.height else profile, (rail.height, rail.width)))
        whole.paste(lit, corner, stencil(rail.size, lambda pen, corners=corners: pen.polygon(np.array(corners, float), 255)))


def framed(
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


def _pot(image: Image.Image, colour: Colour, x: float, foot: float, width: float, tall: float) -> None:
    """A turned vase with round light on it, and its shadow on the board."""
    outline = np.stack([VASE[:, 0] * width / 1.32, VASE[:, 1] * tall / 2], 1) + np.array([x, foot - tall / 2])
    shape = stencil(image.size, lambda pen: pen.polygon(outline, 255))
    fallen = stencil(
        image.size,
        lambda pen: pen.polygon(
            np.array(
                [(x - width * 0.3, foot - 6), (x + width * 0.3, foot - 8), (x + width * 1.5, foot + 26), (x + width * 0.3, foot + 22)]
            ),
            255,
        ),
    )
    shade(image, fallen, (0, 0), 12, 0.4)
    shade(image, shape, (26, 10), 22, 0.24)
    body = relit(Image.new("RGB", (round(width) + 2, round(tall)), colour), rounded_light((round(width) + 2, round(tall)), 0.3))
    layer = Image.new("RGB", image.size, colour)
    layer.paste(body, (round(x - width / 2), round(foot - tall)))
    image.paste(layer, mask=shape)


def _branch(image: Image.Image, rng: Random, x: float, y: float, tall: float, lean: float, colour: Colour) -> None:
    t = np.linspace(0, 1, 40)
    stem = np.stack([x + lean * tall * t**1.6, y - tall * t], 1)
    for shift, ink, strength in ((20, None, 0.22), (0, colour, 1.0)):

        def draw(pen: Pen, seed: int = 5) -> None:
            luck = np.random.default_rng(seed)
            pen.ribbon(stem, 4.0, 255, caps=False)
            for at in range(8, 40, 4):
                for side in (-1, 1):
                    turn = -np.pi / 2 + lean * 1.3 + side * luck.uniform(0.5, 1.1)
                    pen.polygon(
                        leaf_outline(
                            *stem[at], turn, luck.uniform(58, 92) * (1.2 - 0.5 * at / 40), luck.uniform(34, 46) * (1.2 - 0.5 * at / 40)
                        ),
                        255,
                    )

        shape = stencil(image.size, draw)
        if ink is None:
            shade(image, shape, (shift, shift * 1.2), 12, strength)
        else:
            light = 0.82 + 0.3 * noise(image.size, 9, rng)
            image.paste(relit(Image.new("RGB", image.size, ink), light), mask=shape)


def _vase(image: Image.Image, rng: Random, wall: Colour) -> None:
    _branch(image, rng, 172, 1110, 560, 0.10, (92, 108, 82))
    _branch(image, rng, 168, 1120, 430, -0.16, (110, 122, 92))
    _pot(image, mixed(wall, (250, 246, 238), 0.62), 170, 1430, 190, 330)


def _books(image: Image.Image, rng: Random, wall: Colour) -> None:
    foot = 1436.0
    for width, tall, x, colour in ((360, 44, 210, (58, 74, 82)), (330, 36, 204, (206, 120, 84)), (296, 50, 216, (226, 214, 192))):
        cover = Image.new("RGB", (width, tall), colour)
        pages = relit(
            Image.new("RGB", (width - 16, tall - 12), (238, 230, 214)),
            np.broadcast_to(0.96 + 0.04 * np.sin(np.arange(tall - 12, dtype=np.float32) * 1.9)[:, None], (tall - 12, width - 16)),
        )
        cover.paste(pages, (16, 6))
        shape = stencil(
            image.size, lambda pen, x=x, width=width, tall=tall, foot=foot: pen.box(x - width / 2, foot - tall, x + width / 2, foot, 255, 4)
        )
        shade(image, shape, (16, 9), 9, 0.36)
        layer = Image.new("RGB", image.size, colour)
        layer.paste(cover, (round(x - width / 2), round(foot - tall)))
        image.paste(layer, mask=shape)
        foot -= tall
    _pot(image, mixed(wall, (40, 44, 48), 0.62), 214, foot + 2, 118, 150)


def _lamp(image: Image.Image, rng: Random, wall: Colour) -> None:
    dome = stencil(image.size, lambda pen: (pen.slice(178, 1150, 142, 1, 1, 255), pen.slice(178, 1150, 142, 0, 1, 255)))  # type: ignore[func-returns-value, arg-type, return-value]
    stem = stencil(image.size, lambda pen: (pen.box(166, 1148, 190, 1424, 255), pen.box(108, 1412, 248, 1432, 255, 10)))  # type: ignore[func-returns-value, arg-type, return-value]
    shade(image, stem, (18, 8), 10, 0.3)
    shade(image, dome, (22, 20), 24, 0.2)
    glow = stencil(image.size, lambda pen: pen.disc(178, 1230, 190, 255))
    from storefront.demo.canvas import blurred

    image.paste((255, 232, 190), mask=blurred(glow, 90).point(lambda level: int(level * 0.36)))
    for shape in (stem, dome):
        image.paste(relit(Image.new("RGB", image.size, (226, 108, 76)), 0.9 + 0.16 * rounded_light(image.size, 0.0)), mask=shape)
    image.paste((255, 244, 222), mask=stencil(image.size, lambda pen: pen.box(44, 1146, 312, 1154, 255, 4)))


def _nothing(image: Image.Image, rng: Random, wall: Colour) -> None:
    """An empty sideboard says: put something here."""


PROPS = {"vase": _vase, "books": _books, "lamp": _lamp, "none": _nothing}


def hung(poster: Image.Image, rng: Random, *, wall: str = "chalk", timber: str = "oak", width: int = 760) -> Image.Image:
    """A poster between two magnetic rails on a cord."""
    image = backdrop(WALLS[wall], rng)
    sheet = poster.resize((width, round(width * poster.height / poster.width)), Image.Resampling.LANCZOS, reducing_gap=2)
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
