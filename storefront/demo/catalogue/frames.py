"""Frames, for those who have the picture already."""

from storefront.demo.catalogue.forms import FRAME
from storefront.demo.catalogue.making import item
from storefront.demo.item import Item, shot
from storefront.demo.scene.sheet import unhung


def _frame(id: str, title: str, timber: str, wall: str, alt: str, text: str, tags: tuple[str, ...]) -> Item:
    return item(
        FRAME,
        id,
        title,
        "Halftone Workshop",
        ("Frames",),
        text,
        (),
        (shot(unhung, alt, None, timber=timber, wall=wall),),
        tags=tags,
    )


ITEMS = (
    _frame(
        "oak-frame", "The Oak One", "oak", "chalk", "An empty oak frame with a cream mat on a chalk-white wall",
        """Oiled, not varnished, so it goes the colour of honey by the window and the colour of bread elsewhere.""",
        ("oak", "wood"),
    ),
    _frame(
        "walnut-frame", "The Walnut One", "walnut", "mist",
        "An empty walnut frame with a cream mat on a pale blue wall",
        """Dark, quiet, good with moons. Makes whatever is inside it look as if it had been inherited.""",
        ("walnut", "wood"),
    ),
    _frame(
        "black-frame", "The Black One", "black", "ochre", "An empty black frame with a cream mat on an ochre wall",
        """Stained ash that stays out of the way. If you cannot decide, it is this one.""", ("black", "wood"),
    ),
)  # fmt: skip
