"""What stands on sideboards: a vase with branches, some books, a lamp."""

from collections.abc import Callable

import numpy as np
from PIL import Image

from storefront.demo.art.outline import VASE, leaf
from storefront.demo.canvas import Random, blur, mix, noise
from storefront.demo.palette import Colour
from storefront.demo.pen import Pen, stencil
from storefront.demo.scene.light import relit, rounded_light, shade, solid

PAGES: Colour = (238, 230, 214)
GLOW: Colour = (255, 232, 190)


def _pot(image: Image.Image, colour: Colour, x: float, foot: float, width: float, tall: float) -> None:
    """A turned vase with round light on it, and its shadow on the board."""
    outline = np.stack([VASE[:, 0] * width / 1.32, VASE[:, 1] * tall / 2], 1) + np.array([x, foot - tall / 2])
    fallen = np.array([(-0.3 * width, -6), (0.3 * width, -8), (1.5 * width, 26), (0.3 * width, 22)]) + np.array(
        [x, foot]
    )
    shape = stencil(image.size, lambda pen: pen.polygon(outline, 255))
    shade(image, stencil(image.size, lambda pen: pen.polygon(fallen, 255)), (0, 0), 12, 0.4)
    shade(image, shape, (26, 10), 22, 0.24)
    solid(image, shape, colour, lambda size: rounded_light(size, 0.3))


def _branch(image: Image.Image, rng: Random, x: float, y: float, tall: float, lean: float, colour: Colour) -> None:
    """A stem of leaves in pairs, and its shadow on the wall."""
    t = np.linspace(0, 1, 40)
    stem = np.stack([x + lean * tall * t**1.6, y - tall * t], 1)

    def draw(pen: Pen) -> None:
        pen.ribbon(stem, 4.0, 255, caps=False)
        for at in range(8, 40, 4):
            for side in (-1, 1):
                turn, shrink = -np.pi / 2 + lean * 1.3 + side * rng.uniform(0.5, 1.1), 1.2 - at / 80
                pen.polygon(leaf(stem[at], turn, rng.uniform(58, 92) * shrink, rng.uniform(34, 46) * shrink), 255)

    shape = stencil(image.size, draw)
    shade(image, shape, (20, 24), 12, 0.22)
    solid(image, shape, colour, lambda size: 0.82 + 0.3 * noise(size, 4, rng))


def _vase(image: Image.Image, rng: Random, wall: Colour) -> None:
    _branch(image, rng, 172, 1110, 560, 0.10, (92, 108, 82))
    _branch(image, rng, 168, 1120, 430, -0.16, (110, 122, 92))
    _pot(image, mix(wall, (250, 246, 238), 0.62), 170, 1430, 190, 330)


def _book(image: Image.Image, x: float, foot: float, width: int, tall: int, colour: Colour) -> None:
    """A book lying down, its pages towards us."""
    cover = Image.new("RGB", (width, tall), colour)
    leaves = 0.96 + 0.04 * np.sin(np.arange(tall - 12, dtype=np.float32) * 1.9)
    block = (width - 26, tall - 12)
    cover.paste(relit(Image.new("RGB", block, PAGES), np.broadcast_to(leaves[:, None], block[::-1])), (16, 6))
    left, top = round(x - width / 2), round(foot - tall)
    shade(image, Image.new("L", cover.size, 255), (16, 9), 9, 0.36, (left, top))
    image.paste(cover, (left, top))


def _books(image: Image.Image, rng: Random, wall: Colour) -> None:
    foot = 1436.0
    for width, tall, x, colour in (
        (360, 44, 210, (58, 74, 82)),
        (330, 36, 204, (206, 120, 84)),
        (296, 50, 216, (196, 172, 128)),
    ):
        _book(image, x, foot, width, tall, colour)
        foot -= tall
    _pot(image, mix(wall, (40, 44, 48), 0.62), 214, foot + 2, 118, 150)


def _lamp(image: Image.Image, rng: Random, wall: Colour) -> None:
    colour = ((214, 104, 74), (196, 158, 84), (92, 122, 112))[int(rng.integers(0, 3))]
    dome = stencil(
        image.size, lambda pen: pen.slice(178, 1150, 142, 1, 1, 255), lambda pen: pen.slice(178, 1150, 142, 0, 1, 255)
    )
    stem = stencil(
        image.size, lambda pen: pen.box(168, 1148, 188, 1424, 255), lambda pen: pen.box(108, 1412, 248, 1432, 255, 10)
    )
    shade(image, stem, (18, 8), 10, 0.3)
    shade(image, dome, (22, 20), 24, 0.2)
    glow = stencil(image.size, lambda pen: pen.disc(178, 1230, 190, 255))
    image.paste(GLOW, mask=blur(glow, 90).point(lambda level: int(level * 0.36)))
    solid(image, stem, colour, lambda size: rounded_light(size, 0.2))
    solid(image, dome, colour, lambda size: rounded_light(size, 0.24))
    image.paste(
        mix(GLOW, (255, 255, 255), 0.4), mask=stencil(image.size, lambda pen: pen.box(44, 1146, 312, 1154, 255, 4))
    )


def _nothing(image: Image.Image, rng: Random, wall: Colour) -> None:
    """An empty sideboard says: put something here."""


PROPS: dict[str, Callable[[Image.Image, Random, Colour], None]] = {
    "vase": _vase,
    "books": _books,
    "lamp": _lamp,
    "none": _nothing,
}
