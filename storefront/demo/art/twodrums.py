"""Two Drums: still lifes in two or three transparent inks, a hair out of register, as a duplicator prints them."""

from collections.abc import Callable
from typing import Protocol

from PIL import Image, ImageChops

from storefront.demo.art.fruit import Lemons, Pears
from storefront.demo.art.larder import Mushrooms, Sardines, Vases
from storefront.demo.canvas import Random, Size, grain, grid, mask, noise, overprint, specks
from storefront.demo.palette import Colour, Palette
from storefront.demo.pen import Pen, stencil


class Subject(Protocol):
    """A still life as three plates, to be printed in this order."""

    def first(self, pen: Pen) -> None: ...
    def second(self, pen: Pen) -> None: ...
    def third(self, pen: Pen) -> None: ...


SUBJECTS: dict[str, Callable[[Random, float], Subject]] = {
    "pears": Pears, "lemons": Lemons, "vases": Vases, "sardines": Sardines, "mushrooms": Mushrooms,
}  # fmt: skip


def draw(
    size: Size,
    rng: Random,
    palette: Palette,
    *,
    subject: str = "pears",
    inks: tuple[int, int, int] = (1, 0, -1),
    slip: float = 0.004,
) -> Image.Image:
    """`inks` are the palette's tints for the three plates (-1: its ink); `slip` how far plates are out of register, in
    widths."""
    scene = SUBJECTS[subject](rng, size[1] / size[0])
    image = Image.new("RGB", size, palette.ground)
    for plate, number in zip((scene.first, scene.second, scene.third), inks, strict=True):
        ink = palette.ink if number < 0 else palette.tints[number]
        _press(image, stencil(size, plate, unit=size[0]), ink, rng, slip)
    return grain(image, rng, 5)


def _press(image: Image.Image, shape: Image.Image, ink: Colour, rng: Random, slip: float) -> None:
    """One pass through the press: the plate a little off, the ink a little uneven."""
    dx, dy = (round(v) for v in rng.normal(0, slip, 2) * image.width)
    x, y = grid(image.size)
    bare = specks(image.size, rng) < 0.16 * (x + y - 0.6) - 0.4
    cover = 0.86 + 0.14 * noise(image.size, 5, rng, 2) - 0.22 * bare
    moved = shape.transform(shape.size, Image.Transform.AFFINE, (1, 0, dx, 0, 1, dy))
    overprint(image, ImageChops.multiply(moved, mask(cover)), ink)
