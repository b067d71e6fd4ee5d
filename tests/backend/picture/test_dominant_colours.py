"""Which colours a picture is said to be made of."""

from PIL import Image, ImageDraw

from backend.contracts.colours import Colour
from backend.contracts.product.models import MAX_COLOURS
from backend.picture.dominant_colours import dominant_colours


def draw_stripes(*stripes: tuple[str, int]) -> Image.Image:
    """Return a picture of stripes side by side: colour and width in per cent."""
    image, left = Image.new("RGB", (200, 100)), 0
    for colour, width in stripes:
        ImageDraw.Draw(image).rectangle((left, 0, left + 2 * width - 1, 99), colour)
        left += 2 * width
    return image


def test_what_covers_less_than_a_tenth_is_not_a_colour_of_the_picture() -> None:
    assert dominant_colours(draw_stripes(("#2f54a8", 92), ("#c62f33", 8))) == (Colour.BLUE,)


def test_the_ground_comes_last_however_large() -> None:
    assert dominant_colours(draw_stripes(("white", 70), ("#c62f33", 12), ("#2f54a8", 18))) == ("blue", "red", "white")


def test_dots_mix_as_they_do_for_the_eye() -> None:
    dots = Image.new("RGB", (640, 640), "white")
    dots.putdata([(0, 0, 0) if (x + y) % 2 else (255, 255, 255) for y in range(640) for x in range(640)])
    assert dominant_colours(dots) == (Colour.GREY,)


def test_of_a_picture_of_many_colours_the_largest_are_named() -> None:
    every = ("#c62f33", 27), ("#2f54a8", 21), ("#3f7d4e", 17), ("#e8bc3c", 14), ("#7d529f", 11), ("#2f9a97", 10)
    assert dominant_colours(draw_stripes(*every)) == ("red", "blue", "green", "yellow")
    assert MAX_COLOURS == 4


def test_transparency_and_grey_pictures_have_colours_too() -> None:
    assert dominant_colours(Image.new("RGBA", (9, 9), "#3f7d4eff")) == (Colour.GREEN,)
    assert dominant_colours(Image.new("L", (9, 9), 0)) == (Colour.BLACK,)
