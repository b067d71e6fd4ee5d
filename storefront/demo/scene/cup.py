"""Crockery: a mug with the drawing fired around it."""

import numpy as np
from PIL import Image

from storefront.demo.canvas import Field, Random, mixed, stencil
from storefront.demo.palette import Colour
from storefront.demo.scene.light import SCENE, backdrop, relit, shade, table
from storefront.demo.scene.room import TIMBER, WALLS

GLAZE: Colour = (246, 242, 234)


def _around(art: Image.Image, width: int, height: int, sag: int) -> Image.Image:
    """The drawing bent around a cylinder seen a little from above."""
    source = np.asarray(art.resize((int(width * 1.5), int(height * 1.06)), Image.Resampling.LANCZOS, reducing_gap=2))
    u = np.linspace(-0.985, 0.985, width, dtype=np.float32)
    column = (np.arcsin(u) / np.pi + 0.5) * (source.shape[1] - 1)
    bend: Field = sag * np.sqrt(1 - u**2)
    row = np.arange(height + sag, dtype=np.float32)[:, None] - bend[None, :]
    picked = source[np.clip(row, 0, source.shape[0] - 1).astype(int), column.astype(int)[None, :]]
    return Image.fromarray(picked)


def mug(
    art: Image.Image, rng: Random, *, wall: str = "mist", board: str = "oak", inside: Colour = GLAZE, steam: bool = True
) -> Image.Image:
    """0.35 litres, with the handle to the right."""
    image = backdrop(WALLS[wall], rng)
    table(image, 1130, TIMBER[board], rng)
    left, top, width, height, sag = 260, 470, 620, 700, 58
    body = stencil(
        SCENE,
        lambda pen: (
            pen.box(left, top, left + width, top + height, 255),
            pen.oval(left, top + height - sag, left + width, top + height + sag, 255),
            pen.oval(left, top - sag, left + width, top + sag, 255),
        ),
    )  # type: ignore[func-returns-value, arg-type, return-value]
    foot = stencil(SCENE, lambda pen: pen.oval(left - 10, top + height - 20, left + width + 210, top + height + sag + 30, 255))
    shade(image, foot, (20, 6), 34, 0.5)
    shade(image, body, (34, 10), 30, 0.28)
    _handle(image, left + width - 34, top + 150)
    wrap = _around(art, width, height, sag)
    u = np.linspace(-1, 1, width, dtype=np.float32)
    light = (
        1.05 - 0.42 * np.clip(u + 0.25, 0, 2) ** 2.4 - 0.3 * np.clip(-u - 0.45, 0, 1) ** 1.6 + 0.16 * np.exp(-(((u + 0.52) / 0.07) ** 2))
    )
    layer = Image.new("RGB", SCENE, GLAZE)
    layer.paste(relit(wrap, np.broadcast_to(light, (wrap.height, width))), (left, top))
    image.paste(layer, mask=body)
    _mouth(image, left, top, width, sag, inside)
    if steam:
        _steam(image, rng, left + width / 2, top - 40)
    return image


def _handle(image: Image.Image, x: float, y: float) -> None:
    shape = stencil(SCENE, lambda pen: (pen.oval(x - 110, y, x + 210, y + 380, 255), pen.oval(x - 110, y + 64, x + 142, y + 316, 0)))  # type: ignore[func-returns-value, arg-type, return-value]
    shade(image, shape, (26, 14), 20, 0.26)
    light = 1.0 - 0.3 * np.clip((np.arange(SCENE[0], dtype=np.float32) - x - 60) / 160, -0.3, 1)
    image.paste(relit(Image.new("RGB", SCENE, GLAZE), np.broadcast_to(light, SCENE[::-1])), mask=shape)


def _mouth(image: Image.Image, left: int, top: int, width: int, sag: int, inside: Colour) -> None:
    for inset, colour in (
        (0, mixed(GLAZE, (255, 255, 255), 0.3)),
        (13, mixed(inside, (40, 30, 30), 0.16)),
        (34, (74, 46, 34)),
        (42, (92, 58, 42)),
    ):
        drop = 0 if inset < 30 else 14
        squeeze = sag / (width / 2)
        hole = stencil(
            SCENE,
            lambda pen, i=inset, d=drop, s=squeeze: pen.oval(
                left + i, top - sag + i * s + d, left + width - i, top + sag - i * s + d * 0.4, 255
            ),
        )
        image.paste(colour, mask=hole)


def _steam(image: Image.Image, rng: Random, x: float, y: float) -> None:
    from storefront.demo.canvas import blurred

    t = np.linspace(0, 1, 50)
    for shift in (-70, 50):
        curl = np.stack([x + shift + 34 * np.sin(t * 6 + shift), y - 330 * t], 1)
        wisp = stencil(SCENE, lambda pen, curl=curl: pen.ribbon(curl, 22 * np.sin(np.pi * t) + 2, 255, caps=False))
        image.paste((255, 255, 255), mask=blurred(wisp, 16).point(lambda level: int(level * 0.34)))
