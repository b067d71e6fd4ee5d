"""Parcels: wrapping paper on a box, and the rest of it on the roll."""

import numpy as np
from PIL import Image

from storefront.demo.art.outline import spline
from storefront.demo.canvas import Random, Size, mix, smooth
from storefront.demo.palette import Colour
from storefront.demo.pen import Pen
from storefront.demo.scene.desk import DESKS
from storefront.demo.scene.light import backdrop, cut, place, relit, shade


def _patch(art: Image.Image, size: Size, at: tuple[float, float], zoom: float) -> Image.Image:
    """A piece of the sheet; `at` is its corner as shares of what is left over."""
    sheet = (
        art.resize((round(art.width * zoom), round(art.height * zoom)), Image.Resampling.LANCZOS, reducing_gap=2)
        if zoom != 1
        else art
    )
    left, top = round((sheet.width - size[0]) * at[0]), round((sheet.height - size[1]) * at[1])
    return sheet.crop((left, top, left + size[0], top + size[1]))


def _bow(size: int, colour: Colour) -> Image.Image:
    """Two loops, two tails, one knot."""
    s = size / 2
    pen = Pen((size, size), colour)
    shape = Pen((size, size), 0)
    for side in (-1, 1):
        loop = spline(
            [
                (0, 0),
                (side * 0.42, -0.34),
                (side * 0.82, -0.36),
                (side * 0.9, -0.05),
                (side * 0.72, 0.16),
                (side * 0.36, 0.1),
            ]
        )
        tail = np.array([(0, 0), (side * 0.5, 0.72), (side * 0.36, 0.86), (side * 0.24, 0.72), (side * 0.02, 0.1)])
        hollow = spline(
            [(side * 0.2, -0.06), (side * 0.5, -0.2), (side * 0.74, -0.2), (side * 0.76, -0.04), (side * 0.5, 0.02)]
        )
        for outline, light in ((tail, 0.1), (loop, -0.08), (hollow, 0.32)):
            tone = mix(colour, (20, 10, 14) if light > 0 else (255, 255, 255), abs(light))
            pen.polygon(outline * s + s, tone)
            shape.polygon(outline * s + s, 255)
        for fold in (0.25, 0.4):
            pen.line(
                np.array([(0, 0), (side * fold * 1.7, -0.26 + fold * 0.6)]) * s + s,
                mix(colour, (20, 10, 14), 0.22),
                3,
            )
    pen.disc(s, s, s * 0.13, mix(colour, (255, 255, 255), 0.1))
    shape.disc(s, s, s * 0.13, 255)
    thing = pen.finish().convert("RGBA")
    thing.putalpha(shape.finish())
    return thing


def _present(art: Image.Image, size: Size, ribbon: Colour, zoom: float) -> Image.Image:
    width, height = size
    box = _patch(art, size, (0.3, 0.4), zoom)
    x, y = np.arange(width, dtype=np.float32)[None, :], np.arange(height, dtype=np.float32)[:, None]
    light = 1.02 - 0.05 * x / width - 0.05 * y / height
    for rim in (x, y, width - x, height - y):
        light = light - 0.16 * np.exp(-rim / 5)
    light = light + 0.05 * np.exp(-(((x - 14) / 6) ** 2)) + 0.05 * np.exp(-(((y - 14) / 6) ** 2))
    seam = width * 0.74
    light = (
        light
        - 0.18 * np.exp(-np.abs(x - seam) / 2.2) * (x < seam + 2)
        - 0.05 * np.exp(-np.clip(x - seam, 0, 999) / 26) * (x > seam)
    )
    whole = relit(box, light)
    band = round(width * 0.075)
    for across in (True, False):
        strip = Image.new("RGB", (width, band) if across else (band, height), ribbon)
        sheen = 0.93 + 0.13 * np.sin(np.linspace(0, np.pi, band, dtype=np.float32))
        strip = relit(strip, np.broadcast_to(sheen[:, None] if across else sheen, (strip.height, strip.width)))
        at = (0, round(height * 0.46)) if across else (round(width * 0.4), 0)
        shape = Image.new("L", whole.size)
        shape.paste(255, (*at, at[0] + strip.width, at[1] + strip.height))
        shade(whole, shape, (4, 5), 6, 0.35)
        whole.paste(strip, at)
    return cut(whole, 7)


def _roll(art: Image.Image, length: int, girth: int, zoom: float) -> Image.Image:
    paper = _patch(art, (girth, length), (0.9, 0.1), zoom)
    u = np.linspace(-1, 1, girth, dtype=np.float32)
    light = 0.6 + 0.5 * np.sqrt(np.clip(1 - (u + 0.18) ** 2 * 0.72, 0, 1)) - 0.22 * smooth(u, 0.4, 1.0)
    return cut(relit(paper, np.broadcast_to(light, (length, girth))), 5)


def wrapped_present(
    art: Image.Image, rng: Random, *, desk: str = "cream", ribbon: Colour = (196, 70, 58), zoom: float = 0.8
) -> Image.Image:
    """A present from above, and the roll it was cut from."""
    image = backdrop(DESKS[desk], rng)
    place(image, _roll(art, 1240, 150, zoom), (1086, 800), turn=-7, lift=34)
    place(image, _present(art, (720, 900), ribbon, zoom), (510, 800), turn=5, lift=40)
    place(image, _bow(430, ribbon), (446, 786), turn=5, lift=12)
    return image
