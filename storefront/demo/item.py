"""What the catalogue's tables are made of: a product's words and prices, and which program draws it for which
photograph."""

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import NamedTuple

from PIL import Image

from backend.contracts.product.models import NewProduct
from storefront.demo.palette import PALETTES, Palette

Knobs = Mapping[str, object]
NONE: Knobs = MappingProxyType({})


class Art(NamedTuple):
    """One drawing: the program, its seed, its inks and its knobs. The same four always give the same picture."""

    draw: Callable[..., Image.Image]
    seed: int
    palette: Palette
    knobs: Knobs = NONE


class Shot(NamedTuple):
    """One photograph: a scene, what one sees in it (for those who do not), and which of the item's drawings it takes
    (None: all).

    `shows` are the options' values that it is of, by option; a photograph that names none is right for every choice.
    """

    scene: Callable[..., Image.Image]
    alt: str
    knobs: Knobs = NONE
    of: int | None = 0
    shows: Mapping[str, str] = MappingProxyType({})

    def of_choice(self, **values: str) -> "Shot":
        """The same, of these values: `shot(…).of_choice(Frame="Oak")`."""
        return self._replace(shows=values)


class Item(NamedTuple):
    """A product as the API takes it, and how its pictures are made, in the order they are shown."""

    product: NewProduct
    arts: tuple[Art, ...]
    shots: tuple[Shot, ...]


def art(draw: Callable[..., Image.Image], seed: int, palette: str, **knobs: object) -> Art:
    """A line of the catalogue: `art(tide.draw, 1, "harbour", birds=9)`."""
    return Art(draw, seed, PALETTES[palette], knobs)


def shot(scene: Callable[..., Image.Image], alt: str, of: int | None = 0, **knobs: object) -> Shot:
    """A line of the catalogue: `shot(mug, "A steaming mug …", wall="mist")`."""
    return Shot(scene, alt, knobs, of)
