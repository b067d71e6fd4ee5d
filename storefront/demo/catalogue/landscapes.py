"""Art prints of places. None of them can be visited."""

from storefront.demo.art import contour, dotmaker, gradient, ridgeline, tide
from storefront.demo.catalogue.prints import print_
from storefront.demo.item import art

KIND = "Landscapes"

ITEMS = (
    print_(
        "seven-hills", "Seven Hills, One Sun", "Tidewater", KIND, art(tide.draw, 1, "harbour", birds=9),
        "A red sun over seven layers of hills, orange to deep blue, with nine small birds",
        """The evening the paint shop ran out of green. Seven ridges, each cut from its own sheet of colour, and a sun
        that has not quite decided to go.

        The nine birds were a bug. We kept them.""",
        ("chalk", "oak", "vase", "oak"), tags=("mountains", "sun", "orange", "blue"), close=True,
    ),
    print_(
        "before-breakfast", "Alpine, Before Breakfast", "Tidewater", KIND,
        art(tide.draw, 2, "dusk", sharp=1.0, rough=0.48, swell=0.3),
        "Jagged violet mountains in layers under a dusty pink sky with a mauve sun",
        """Same program as the hills, with one number turned from 0 to 1: the ridges fold, the valleys close, and
        somebody should have packed a warmer coat. Violet where the cold is.""",
        ("plaster", "walnut", "books", "walnut"), tags=("mountains", "violet", "pink"),
    ),
    print_(
        "fog-delay", "Fog Delay", "Tidewater", KIND,
        art(tide.draw, 8, "lichen", layers=9, swell=0.1, horizon=0.34, sun=(0.3, 0.33, 0.07)),
        (
            "Nine layers of hills, dark green in front, ochre in the middle, blue in the mist, "
            "with a small grey sun on the left"
        ),
        """Nine hills, most of them hearsay. For people who like a view that keeps something back, and for rooms that
        have enough going on already.""",
        ("sage", "black", "none", "walnut"), tags=("mist", "green", "quiet"),
    ),
    print_(
        "long-way-down", "The Long Way Down", "Ridgeline", KIND, art(ridgeline.draw, 8, "soot", dark=True),
        "Fifty-eight white ridge lines on black, with one steep summit chain down the middle",
        """Fifty-eight walks across the same mountain, a step further south each time, drawn as one line per walk. Where
        a line vanishes, the mountain is in the way.

        If it reminds you of a record sleeve: the pulsar came first, then the record, then us.""",
        ("ink", "black", "lamp", "walnut"), tags=("mountains", "black and white", "lines"),
    ),
    print_(
        "sun-going", "Sun, Going", "Slow Gradient", KIND, art(gradient.horizon, 6, "dusk"),
        "A huge pale sun half sunk behind a violet sea, its light broken on the water",
        """Two gradients meet at a line, and the line is the horizon. The grain is there so that the colours have
        something to hold on to on their way down.""",
        ("rose", "white", "vase", "oak"), tags=("sea", "sun", "violet"),
    ),
    print_(
        "dunes-at-45", "Dunes at 45 Degrees", "Dotmaker", KIND, art(dotmaker.draw, 6, "riso", subject="dunes", turn=45),
        "Dunes and a dark sun made of navy dots over a yellow dot screen",
        """Stand close: dots. Stand back: heat. Two screens, one yellow at 75 degrees, one navy at 45, which is the
        angle at which the eye stops noticing and starts seeing sand.""",
        ("ochre", "oak", "none", "oak"), tags=("halftone", "desert", "yellow", "blue"),
    ),
    print_(
        "lagoon", "Lagoon, Nine Fathoms", "Contour Club", KIND, art(contour.papercut, 12, "fjord"),
        "Layered paper cut-outs in blues, stepping down to a dark deep pool",
        """Eight sheets of blue, each cut along a depth line and laid on the one below. The shadows are calculated too,
        but your thumb will not believe it.""",
        ("mist", "oak", "books", "oak"), tags=("sea", "blue", "paper cut"), edition=True, close=True,
    ),
)  # fmt: skip
