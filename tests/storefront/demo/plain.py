"""A program, a scene and a broken scene, each of one line."""

from typing import Any

import numpy as np
from PIL import Image

from storefront.demo.canvas import Size
from storefront.demo.palette import Palette


def draw(size: Size, rng: np.random.Generator, palette: Palette, *, shade: int = 0) -> Image.Image:
    return Image.new("RGB", size, (shade, *palette.ink[1:]))


def scene(image: Image.Image, rng: np.random.Generator, *, grey: int = 200) -> Image.Image:
    return Image.new("RGB", (1280, 1600), (grey, grey, grey))


def fail(image: Image.Image, rng: np.random.Generator) -> Any:
    raise ArithmeticError
