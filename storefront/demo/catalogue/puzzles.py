"""Jigsaws. All of the pieces are there; we counted, twice."""

from storefront.demo.art import contour, lantern, quarry
from storefront.demo.catalogue.forms import PUZZLE
from storefront.demo.catalogue.making import item
from storefront.demo.item import Art, Item, art, shot
from storefront.demo.palette import Colour
from storefront.demo.scene.puzzle import box, pieces


def _puzzle(
    id: str,
    title: str,
    program: str,
    drawing: Art,
    alt: str,
    text: str,
    desks: tuple[str, str],
    side: Colour,
    *,
    lid: str,
    tags: tuple[str, ...] = (),
    sale: int = 0,
) -> Item:
    shots = [
        shot(pieces, alt, desk=desks[0]),
        shot(
            box, f"The box of {title}, with its picture on the lid", desk=desks[1], side=side, title=lid, count="1000"
        ),
    ]
    return item(PUZZLE, id, title, program, ("Puzzles",), text, [drawing], shots, tags=tags, sale=sale)


ITEMS = (
    _puzzle(
        "marbled-evening", "A Marbled Evening", "Quarry", art(quarry.marble, 23, "cinnabar", combs=1),
        "A nearly finished jigsaw of red, cream and black marbling with the last corner to do",
        """No sky, no edge that helps, no cottage. Four colours that swirl. Sort by feeling.""",
        ("slate", "cream"), (58, 26, 26), lid="A Marbled Evening", tags=("marbled", "red", "difficult"),
    ),
    _puzzle(
        "deep-end", "The Deep End", "Contour Club", art(contour.papercut, 40, "blueprint", cells=1.9),
        "A nearly finished jigsaw of paper-cut layers in blues with the last corner to do",
        """Begin at the shore, where the pieces are pale, and work your way down. The middle is very dark and very blue,
        and by then it will be, too, outside.""",
        ("cream", "sky"), (20, 42, 72), lid="The Deep End", tags=("paper cut", "blue"),
    ),
    _puzzle(
        "glaziers-holiday", "The Glazier’s Holiday", "Lantern", art(lantern.window, 52, "sorbet", columns=11),
        "A nearly finished jigsaw of a stained-glass sun in coral, peach and teal with the last corner to do",
        """A window already in pieces, cut into pieces. The leads help; the glass does its best not to.""",
        ("cocoa", "blush"), (42, 77, 110), lid="The Glazier's Holiday", tags=("window", "colourful"), sale=20,
    ),
)  # fmt: skip
