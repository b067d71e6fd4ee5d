"""Posters: larger, lighter, with a line of type."""

from storefront.demo.art import contour, moire, nightline, phyllis, rule30, truchet, turing
from storefront.demo.catalogue.forms import POSTER
from storefront.demo.catalogue.making import item
from storefront.demo.item import Art, Item, Knobs, Shot, art
from storefront.demo.palette import Colour
from storefront.demo.scene.sheet import poster_on_rails, poster_on_wall

HANGINGS = {"": "Sheet only", "oak": "Oak rails", "black": "Black rails"}


def _poster(
    id: str, title: str, program: str, kind: str, drawing: Art, alt: str, text: str, *, name: str, line: str,
    walls: tuple[str, str],
    style: str = "foot", rails: str = "oak", paper: Colour = (248, 244, 235), ink: Colour = (30, 30, 34),
    tags: tuple[str, ...] = (), sale: int = 0,
) -> Item:  # fmt: skip
    """`name` and `line` are printed on the sheet; `walls` are what it hangs on, flat and between rails."""
    sheet: Knobs = {"title": name, "line": line, "style": style, "paper": paper, "ink": ink}
    shots = [
        Shot(poster_on_wall, alt, {**sheet, "wall": walls[0]}).of_choice(Hanging=HANGINGS[""]),
        *(
            _hung(title, sheet, walls[1], timber)
            for timber in sorted(("oak", "black"), key=lambda timber: timber != rails)
        ),
    ]
    return item(POSTER, id, title, program, ("Posters", kind), text, [drawing], shots, tags=tags, sale=sale)


def _hung(title: str, sheet: Knobs, wall: str, timber: str) -> Shot:
    said = f"{title} hung between {timber} rails on a {wall} wall"
    return Shot(poster_on_rails, said, {**sheet, "wall": wall, "timber": timber}).of_choice(Hanging=HANGINGS[timber])


OP, MAPS, SCIENCE = "Op art", "Maps", "Science"
WHITE: Colour = (248, 244, 235)

ITEMS = (
    _poster(
        "interference", "Interference", "Moiré Machine", OP, art(moire.rings, 8, "riso"),
        "Poster of fine pink and navy rings whose overlap makes broad shimmering bands, titled Interference",
        """Two targets, one ruled seven per cent finer than the other. Neither has the big shapes in it. Do not hang
        opposite anyone with a deadline.""",
        name="Interference", line="Two patterns. The third one is yours.", walls=("chalk", "rose"), rails="black",
        tags=("rings", "pink", "blue"),
    ),
    _poster(
        "laundry-day", "Laundry Day", "Moiré Machine", OP, art(moire.folds, 9, "soot"),
        "Poster of black and white stripes that bulge like hanging cloth, titled Laundry Day",
        """Forty-four straight stripes on paper that is not flat, except that it is. Somebody will try to smooth it; let
        them.""",
        name="Laundry Day", line="Forty-four stripes. No iron.", walls=("putty", "clay"), style="head", rails="black",
        tags=("stripes", "black and white"),
    ),
    _poster(
        "in-and-out", "In and Out", "Truchet & Daughters", OP, art(truchet.draw_winged, 7, "soot"),
        "Poster of black and white road-like shapes in three sizes that all join up, titled In and Out",
        """Seven tiles in three sizes. Each time the size halves, black and white change places, and still every road
        meets its neighbour. Town planners have been seen to cry.""",
        name="In and Out", line="Seven tiles, three sizes, no dead ends worth the name.", walls=("ochre", "chalk"),
        rails="oak",
        tags=("tiles", "black and white"), sale=25,
    ),
    _poster(
        "last-train", "Last Train", "Nightline", MAPS, art(nightline.draw, 4, "blueprint", lines=11),
        "Poster of an invented railway map in pale blues over a dark blue city and its river, titled Last Train",
        """The network of a city that sleeps better than ours, with a river and eleven lines. You have missed the last
        train, but only by a century or a continent.""",
        name="Last Train", line="All lines. No city.", walls=("mist", "ink"), paper=(16, 41, 74), ink=(238, 244, 247),
        tags=("trains", "blue", "city"),
    ),
    _poster(
        "day-ticket", "Day Ticket", "Nightline", MAPS, art(nightline.draw, 9, "kiosk", lines=10),
        "Poster of an invented railway map in yellow, red, blue and black on cream, titled Day Ticket",
        """Valid in all zones, none of which exist. Every ring is a place to change; every change was drawn by lot.""",
        name="Day Ticket", line="Change here for everywhere else.", walls=("plaster", "sage"),
        tags=("trains", "city", "colourful"),
    ),
    _poster(
        "survey-of-nowhere", "Survey of Nowhere", "Contour Club", MAPS, art(contour.survey, 11, "moss"),
        "Poster of a pale green contour map with every fifth line dark, titled Survey of Nowhere",
        """Sheet 11, scale unknown, surveyed to the last line by a club with no boots. The two small knolls in the south
        are named after the members’ dogs, but not in print.""",
        name="Survey of Nowhere", line="Sheet 11. Heights in opinions.", walls=("chalk", "moss"),
        tags=("contours", "green", "quiet"),
    ),
    _poster(
        "rule-thirty", "Rule 30", "Rule Thirty", SCIENCE, art(rule30.draw, 7, "mustard"),
        "Poster of a triangular field of beads, slate at the top and mustard below, titled Rule 30",
        """One living cell, eight bits of law, and chaos by the third row. A sea snail wears the same pattern and has
        never read Wolfram.""",
        name="Rule 30", line="Start with one. Apply the rule. Repeat.", walls=("putty", "ochre"),
        tags=("cellular automata", "yellow", "blue"),
    ),
    _poster(
        "leopards-problem", "The Leopard’s Problem", "Turing’s Garden", SCIENCE, art(turing.draw, 3,
        "kiosk", habit="spots", disc=True, across=168, steps=2400),
        "Poster of a disc filled with violet and blue spots with yellow shadows on cream, titled The Leopard’s Problem",
        """How does a leopard get its spots? Slowly, and by arithmetic. Feed 0.030, kill 0.0625, and keep the dish
        warm.""",
        name="The Leopard's Problem", line="After Turing, 1952. Before breakfast.", walls=("rose", "mist"),
        rails="black", tags=("pattern", "spots", "violet"),
    ),
    _poster(
        "counted-sunflower", "The Counted Sunflower", "Phyllis", SCIENCE, art(phyllis.seeds, 9, "mustard"),
        (
            "Poster of a sunflower head made of dots in yellow, rust, slate and black spirals, "
            "titled The Counted Sunflower"
        ),
        """One thousand four hundred and ninety-nine seeds at 137.5 degrees. Count the spirals one way: 34. The other
        way: 55. Count again and it is evening.""",
        name="1,499", line="The Counted Sunflower. One seed was eaten.", walls=("sage", "plaster"),
        tags=("flowers", "dots", "yellow"),
    ),
)  # fmt: skip
