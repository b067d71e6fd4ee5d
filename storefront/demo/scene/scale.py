"""A print on a wall as large as it is, so that one sees what 24 centimetres are."""

from PIL import Image

from storefront.demo.canvas import Random, crop_to_fill
from storefront.demo.scene.light import SCENE, backdrop, place, shade, table, wood
from storefront.demo.scene.moulding import TIMBER
from storefront.demo.scene.props import PROPS
from storefront.demo.scene.room import WALLS

WALL = 110
"""Centimetres of wall that are to be seen from left to right, as in `room.framed_print`."""

_CLIP = (96, 84, 72)
_EYE_LEVEL, _SIDEBOARD = 640, 1372  # pixels from above


def to_scale(
    art: Image.Image,
    rng: Random,
    *,
    wide: int,
    wall: str = "chalk",
    prop: str = "vase",
    board: str = "oak",
    margin: bool = False,
) -> Image.Image:
    """The sheet alone, `wide` centimetres across, on two small clips above the sideboard; `margin` leaves its white
    around the drawing."""
    image = backdrop(WALLS[wall], rng)
    table(image, _SIDEBOARD, TIMBER[board], rng)
    sheet = _sheet(art, round(wide * SCENE[0] / WALL), margin)
    left = (
        (SCENE[0] - sheet.width) // 2
        if prop == "none"
        else min((SCENE[0] - sheet.width) // 2 + 40, SCENE[0] - sheet.width - 60)
    )
    top = max(70, _EYE_LEVEL - sheet.height // 2)
    shape = Image.new("L", sheet.size, 255)
    shade(image, shape, (10, 16), 18, 0.3, (left, top))
    shade(image, shape, (2, 3), 3, 0.28, (left, top))
    image.paste(sheet, (left, top))
    for x in (left + sheet.width // 5, left + sheet.width - sheet.width // 5):
        place(image, wood((14, 34), _CLIP, rng, upright=True).convert("RGBA"), (x, top + 2), lift=4)
    PROPS[prop](image, rng, WALLS[wall])
    return image


def _sheet(art: Image.Image, width: int, margin: bool) -> Image.Image:
    height = round(width * SCENE[1] / SCENE[0])
    if not margin:
        return art.resize((width, height), Image.Resampling.LANCZOS, reducing_gap=2)
    rim = round(width * 0.085)
    sheet = Image.new("RGB", (width, height), (249, 246, 239))
    sheet.paste(crop_to_fill(art, (width - 2 * rim, height - 2 * rim)), (rim, rim))
    return sheet
