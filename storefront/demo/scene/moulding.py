"""Frames: four mitred lengths of moulding around a mat."""

from functools import partial

import numpy as np
from PIL import Image

from storefront.demo.canvas import Random
from storefront.demo.palette import Colour
from storefront.demo.pen import Pen, stencil
from storefront.demo.scene.light import edge, relit, wood

TIMBER: dict[str, Colour] = {
    "oak": (201, 160, 112),
    "walnut": (112, 76, 54),
    "black": (38, 36, 36),
    "white": (240, 237, 231),
}


def frame(
    art: Image.Image, timber: str, width: int, rng: Random, *, mat: float = 0.11, rail: float = 0.034
) -> Image.Image:
    """The print behind its mat in a mitred frame, `width` pixels across; `mat` and `rail` are shares of that."""
    colour, r, m = TIMBER[timber], round(width * rail), round(width * mat)
    inner = width - 2 * (r + m)
    picture = art.resize((inner, round(inner * art.height / art.width)), Image.Resampling.LANCZOS, reducing_gap=2)
    height = picture.height + 2 * (r + m)
    whole = Image.new("RGB", (width, height), (247, 244, 238))
    whole.paste(picture, (r + m, r + m))
    bevel = max(2, width // 260)
    pen = Pen((inner + 2 * bevel, picture.height + 2 * bevel), (222, 216, 206))
    rim = pen.finish()
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
               (wood((r, height), colour, rng, upright=True), (0, 0), 1.0,
                [(0, 0), (r, r), (r, height - r), (0, height)]),
               (wood((r, height), colour, rng, upright=True), (width - r, 0), 0.84,
                [(r, 0), (r, height), (0, height - r), (0, r)])
               )  # fmt: skip
    for rail, corner, light, corners in lengths:
        across = np.linspace(-1, 1, r, dtype=np.float32)
        profile = light + 0.07 * np.cos(across * 2.2)
        lit = relit(
            rail, np.broadcast_to(profile[:, None] if rail.width > rail.height else profile, (rail.height, rail.width))
        )
        whole.paste(lit, corner, stencil(rail.size, partial(Pen.polygon, points=np.array(corners, float), fill=255)))
