"""Art prints of things on tables."""

from storefront.demo.art import dotmaker, twodrums
from storefront.demo.catalogue.prints import print_
from storefront.demo.item import art

KIND = "Still life"

ITEMS = (
    print_(
        "two-pears", "Two Pears, One Leaf", "Two Drums", KIND,
        art(twodrums.draw, 1, "orchard", subject="pears", inks=(0, 2, -1)),
        "Two pink pears with dark leaves before a large green disc, inks overlapping in brown",
        """Pink, green and one dark ink that does the talking. Where they overlap they make a fourth colour nobody paid
        for. The white sliver is the press being a press.""",
        ("sage", "oak", "vase", "oak"), tags=("fruit", "pink", "green", "riso"), close=True,
    ),
    print_(
        "lemons-by-eleven", "Lemons by Eleven", "Two Drums", KIND,
        art(twodrums.draw, 2, "mustard", subject="lemons", inks=(0, 2, -1)),
        "Lemons and slate-blue leaves on a branch, one lemon cut, on cream",
        """Three on the branch and one already in somebody’s drink. Yellow, slate and black, laid over each other like
        good gossip.""",
        ("mist", "oak", "books", "oak"), tags=("fruit", "yellow", "kitchen", "riso"),
    ),
    print_(
        "three-vases", "Three Vases, Two Inks", "Two Drums", KIND,
        art(twodrums.draw, 3, "riso", subject="vases", inks=(0, 2, -1)),
        "Two pink vases and a teal one, overlapping in navy, with sprigs of round berries",
        """The one in the middle has stood there longest and leans on both neighbours, which is how the third colour
        came into the family.""",
        ("rose", "white", "none", "oak"), tags=("vases", "pink", "teal", "riso"),
    ),
    print_(
        "seven-sardines", "Seven Sardines", "Two Drums", KIND,
        art(twodrums.draw, 4, "riso", subject="sardines", inks=(2, 0, -1)),
        "Seven teal sardines stacked head to tail with dark backs and a thin pink edge",
        """Packed as the tin has it: heads left, heads right, nobody complaining. For kitchens near the sea, or in
        favour of it.""",
        ("chalk", "black", "lamp", "walnut"), tags=("fish", "teal", "kitchen", "riso"), sale=20,
    ),
    print_(
        "ball-resting", "Ball, Resting", "Dotmaker", KIND, art(dotmaker.draw, 6, "soot", subject="ball", second=0),
        "A black-and-white ball and its shadow built from halftone dots",
        """The first exercise in every drawing class, done in one ink and some six thousand dots. The shop is named
        after this print, or the other way round; we have lost the paperwork.""",
        ("putty", "black", "vase", "oak"), tags=("halftone", "black and white"), edition=True, close=True,
    ),
    print_(
        "arches-at-four", "Arches at Four O’Clock", "Dotmaker", KIND,
        art(dotmaker.draw, 6, "terracotta", subject="arches", second=0.5),
        "Arches within arches above a flight of steps, in terracotta and green dots",
        """A town square with the heat turned up and everybody indoors. Four arches, five steps, one long afternoon, all
        of it dots.""",
        ("clay", "oak", "none", "oak"), tags=("halftone", "architecture", "terracotta"),
    ),
)  # fmt: skip
