"""What the catalogue's tables are made of: a product's words and prices, and which program draws it for which photograph."""

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from PIL import Image

from backend.contracts.product import NewProduct

Knobs = Mapping[str, Any]


class Art(NamedTuple):
    """One drawing: the program, its seed, its palette and its knobs. The same four always give the same picture."""

    draw: Callable[..., Image.Image]
    seed: int
    palette: str
    knobs: Knobs = {}


class Shot(NamedTuple):
    """One photograph: a scene, what one sees in it (for those who do not), and which of the item's drawings it takes (None: all)."""

    scene: Callable[..., Image.Image]
    alt: str
    knobs: Knobs = {}
    of: int | None = 0


class Item(NamedTuple):
    """A product as the API takes it, and how its pictures are made, in the order they are shown."""

    product: NewProduct
    arts: tuple[Art, ...]
    shots: tuple[Shot, ...]
