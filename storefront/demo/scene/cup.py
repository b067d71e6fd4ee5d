"""Crockery: a mug with the drawing fired around it."""

from functools import partial

import numpy as np
from PIL import Image

from storefront.demo.canvas import Field, Random, Size, blur, mix
from storefront.demo.palette import Colour
from storefront.demo.pen import Pen, stencil
from storefront.demo.scene.light import SCENE, backdrop, relit, shade, solid, table
from storefront.demo.scene.moulding import TIMBER
from storefront.demo.scene.room import WALLS

GLAZE: Colour = (246, 242, 234)
COFFEE: Colour = (92, 58, 42)
LEFT, TOP, WIDTH, HEIGHT = 260, 470, 620, 700
SAG = 58  # how far the rim's ellipse reaches below its middle: we look down a little


def _around(art: Image.Image) -> Image.Image:
    """The drawing bent around the mug."""
    source = np.asarray(art.resize((int(WIDTH * 1.5), int(HEIGHT * 1.06)), Image.Resampling.BICUBIC, reducing_gap=2))
    u = np.linspace(-0.985, 0.985, WIDTH, dtype=np.float32)
    column = (np.arcsin(u) / np.pi + 0.5) * (source.shape[1] - 1)
    row = np.arange(HEIGHT + SAG, dtype=np.float32)[:, None] - SAG * np.sqrt(1 - u**2)[None, :]
    return Image.fromarray(source[np.clip(row, 0, source.shape[0] - 1).astype(int), column.astype(int)[None, :]])


def _gloss(size: Size) -> Field:
    """Light on glaze: dark to both sides, one bright stripe on the left."""
    u = np.linspace(-1, 1, size[0], dtype=np.float32)
    dim = 0.42 * np.clip(u + 0.25, 0, 2) ** 2.4 + 0.3 * np.clip(-u - 0.45, 0, 1) ** 1.6
    return np.broadcast_to(1.05 - dim + 0.16 * np.exp(-(((u + 0.52) / 0.07) ** 2)), size[::-1])


def mug(art: Image.Image, rng: Random, *, wall: str = "mist", board: str = "oak", steam: bool = True) -> Image.Image:
    """0.35 litres, with the handle to the right."""
    image = backdrop(WALLS[wall], rng)
    table(image, 1130, TIMBER[board], rng)
    body = stencil(
        SCENE,
        lambda pen: pen.box(LEFT, TOP, LEFT + WIDTH, TOP + HEIGHT, 255),
        lambda pen: pen.oval(LEFT, TOP + HEIGHT - SAG, LEFT + WIDTH, TOP + HEIGHT + SAG, 255),
        lambda pen: pen.oval(LEFT, TOP - SAG, LEFT + WIDTH, TOP + SAG, 255),
    )
    foot = stencil(
        SCENE, lambda pen: pen.oval(LEFT - 10, TOP + HEIGHT - 20, LEFT + WIDTH + 210, TOP + HEIGHT + SAG + 30, 255)
    )
    shade(image, foot, (20, 6), 34, 0.5)
    shade(image, body, (34, 10), 30, 0.28)
    _handle(image, LEFT + WIDTH - 34, TOP + 150)
    wrap = _around(art)
    image.paste(relit(wrap, _gloss(wrap.size)), (LEFT, TOP), body.crop((LEFT, TOP, LEFT + WIDTH, TOP + HEIGHT + SAG)))
    _mouth(image)
    if steam:
        _steam(image, LEFT + WIDTH / 2, TOP - 40)
    return image


def _handle(image: Image.Image, x: float, y: float) -> None:
    outer, hollow = (x - 110, y, x + 210, y + 380), (x - 110, y + 64, x + 142, y + 316)
    shape = stencil(SCENE, lambda pen: pen.oval(*outer, 255), lambda pen: pen.oval(*hollow, 0))
    shade(image, shape, (26, 14), 20, 0.26)
    solid(
        image,
        shape,
        GLAZE,
        lambda size: np.broadcast_to(1.03 - 0.3 * np.linspace(0, 1, size[0], dtype=np.float32) ** 3, size[::-1]),
    )


def _mouth(image: Image.Image) -> None:
    """The rim, the inner wall and what is in it, each an ellipse within the last."""
    shallow = SAG / (WIDTH / 2)
    rim = mix(GLAZE, (255, 255, 255), 0.3)
    for inset, drop, colour in (
        (0, 0, rim),
        (13, 0, mix(GLAZE, (40, 30, 30), 0.16)),
        (34, 14, (74, 46, 34)),
        (42, 14, COFFEE),
    ):
        upper, lower = TOP - SAG + inset * shallow + drop, TOP + SAG - inset * shallow + drop * 0.4
        hole = stencil(SCENE, partial(Pen.oval, x0=LEFT + inset, y0=upper, x1=LEFT + WIDTH - inset, y1=lower, fill=255))
        image.paste(colour, mask=hole)


def _steam(image: Image.Image, x: float, y: float) -> None:
    t = np.linspace(0, 1, 50)
    for shift in (-70, 50):
        curl = np.stack([x + shift + 34 * np.sin(t * 6 + shift), y - 330 * t], 1)
        wisp = stencil(SCENE, partial(Pen.ribbon, points=curl, widths=22 * np.sin(np.pi * t) + 2, fill=255, caps=False))
        image.paste((255, 255, 255), mask=blur(wisp, 16).point(lambda level: int(level * 0.34)))
