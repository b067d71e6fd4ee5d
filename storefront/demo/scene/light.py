"""Daylight from the upper left: walls and tables it falls on, and the shadows of what is put there."""

from collections.abc import Callable

import numpy as np
from PIL import Image, ImageFilter, ImageOps

from storefront.demo.canvas import Field, Random, Size, blur, grain, grid, mix, noise, smooth
from storefront.demo.palette import Colour
from storefront.demo.pen import Pen, stencil

SCENE: Size = (1280, 1600)
NIGHT: Colour = (24, 20, 26)  # shadows are never black


def _panes(size: Size, slant: float, left: float, top: float) -> Field:
    """Sun through a window of two by three panes, softer the farther it falls."""
    x, y = grid(size)
    u = (x - left + slant * (y - top)) / 0.30
    v = (y - top + 0.12 * x) / 0.34
    soft = 0.05 + 0.05 * np.clip(v, 0, 3)
    bars = np.ones((size[1], size[0]), np.float32)
    for place, count in ((u, 2), (v, 3)):
        inside = np.clip((place + soft) / soft, 0, 1) * np.clip((count - place) / soft, 0, 1)
        between = np.abs(place - np.round(place))
        bars *= np.clip(inside, 0, 1) * np.where(
            (place > 0.3) & (place < count - 0.3), np.clip(between / (soft * 1.2), 0, 1), 1
        )
    return bars


def backdrop(colour: Colour, rng: Random, *, window: bool = True, size: Size = SCENE) -> Image.Image:
    """A surface in even paint, a little darker away from the light."""
    small = (size[0] // 4, size[1] // 4)
    x, y = grid(small)
    light = 1.045 - 0.055 * (x + y * 0.9) + 0.012 * (noise(small, 3, rng, 2) - 0.5)
    if window:
        light = light * (
            0.965 + 0.075 * _panes(small, rng.uniform(0.25, 0.45), rng.uniform(0.12, 0.34), rng.uniform(0.02, 0.12))
        )
    shade = np.clip(light[..., None] * np.array(colour, np.float32), 0, 255).astype(np.uint8)
    return grain(Image.fromarray(shade).resize(size, Image.Resampling.BILINEAR), rng, 3)


def shade(
    image: Image.Image,
    shape: Image.Image,
    drop: tuple[float, float],
    radius: float,
    strength: float,
    at: tuple[int, int] = (0, 0),
) -> None:
    """Darken `image` by the soft shadow of a stencil that lies at `at`, moved by `drop`."""
    box = shape.getbbox()
    if not box:
        return
    shrink = max(1, int(radius / 2))
    rim = -(-2.6 * radius // shrink)
    small = ImageOps.expand(shape.crop(box).reduce(shrink), int(rim))
    soft = small.filter(ImageFilter.GaussianBlur(radius / shrink)).point(lambda level: int(level * strength))
    whole = soft.resize((soft.width * shrink, soft.height * shrink), Image.Resampling.BILINEAR) if shrink > 1 else soft
    inset = int(rim) * shrink
    image.paste(NIGHT, (at[0] + box[0] - inset + round(drop[0]), at[1] + box[1] - inset + round(drop[1])), whole)


def place(
    image: Image.Image, thing: Image.Image, centre: tuple[float, float], *, turn: float = 0, lift: float = 14
) -> None:
    """Lay an RGBA thing on a surface, turned by degrees, `lift` pixels above it."""
    thing = thing.rotate(turn, Image.Resampling.BILINEAR, expand=True) if turn else thing
    corner = round(centre[0] - thing.width / 2), round(centre[1] - thing.height / 2)
    shape = thing.getchannel("A")
    shade(image, shape, (lift * 0.85, lift * 1.15), lift * 1.25, 0.30, corner)
    shade(image, shape, (lift * 0.18, lift * 0.24), max(2.0, lift * 0.2), 0.34, corner)
    image.paste(thing, corner, thing)


def cut(image: Image.Image, radius: float = 0) -> Image.Image:
    """A picture as a thing with rounded corners."""
    thing = image.convert("RGBA")
    thing.putalpha(stencil(image.size, lambda pen: pen.box(0, 0, image.width, image.height, 255, radius)))
    return thing


def wood(size: Size, colour: Colour, rng: Random, *, upright: bool = False) -> Image.Image:
    """Planed timber: long noise along the grain."""
    if upright:
        return wood(size[::-1], colour, rng).rotate(90, expand=True)
    width, height = size
    fine = np.asarray(
        Image.fromarray(noise((max(2, width // 24), height), max(3, width // 160), rng, 1)).resize(
            size, Image.Resampling.BICUBIC
        )
    )
    rings = np.sin(fine * 9 + np.arange(height, dtype=np.float32)[:, None] * 0.11)
    tone = 0.97 + 0.05 * rings + 0.09 * (fine - 0.5)
    return grain(
        Image.fromarray(np.clip(tone[..., None] * np.array(colour, np.float32), 0, 255).astype(np.uint8)), rng, 4
    )


def rounded_light(size: Size, bulge: float = 0.25) -> Field:
    """How light falls on an upright cylinder: brightest a third from the left, dark towards both edges."""
    u = np.linspace(-1, 1, size[0], dtype=np.float32)
    light = 1.06 - bulge * np.clip(np.abs(u + 0.3), 0, 2) ** 2.2
    return np.broadcast_to(light, (size[1], size[0]))


def relit(image: Image.Image, light: Field) -> Image.Image:
    """Multiply a picture by a field of light around 1."""
    return Image.fromarray(np.clip(np.asarray(image, np.float32) * light[..., None], 0, 255).astype(np.uint8))


def solid(image: Image.Image, shape: Image.Image, colour: Colour, light: Callable[[Size], Field]) -> None:
    """Fill a stencil of the picture's size with a colour, lit by a field of the size of what it covers."""
    box = shape.getbbox()
    if box:
        size = box[2] - box[0], box[3] - box[1]
        image.paste(relit(Image.new("RGB", size, colour), light(size)), box[:2], shape.crop(box))


def edge(
    image: Image.Image, box: tuple[float, float, float, float], colour: Colour, strength: float, radius: float
) -> None:
    """The shadow that a rim throws inwards over `box`."""
    x0, y0, x1, y1 = (round(v) for v in box)
    size = x1 - x0, y1 - y0
    rim = stencil(
        size,
        lambda pen: pen.box(0, 0, *size, 255),
        lambda pen: pen.box(radius * 0.7, radius, size[0] + radius * 3, size[1] + radius * 3, 0),
    )
    image.paste(mix(colour, NIGHT, 0.8), (x0, y0), blur(rim, radius * 0.6).point(lambda level: int(level * strength)))


def table(image: Image.Image, top: float, colour: Colour, rng: Random) -> None:
    """A table's or sideboard's surface seen from the front: a bright edge, then the wood."""
    height = round(image.height - top)
    board = wood((image.width, height), colour, rng)
    y = np.linspace(0, 1, height, dtype=np.float32)[:, None]
    image.paste(
        relit(board, np.broadcast_to(1.02 - 0.22 * smooth(y, 0.0, 1.0), (height, image.width))), (0, round(top))
    )
    pen = Pen((image.width, 6), mix(colour, (255, 246, 230), 0.45))
    image.paste(pen.finish(), (0, round(top)))
