"""Wrapping paper: half the present."""

from storefront.demo.art import kindergarten, scallop, turing, weft
from storefront.demo.catalogue.forms import WRAP
from storefront.demo.catalogue.making import item
from storefront.demo.item import Art, Item, art, shot
from storefront.demo.palette import Colour
from storefront.demo.scene.parcel import wrapped_present
from storefront.demo.scene.sheet import bare


def _paper(
    id: str,
    title: str,
    program: str,
    drawing: Art,
    alt: str,
    text: str,
    desk: str,
    ribbon: Colour,
    *,
    zoom: float = 0.8,
    tags: tuple[str, ...] = (),
    sale: int = 0,
) -> Item:
    return item(
        WRAP,
        id,
        title,
        program,
        ("Wrapping paper",),
        text,
        [drawing],
        [shot(wrapped_present, alt, desk=desk, ribbon=ribbon, zoom=zoom), shot(bare, f"The pattern of {title}, flat")],
        tags=tags,
        sale=sale,
    )


ITEMS = (
    _paper(
        "blue-sea-paper", "A Calm Sea, by the Metre", "Scallop", art(scallop.waves, 17, "porcelain"),
        "A present wrapped in blue wave arcs with a red ribbon, beside a roll of the same paper",
        """Seigaiha, the old pattern of small waves that never break. The inks are dealt at random, so no two corners
        match and nobody can say you cut it crooked.""",
        "cream", (196, 70, 58), tags=("waves", "blue"),
    ),
    _paper(
        "winter-sprigs", "Winter Sprigs", "Scallop", art(scallop.sprigs, 19, "orchard", columns=9),
        "A present wrapped in paper with small red, pink and green sprigs and a green ribbon, beside its roll",
        """Twigs with three pairs of leaves and one berry, each turned a little. Right for December, not wrong in
        June.""",
        "blush", (62, 92, 70), zoom=0.85, tags=("leaves", "christmas", "red", "green"),
    ),
    _paper(
        "tartan-for-nobody", "Tartan for Nobody", "Weft", art(weft.plaid, 11, "terracotta"),
        "A present wrapped in brown, green and cream tartan with a mustard ribbon, beside its roll",
        """A proper mirrored sett in a two-over-two twill, registered to no clan whatever. Free to wear at any
        wedding.""",
        "fern", (214, 160, 62), tags=("tartan", "terracotta"),
    ),
    _paper(
        "toy-cupboard", "Toy Cupboard", "Kindergarten", art(kindergarten.draw, 13, "kiosk"),
        "A present wrapped in bright blocks of red, blue, yellow and black with a white ribbon, beside its roll",
        """Loud. For children, and for the grown-ups who picked the present mostly for themselves.""",
        "straw", (244, 240, 232), zoom=0.75, tags=("blocks", "children", "colourful"), sale=20,
    ),
    _paper(
        "polite-maze", "Polite Coral", "Turing’s Garden",
        art(turing.draw, 2, "moss", habit="maze", across=110, steps=3000),
        "A present wrapped in winding green coral lines with a rust ribbon, beside its roll",
        """The line never ends and never crosses itself; follow it with a finger while everyone else is still
        unwrapping.""",
        "sand", (186, 86, 56), zoom=0.8, tags=("pattern", "green"),
    ),
)  # fmt: skip
