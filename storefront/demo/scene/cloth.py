"""Cloth: a tea towel on its rail, a tote bag on its peg."""

import numpy as np
from PIL import Image, ImageChops

from storefront.demo.canvas import Field, Random, filled, mixed, noise, stencil
from storefront.demo.palette import Colour
from storefront.demo.scene.light import SCENE, backdrop, cut, place, relit, rounded_light, shade, wood
from storefront.demo.scene.room import TIMBER, WALLS

CANVAS: Colour = (232, 222, 202)


def _weave(size: tuple[int, int], rng: Random) -> Field:
    x, y = np.arange(size[0], dtype=np.float32)[None, :], np.arange(size[1], dtype=np.float32)[:, None]
    return 1 + 0.025 * np.sin(x * 2.1) + 0.025 * np.sin(y * 2.1) + 0.05 * (noise(size, 5, rng, 2) - 0.5)


def towel(art: Image.Image, rng: Random, *, wall: str = "chalk", timber: str = "oak", hem: Colour = (244, 240, 232)) -> Image.Image:
    """50 by 70 cm of linen over a rail, its folds not quite ironed out."""
    image = backdrop(WALLS[wall], rng)
    width, height, left, top = 800, 1090, 240, 280
    cloth = Image.new("RGB", (width, height), hem)
    cloth.paste(filled(art, (width - 44, height - 26)), (22, 0))
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
    thing.putalpha(stencil((width, height), lambda pen: pen.polygon(np.concatenate([[[0, 0], [width, 0]], wavy[::-1]]), 255)))
    rail = relit(
        wood((1010, 36), TIMBER[timber], rng), np.broadcast_to(1.1 - 0.34 * np.linspace(0, 1, 36, dtype=np.float32)[:, None], (36, 1010))
    )
    place(image, cut(rail, 17), (640, top - 4), lift=24)
    place(image, thing, (left + width / 2, top + height / 2 - 8), lift=24)
    _roll_over(image, thing, left, top)
    return image


def _roll_over(image: Image.Image, thing: Image.Image, left: int, top: int) -> None:
    """The bend of the cloth over the rail."""
    band = thing.convert("RGB").crop((0, 30, thing.width, 74))
    light = np.broadcast_to(1.12 - 0.2 * np.abs(np.linspace(-1, 1, 44, dtype=np.float32) + 0.3)[:, None] ** 1.5, (44, thing.width))
    image.paste(cut(relit(band, light), 8), (left, top - 26), cut(band, 8))


def tote(art: Image.Image, rng: Random, *, wall: str = "sage", fabric: Colour = CANVAS, strap: Colour | None = None) -> Image.Image:
    """A bag of undyed cotton, long handles over a peg."""
    image = backdrop(WALLS[wall], rng)
    width, height, left, top = 820, 890, 230, 610
    outline = np.array(
        [
            (14, 0),
            (width - 14, 0),
            (width, height * 0.5),
            (width - 8, height - 26),
            (width - 40, height),
            (40, height),
            (8, height - 26),
            (0, height * 0.5),
        ],
        float,
    )
    bag = Image.new("RGB", (width, height), fabric)
    print_ = art.resize((500, round(500 * art.height / art.width)), Image.Resampling.LANCZOS, reducing_gap=2)
    bag.paste(ImageChops.multiply(print_, Image.new("RGB", print_.size, mixed(fabric, (255, 255, 255), 0.25))), (160, 150))
    x, y = np.linspace(-1, 1, width, dtype=np.float32)[None, :], np.linspace(0, 1, height, dtype=np.float32)[:, None]
    slack = (
        1.02
        - 0.05 * x
        - 0.1 * x**4
        + 0.05 * np.sin(x * 5 + 2.5 * y + 0.6) * y
        - 0.1 * np.clip(y - 0.86, 0, 1)
        - 0.06 * np.exp(-(((y - 0.062) / 0.004) ** 2))
    )
    bag = relit(bag, slack * _weave((width, height), rng))
    thing = bag.convert("RGBA")
    thing.putalpha(stencil((width, height), lambda pen: pen.polygon(outline, 255)))
    colour = strap or fabric
    _handles(image, rng, mixed(colour, (40, 30, 24), 0.22), (430, 880), 238, top + 20)
    place(image, thing, (left + width / 2, top + height / 2), lift=30)
    _handles(image, rng, colour, (410, 870), 230, top + 70)
    peg = relit(Image.new("RGB", (76, 76), TIMBER["oak"]), 0.9 + 0.2 * rounded_light((76, 76), 0.5))
    place(image, cut(peg, 38), (640, 232), lift=14)
    return image


def _handles(image: Image.Image, rng: Random, colour: Colour, feet: tuple[float, float], peak: float, foot: float) -> None:
    """One handle: two straps that meet over the peg."""
    t = np.linspace(-1, 1, 60)
    left, right = feet
    arch = np.stack(
        [640 + t * ((right - left) / 2) * np.abs(t) ** 0.12 * (0.25 + 0.75 * np.abs(t)), peak + (foot - peak) * np.abs(t) ** 1.5], 1
    )
    shape = stencil(SCENE, lambda pen: pen.ribbon(arch, 50, 255, caps=False))
    shade(image, shape, (16, 18), 12, 0.3)
    light = 1.0 + 0.03 * np.sin(np.arange(SCENE[0], dtype=np.float32) * 1.3)
    image.paste(relit(Image.new("RGB", SCENE, colour), np.broadcast_to(light, SCENE[::-1])), mask=shape)
    for side in (-18, 18):
        seam = stencil(SCENE, lambda pen, side=side: pen.line(arch + [side, 0], 255, 1.4))
        image.paste(mixed(colour, (60, 46, 36), 0.3), mask=seam)
