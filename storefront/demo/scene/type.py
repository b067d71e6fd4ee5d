"""Lettering, in the typeface that comes with Pillow (Aileron, CC0; ASCII only), so that pictures are the same on every
machine."""

from functools import cache

from PIL import Image, ImageDraw, ImageFont

from storefront.demo.palette import Colour


@cache
def _face(size: float) -> ImageFont.FreeTypeFont | ImageFont.ImageFont:
    return ImageFont.load_default(size)


def letter(
    image: Image.Image,
    text: str,
    at: tuple[float, float],
    size: float,
    colour: Colour,
    *,
    anchor: str = "ls",
    weight: float = 0,
    track: float = 0,
) -> float:
    """Set one line from `at` (baseline left unless `anchor` says otherwise) and returns its width.

    `track` spaces letters, in pixels.
    """
    draw, face = ImageDraw.Draw(image), _face(size)
    if track:
        x = at[0]
        for sign in text:
            draw.text((x, at[1]), sign, fill=colour, font=face, anchor="ls", stroke_width=weight, stroke_fill=colour)
            x += draw.textlength(sign, font=face) + track
        return x - at[0]
    draw.text(at, text, fill=colour, font=face, anchor=anchor, stroke_width=weight, stroke_fill=colour)
    return float(draw.textlength(text, font=face))
