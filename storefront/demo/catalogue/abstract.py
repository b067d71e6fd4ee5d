"""Art prints of nothing in particular, exactly."""

from storefront.demo.art import (
    clifford,
    drift,
    gradient,
    kindergarten,
    minotaur,
    moire,
    pendulum,
    quarry,
    truchet,
    turing,
)
from storefront.demo.catalogue.prints import print_
from storefront.demo.item import art

KIND, STRICT = "Abstract", "Geometric"

ITEMS = (
    print_(
        "wind-from-the-left", "Wind From the Left", "Drift", KIND, art(drift.draw, 1, "harbour"),
        "Short rounded ribbons in apricot, red, sage and navy, all bending with one wind",
        """Every ribbon follows the same wind and none may touch another, so the late ones are short. A fair picture of
        most mornings.""",
        ("chalk", "black", "vase", "oak"), tags=("flow", "orange", "cream"), close=True,
    ),
    print_(
        "school-run", "The School Run", "Drift", KIND, art(drift.draw, 2, "mustard", turn=1.6, dark=True),
        "Tangled ribbons in mustard, rust, slate and cream on black",
        """The wind again, at twice the strength and in the dark. Everybody gets there; nobody could tell you how.""",
        ("ochre", "black", "none", "walnut"), tags=("flow", "yellow", "black"),
    ),
    print_(
        "combed", "Combed", "Drift", KIND, art(drift.draw_hair, 4, "dusk"),
        "Thousands of fine hairs in pink and violet, swept into soft whorls",
        """Two thousand six hundred hairs and one wind. Somewhere between a pelt, a ploughed field and the inside of a
        thought.""",
        ("plaster", "walnut", "lamp", "walnut"), tags=("flow", "violet", "fine lines"),
    ),
    print_(
        "cliffords-scarf", "Clifford’s Scarf", "Clifford", KIND,
        art(clifford.draw, 4, "ember", knobs=(1.7, 1.7, 0.6, 1.2)),
        "A glowing veil of orange threads folded over itself on dark brown",
        """One formula, four numbers, three million steps. It never crosses its own path and never leaves the room.
        Clifford left it on the chair; nobody has had the heart to fold it.""",
        ("clay", "black", "books", "walnut"), tags=("attractor", "orange", "dark"), edition=True, close=True,
    ),
    print_(
        "umbrella-in-march", "Umbrella in March", "Clifford", KIND, art(clifford.draw, 4,
        "chalkboard", form="dejong", knobs=(1.4, -2.3, 2.4, -2.1)),
        "A domed veil of fine pale green lines with an ochre stem on dark green",
        """Peter de Jong’s equations on a windy day. Inside out twice, still dry underneath.""",
        ("moss", "oak", "vase", "oak"), tags=("attractor", "green", "dark"),
    ),
    print_(
        "pendulum-at-rest", "Almost at Rest", "Old Pendulum", KIND, art(pendulum.draw, 5, "soot"),
        "Hundreds of fine black curves forming a folded, shell-like figure on white",
        """Two swings at nearly musical intervals, a pen, and friction. Parlours had a machine for this in 1890. Ours is
        quieter and takes up less parlour.""",
        ("putty", "black", "none", "oak"), tags=("harmonograph", "black and white", "fine lines"),
    ),
    print_(
        "coral-arguing", "Corals, Arguing", "Turing’s Garden", KIND,
        art(turing.draw, 1, "harbour", habit="coral", across=132, steps=2500),
        "A winding coral pattern, orange above fading to deep blue, on cream",
        """Two chemicals: one feeds, one eats. Left alone for two and a half thousand ticks they agree on this. Turing
        wrote it down in 1952 to explain the zebra.""",
        ("sage", "oak", "books", "oak"), tags=("pattern", "orange", "blue"), sale=15,
    ),
    print_(
        "agate", "Agate, Sliced", "Quarry", KIND, art(quarry.agate, 16, "fjord"),
        "A slice of agate in banded blues and whites around a dark hollow",
        """A stone nobody had to saw. Thirty-four bands around a hollow, each a little more sure of itself than the
        last.""",
        ("mist", "white", "vase", "oak"), tags=("stone", "blue", "marble"),
    ),
    print_(
        "totem", "Three Moons for a Quiet Corner", "Slow Gradient", KIND, art(gradient.totem, 5, "sorbet"),
        "Three stacked discs fading between coral, teal and peach on a warm white ground",
        """Balanced by eye, shaded by the program, held up by nothing. Hang it where the kettle is.""",
        ("rose", "oak", "none", "oak"), tags=("gradient", "pink", "teal", "quiet"),
    ),
    print_(
        "building-blocks", "Building Blocks", "Kindergarten", STRICT,
        art(kindergarten.draw, 14, "mustard", margin=0.08, columns=4),
        "Twenty tiles of quarter circles, discs and triangles in mustard, rust, slate and black",
        """Fröbel gave children blocks and half the Bauhaus came out of it. Four across, five down, and the patience to
        lay them straight.""",
        ("chalk", "black", "books", "oak"), tags=("geometry", "yellow", "bauhaus"),
    ),
    print_(
        "kitchen-floor", "The Good Kitchen Floor", "Truchet & Daughters", STRICT, art(truchet.arcs, 6, "terracotta"),
        "Tiles of concentric quarter arches in terracotta and brown, turned at random",
        """One tile, four ways to lay it, forty-eight times over. The
        daughters insist that the seventh row was on purpose.""",
        ("plaster", "walnut", "vase", "walnut"), tags=("tiles", "terracotta", "geometry"),
    ),
    print_(
        "ball-that-isnt", "The Ball That Isn’t There", "Moiré Machine", STRICT, art(moire.swell, 10, "kiosk"),
        "A grid of dots on black, swelling into a glowing blue and white ball with a red rim",
        """Dots on flat paper, honestly. Your eye adds the ball, and will go on adding it however long you argue.""",
        ("ink", "white", "lamp", "walnut"), tags=("op art", "dots", "blue", "red"), edition=True,
    ),
    print_(
        "minotaurs-afternoon", "The Minotaur’s Afternoon", "Minotaur", STRICT, art(minotaur.draw, 1, "dusk"),
        "A fine maze whose corridors run from pink to deep violet on pale pink",
        """A real maze with one way through, coloured by how far you still have to walk. The pale end is the middle. He
        says to bring cake.""",
        ("rose", "black", "books", "walnut"), tags=("maze", "violet", "pink"),
    ),
)  # fmt: skip
