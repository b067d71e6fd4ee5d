"""Cards: for the things one should have said by now."""

from storefront.demo.art import gradient, lantern, perigee, phyllis, scallop, tide, twodrums
from storefront.demo.catalogue.forms import CARD, POSTCARDS
from storefront.demo.catalogue.making import item
from storefront.demo.item import Art, Item, art, shot
from storefront.demo.palette import Colour
from storefront.demo.scene.post import KRAFT, card, hand

CREAM: Colour = (236, 226, 206)
SLATE: Colour = (96, 112, 124)


def _card(
    id: str,
    title: str,
    program: str,
    drawing: Art,
    alt: str,
    text: str,
    desk: str,
    *,
    paper: Colour = KRAFT,
    turn: float = -5,
    border: float = 0.0,
    tags: tuple[str, ...] = (),
    sale: int = 0,
) -> Item:
    return item(
        CARD,
        id,
        title,
        program,
        ("Cards", "Greeting cards"),
        text,
        [drawing],
        [shot(card, alt, desk=desk, paper=paper, turn=turn, border=border)],
        tags=tags,
        sale=sale,
    )


ITEMS = (
    _card(
        "sorry-mushrooms", "Sorry About the Mushrooms", "Two Drums",
        art(twodrums.draw, 5, "cinnabar", subject="mushrooms", inks=(0, 1, -1)),
        "A card with four red spotted mushrooms in grass, on a kraft envelope",
        """For apologies of every size. The large one is for the thing itself, the small ones for how long it took to
        say so.""",
        "fern", tags=("mushrooms", "red", "sorry"),
    ),
    _card(
        "went-pear-shaped", "It Went Pear-Shaped", "Two Drums",
        art(twodrums.draw, 11, "sorbet", subject="pears", inks=(0, 2, -1)),
        "A card with two peach-coloured pears before a teal disc, on a cream envelope",
        """For exams, engines, soufflés. Says: it happened, it was nobody’s fault, there is fruit.""",
        "cream", paper=CREAM, turn=4, tags=("fruit", "comfort"),
    ),
    _card(
        "same-moon", "Same Moon as Yours", "Perigee",
        art(perigee.one, 33, "mulberry", phase=2.7, radius=0.3, centre=(0.5, 0.6), stars=300),
        "A card with a nearly full cream moon in a mulberry night, on a kraft envelope",
        """For people in other time zones. It left here about half an hour ago and should reach you by dark.""",
        "lilac", tags=("moon", "far away", "love"),
    ),
    _card(
        "light-in-window", "A Light in the Window", "Lantern", art(lantern.window, 14, "mustard"),
        "A card like a stained-glass window, gold in the middle and blue at the edges, on a slate envelope",
        """For midwinter, new homes and late arrivals. A hundred and some panes, one lamp left on.""",
        "cocoa", paper=SLATE, turn=-7, tags=("window", "winter", "gold"),
    ),
    _card(
        "flowers-keep", "Flowers That Keep", "Phyllis", art(phyllis.dahlia, 27, "dusk", count=420, point=0.4),
        "A card with a round peach and violet dahlia, on a cream envelope",
        """Cheaper than a bouquet, lighter than a vase, and still fresh at the end of the month.""",
        "blush", paper=CREAM, tags=("flowers", "birthday", "violet"),
    ),
    _card(
        "many-returns", "Many Happy Returns of the Tide", "Scallop", art(scallop.waves, 29, "sorbet", columns=5),
        "A card of overlapping wave arcs in coral, peach, teal and blue, on a kraft envelope",
        """It comes back every time, and so should they. For birthdays with a nought in them and birthdays without.""",
        "sky", turn=6, tags=("waves", "birthday", "colourful"),
    ),
    item(
        POSTCARDS, "still-lifes-eight", "Still Lifes, Well Travelled", "Two Drums", ("Cards", "Postcards"),
        """Pears, lemons, vases, sardines. They have been on this table for weeks and would like to see something of the
        world.""",
        (art(twodrums.draw, 1, "orchard", subject="pears", inks=(0, 2, -1)), art(twodrums.draw, 2,
        "mustard", subject="lemons", inks=(0, 2, -1)),
         art(twodrums.draw, 4, "riso", subject="sardines", inks=(2, 0, -1)), art(twodrums.draw, 3,
         "riso", subject="vases", inks=(0, 2, -1))),
        (shot(hand, "Four postcards in a square: pears, lemons, sardines and vases, with a pencil beside them", None,
              desk="straw"),),
        tags=("set", "fruit", "fish"), facts=("Two of each drawing in the set of eight, four in sixteen",),
    ),
    item(
        POSTCARDS, "weather-from-here", "The Weather From Here", "Tidewater", ("Cards", "Postcards"),
        """Four places with four kinds of evening. Write “the weather is lovely” on the back; for once it will be
        true.""",
        (art(tide.draw, 1, "harbour", birds=9), art(gradient.horizon, 6, "dusk"),
         art(tide.draw, 8, "lichen", layers=9, swell=0.1),
         art(tide.draw, 2, "persimmon", sharp=1.0, rough=0.48, swell=0.3)),
        (shot(hand, "Four postcards of hills, sea and mountains in orange, violet, green and red", None,
              desk="slate"),),
        tags=("set", "landscapes"), sale=10,
        facts=("By Tidewater and Slow Gradient", "Two of each drawing in the set of eight, four in sixteen"),
    ),
)  # fmt: skip
