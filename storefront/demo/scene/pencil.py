"""Something to write with."""

import numpy as np
from PIL import Image

from storefront.demo.canvas import mix
from storefront.demo.palette import Colour
from storefront.demo.pen import Pen, stencil


def pencil(length: int, paint: Colour) -> Image.Image:
    """A hexagonal pencil, its point to the right, as an RGBA thing."""
    tall = round(length * 0.034)
    body, ferrule, tip = int(length * 0.84), int(length * 0.05), int(length * 0.11)
    pen = Pen((length, tall), (0, 0, 0))
    for index, light in enumerate((0.12, 0.0, -0.18)):
        tone = mix(paint, (255, 255, 255) if light > 0 else (0, 0, 0), abs(light))
        pen.box(0, tall * index / 3, body, tall * (index + 1) / 3 + 1, tone)
    pen.box(ferrule, 0, ferrule * 1.9, tall, (188, 184, 176))
    pen.box(0, tall * 0.06, ferrule, tall * 0.94, (226, 148, 140), tall * 0.3)
    pen.polygon(
        np.array([(body, 0), (body + tip, tall * 0.43), (body + tip, tall * 0.57), (body, tall)]), (226, 196, 152)
    )
    pen.polygon(
        np.array([(body + tip * 0.7, tall * 0.31), (length - 2, tall / 2), (body + tip * 0.7, tall * 0.69)]),
        (52, 48, 50),
    )
    thing = pen.finish().convert("RGBA")
    shape = np.array([(0, 0), (body, 0), (length - 2, tall / 2), (body, tall), (0, tall)], float)
    thing.putalpha(stencil((length, tall), lambda pen: pen.polygon(shape, 255)))
    return thing
