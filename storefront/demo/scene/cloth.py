"""Cloth: a tea towel on its rail, a tote bag on its peg."""

from functools import partial

import numpy as np
from PIL import Image, ImageChops

from storefront.demo.canvas import Field, Random, Size, crop_to_fill, mix, noise
from storefront.demo.palette import Colour
from storefront.demo.pen import Pen, stencil
from storefront.demo.scene.light import SCENE, backdrop, cut, place, relit, rounded_light, shade, solid, wood
from storefront.demo.scene.moulding import TIMBER
from storefront.demo.scene.room import WALLS

CANVAS: Colour = (232, 222, 202)
BAG: Size = (820, 890)


def _weave(size: Size, rng: Random) -> Field:
    x, y = np.arange(size[0], dtype=np.float32)[None, :], np.arange(size[1], dtype=np.float32)[:, None]
    return np.asarray(1 + 0.025 * np.sin(x * 2.1) + 0.025 * np.sin(y * 2.1) + 0.05 * (noise(size, 5, rng, 2) - 0.5))


def towel(
    art: Image.Image, rng: Random, *, wall: str = "chalk", timber: str = "oak", hem: Colour = (244, 240, 232)
) -> Image.Image:
    """50 by 70 cm of linen over a rail, its folds not quite ironed out."""
    image = backdrop(WALLS[wall], rng)
    width, height, left, top = 800, 1090, 240, 280
    cloth = Image.new("RGB", (width, height), hem)
    cloth.paste(crop_to_fill(art, (width - 44, height - 26)), (22, 0))
    x, y = np.linspace(0, 1, width, dtype=np.float32)[None, :], np.linspace(0, 1, height, dtype=np.float32)[:, None]
    folds = (
        1.0
        + (0.075 * np.sin(x * 17 + 1.1 * y) + 0.05 * np.sin(x * 31 + 2 - y)) * (0.35 + 0.65 * y)
        - 0.09 * np.exp(-(((x - 0.5) / 0.006) ** 2)) * y
    )
    folds = folds - 0.35 * np.exp(-y * height / 16) + 0.08 * np.exp(-(((y * height - 26) / 12) ** 2))
    cloth = relit(cloth, folds * _weave((width, height), rng))
    wavy = np.stack([np.linspace(0, width, 60), height - 9 + 6 * np.sin(np.linspace(0, 17, 60) + 1.1)], 1)
    thing = cloth.convert("RGBA")
    thing.putalpha(
        stencil((width, height), lambda pen: pen.polygon(np.concatenate([[[0, 0], [width, 0]], wavy[::-1]]), 255))
    )
    rail = relit(
        wood((1010, 36), TIMBER[timber], rng),
        np.broadcast_to(1.1 - 0.34 * np.linspace(0, 1, 36, dtype=np.float32)[:, None], (36, 1010)),
    )
    place(image, cut(rail, 17), (640, top - 4), lift=24)
    place(image, thing, (left + width / 2, top + height / 2 - 8), lift=24)
    _roll_over(image, thing, left, top)
    return image


def _roll_over(image: Image.Image, thing: Image.Image, left: int, top: int) -> None:
    """The bend of the cloth over the rail."""
    band = thing.convert("RGB").crop((0, 30, thing.width, 74))
    light = np.broadcast_to(
        1.12 - 0.2 * np.abs(np.linspace(-1, 1, 44, dtype=np.float32) + 0.3)[:, None] ** 1.5, (44, thing.width)
    )
    image.paste(cut(relit(band, light), 8), (left, top - 26), cut(band, 8))


def _bag(art: Image.Image, rng: Random, fabric: Colour) -> Image.Image:
    """The bag without its handles: the drawing printed into the weave, a little slack."""
    width, height = BAG
    bag = Image.new("RGB", BAG, fabric)
    print_ = crop_to_fill(art, (600, 700))
    bag.paste(
        ImageChops.multiply(print_, Image.new("RGB", print_.size, mix(fabric, (255, 255, 255), 0.25))), (110, 110)
    )
    x, y = np.linspace(-1, 1, width, dtype=np.float32)[None, :], np.linspace(0, 1, height, dtype=np.float32)[:, None]
    slack = 1.02 - 0.05 * x - 0.1 * x**4 + 0.05 * np.sin(x * 5 + 2.5 * y + 0.6) * y
    slack = slack - 0.1 * np.clip(y - 0.86, 0, 1) - 0.06 * np.exp(-(((y - 0.062) / 0.004) ** 2))
    right = [(width - 14, 0), (width, height * 0.5), (width - 8, height - 26), (width - 40, height)]
    outline = np.array([*right, *((width - x, y) for x, y in right[::-1])], float)
    thing = relit(bag, slack * _weave(BAG, rng)).convert("RGBA")
    thing.putalpha(stencil(BAG, lambda pen: pen.polygon(outline, 255)))
    return thing


def tote(art: Image.Image, rng: Random, *, wall: str = "sage", fabric: Colour = CANVAS) -> Image.Image:
    """A bag of undyed cotton, long handles over a peg."""
    image = backdrop(WALLS[wall], rng)
    top = 610
    _handles(image, mix(fabric, (40, 30, 24), 0.22), (430, 880), 238, top + 20)
    place(image, _bag(art, rng, fabric), (640, top + BAG[1] / 2), lift=30)
    _handles(image, fabric, (410, 870), 230, top + 70)
    peg = relit(Image.new("RGB", (76, 76), TIMBER["oak"]), 0.9 + 0.2 * rounded_light((76, 76), 0.5))
    place(image, cut(peg, 38), (640, 232), lift=14)
    return image


def _handles(image: Image.Image, colour: Colour, feet: tuple[float, float], peak: float, foot: float) -> None:
    """One handle: two straps that meet over the peg."""
    t = np.linspace(-1, 1, 60)
    left, right = feet
    arch = np.stack(
        [
            640 + t * ((right - left) / 2) * np.abs(t) ** 0.12 * (0.25 + 0.75 * np.abs(t)),
            peak + (foot - peak) * np.abs(t) ** 1.5,
        ],
        1,
    )
    shape = stencil(SCENE, lambda pen: pen.ribbon(arch, 50, 255, caps=False))
    shade(image, shape, (16, 18), 12, 0.3)
    solid(image, shape, colour, lambda size: np.broadcast_to(1.0 + 0.03 * np.sin(np.arange(size[0]) * 1.3), size[::-1]))
    for side in (-18, 18):
        seam = stencil(SCENE, partial(Pen.line, points=arch + np.array([side, 0]), fill=255, width=1.4))
        image.paste(mix(colour, (60, 46, 36), 0.3), mask=seam)
