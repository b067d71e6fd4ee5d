"""Notebooks: the drawing outside, the work inside."""

from storefront.demo.art import contour, drift, kindergarten, lantern, pebble, quarry, rule30, scallop, truchet, weft
from storefront.demo.catalogue.forms import HARDBACK, POCKET, SOFTBACK
from storefront.demo.catalogue.making import item
from storefront.demo.item import Art, Item, art, shot
from storefront.demo.palette import Colour
from storefront.demo.scene.desk import notebook, spread, stack


def _hardback(
    id: str, title: str, program: str, drawing: Art, alt: str, text: str, desk: str, spine: Colour, *,
    elastic: Colour | None = None, ruling: str = "dotted", tags: tuple[str, ...] = (), sale: int = 0,
) -> Item:  # fmt: skip
    lying = f"{title} lying open: the drawing’s colophon on the left, a {ruling} page and a pencil on the right"
    shots = (
        shot(notebook, alt, desk=desk, spine=spine, elastic=elastic or spine),
        shot(spread, lying, desk=desk, ruling=ruling, ribbon=spine),
    )
    return item(HARDBACK, id, title, program, ("Notebooks", "Hardback"), text, [drawing], shots, tags=tags, sale=sale)


def _softback(
    id: str, title: str, program: str, drawing: Art, alt: str, text: str, desk: str, spine: Colour, *,
    turn: float = -5, tags: tuple[str, ...] = (), sale: int = 0,
) -> Item:  # fmt: skip
    lying = f"{title} lying open on squared paper with a pencil across it"
    shots = (
        shot(notebook, alt, desk=desk, spine=spine, elastic=None, plate=True, turn=turn, write=None),
        shot(spread, lying, desk=desk, ruling="squared", ribbon=spine, write=BRICK),
    )
    return item(SOFTBACK, id, title, program, ("Notebooks", "Softback"), text, [drawing], shots, tags=tags, sale=sale)


BRICK: Colour = (196, 88, 62)
NAVY: Colour = (27, 48, 66)
OX: Colour = (122, 44, 42)
PINE: Colour = (40, 66, 54)
PLUM: Colour = (70, 44, 72)
CORAL: Colour = (206, 92, 80)

ITEMS = (
    _hardback(
        "ring-roads", "Ring Roads", "Truchet & Daughters", art(truchet.roads, 5, "fjord"),
        "A hardback notebook with winding pale blue roads on the cover and a dark blue spine",
        """For plans. The roads on the cover all lead back to where they began, which some will find discouraging and
        others will find is the point.""",
        "sand", NAVY, tags=("blue", "tiles"),
    ),
    _hardback(
        "low-tide", "Low Tide", "Quarry", art(quarry.marble, 15, "harbour"),
        "A hardback notebook in combed marbling of navy, red, apricot and sage with a navy spine",
        """Seventy drops of ink on water, combed twice. Bookbinders did it in a tray and kept the recipe in the family;
        ours is public and leaves no stain.""",
        "slate", NAVY, ruling="lined", tags=("marbled", "red", "blue"),
    ),
    _hardback(
        "beach-inventory", "Beach Inventory", "Pebble", art(pebble.draw, 10, "saltbush", margin=-0.05),
        "A hardback notebook covered in striped and dotted pebbles in grey-green and sand",
        """Every stone grew until it touched its neighbours and then got its stripes. Good for lists, particularly long
        ones.""",
        "cream", PINE, ruling="squared", tags=("pebbles", "green", "quiet"),
    ),
    _hardback(
        "north-transept", "North Transept", "Lantern", art(lantern.rose, 15, "plum"),
        "A hardback notebook with a rose window in lilac, violet and amber on a pale cover",
        """A rose window with twelve petals and nobody’s saint. Makes even a shopping list look as though it had been
        considered.""",
        "lilac", PLUM, ruling="plain", tags=("window", "violet"), sale=20,
    ),
    _hardback(
        "chart-room", "Chart Room", "Contour Club", art(contour.survey, 23, "blueprint", cells=3.0),
        "A hardback notebook with white contour lines on deep blue and a coral elastic",
        """Depths on the cover, room for soundings inside. Take it somewhere with a tide table.""",
        "sky", NAVY, elastic=CORAL, tags=("map", "blue"),
    ),
    _softback(
        "station-floor", "Station Floor", "Scallop", art(scallop.terrazzo, 18, "terracotta"),
        "A softback notebook in terracotta, pink and green terrazzo with a blank label",
        """Terrazzo: chips of stone, none touching, waxed by a million shoes. This one is waxed by nobody and fits in a
        satchel.""",
        "blush", OX, tags=("terrazzo", "pink", "terracotta"),
    ),
    _softback(
        "slipped-threads", "Slipped Threads", "Weft", art(weft.ikat, 12, "cinnabar"),
        "A softback notebook with red, black and cream ikat diamonds and a blank label",
        """In ikat the threads are dyed before they are woven, so every edge slips a little. Three hundred and twenty
        threads, each with its own idea of straight.""",
        "straw", OX, turn=7, tags=("ikat", "red", "textile"),
    ),
    _softback(
        "sampler", "Sampler", "Rule Thirty", art(rule30.quilt, 9, "terracotta"),
        "A softback notebook patterned with small mirrored patches like cross-stitch in brown, pink and green",
        """Twenty patches, each the carpet of one random row, mirrored both ways as a quilter would. Nobody pricked a
        finger.""",
        "fern", PINE, tags=("quilt", "pattern", "terracotta"), sale=15,
    ),
    item(
        POCKET, "three-errands", "Three Errands", "Kindergarten", ("Notebooks", "Pocket"),
        """One for the shops, one for the ideas, one for the person who borrows the other two. Blocks, waves and wind,
        by three programs that share a desk.""",
        (art(kindergarten.draw, 13, "kiosk"), art(scallop.waves, 3, "porcelain"), art(drift.draw, 5, "sorbet")),
        (
            shot(stack, "Three pocket notebooks fanned out: bright blocks, blue waves, coral and teal ribbons", None),
            shot(spread, "The first of the Three Errands open on lined paper", desk="cream", ruling="lined",
                 ribbon=(51, 83, 214)),
        ),
        tags=("set", "colourful"), facts=("Covers by Kindergarten, Scallop and Drift",),
    ),
)  # fmt: skip
