"""Art prints for after dark."""

from storefront.demo.art import gradient, perigee
from storefront.demo.catalogue.prints import print_
from storefront.demo.item import art

KIND = "Night sky"

ITEMS = (
    print_(
        "waxing-mostly", "Waxing, Mostly", "Perigee", KIND, art(perigee.one, 4, "midnight"),
        "A large half-lit moon with grey seas, cream on midnight blue, among faint stars",
        """The moon on its way to being whole. The terminator is real geometry, the seas are noise, and the five hundred
        stars are exactly where the program dropped them.""",
        ("ink", "walnut", "books", "walnut"), tags=("moon", "stars", "blue"), close=True,
    ),
    print_(
        "month-of-moons", "A Month of Moons", "Perigee", KIND, art(perigee.phases, 5, "midnight"),
        "Twenty moons in a grid, from thin crescent to full and back, on midnight blue",
        """Twenty evenings, twenty moons, no two alike and none of them late. Reads from the upper left, like a month
        ought to.""",
        ("mist", "black", "vase", "oak"), tags=("moon", "grid", "blue"),
    ),
    print_(
        "red-moon", "Moon Over the Brickworks", "Perigee", KIND,
        art(perigee.one, 21, "ember", centre=(0.56, 0.62), radius=0.4, phase=2.5, tilt=0.5, stars=160),
        "A huge amber moon almost filling a dark red night",
        """Low, large and the colour of brick dust. It only looks this big near the horizon, and on the wall above a
        sofa.""",
        ("clay", "black", "lamp", "walnut"), tags=("moon", "red", "warm"), sale=20,
    ),
    print_(
        "northern-curtain", "Northern Curtain", "Slow Gradient", KIND, art(gradient.aurora, 31, "blueprint", folds=1.6),
        "Soft curtains of pale blue light folding over a dark blue night",
        """Noise, stretched tall and folded twice. The real thing needs a boat, a coat and luck; this one comes in a
        tube.""",
        ("putty", "white", "none", "oak"), tags=("aurora", "blue", "abstract"),
    ),
)  # fmt: skip
