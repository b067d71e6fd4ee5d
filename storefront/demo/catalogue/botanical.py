"""Art prints of plants. They need no water and face any way you like."""

from storefront.demo.art import fern, meadow, phyllis
from storefront.demo.catalogue.prints import print_
from storefront.demo.item import art

KIND = "Botanical"

ITEMS = (
    print_(
        "fern-unfurled", "Fern, Unfurled", "Fern & Sons", KIND, art(fern.fern, 10, "moss"),
        "Five overlapping fern fronds, pale green to nearly black, rising from one point",
        """A frond is a stem with smaller fronds; say that three times and you have a fern. Grown from one rule, used
        twice, by the old firm of Fern & Sons.""",
        ("plaster", "oak", "books", "oak"), tags=("plants", "green"),
    ),
    print_(
        "borrowed-eucalyptus", "Eucalyptus, Borrowed", "Fern & Sons", KIND, art(fern.eucalyptus, 11, "lichen"),
        "Three stems of round eucalyptus leaves in blue-grey, ochre and sage",
        """Three stems, twenty-seven pairs of leaves, each pair a little late. We meant to give them back to the
        florist.""",
        ("chalk", "oak", "vase", "oak"), tags=("plants", "leaves", "grey", "ochre"),
    ),
    print_(
        "olive-branch", "Peace Offering", "Fern & Sons", KIND,
        art(fern.eucalyptus, 17, "saltbush", oval=0.36, pairs=12, stems=2),
        "Two olive branches with slim leaves in grey-green and sand",
        """An olive branch, and one in reserve. Slim leaves, dry colours; goes with linen, apologies and late
        suppers.""",
        ("putty", "walnut", "none", "walnut"), tags=("plants", "leaves", "olive", "green"),
    ),
    print_(
        "gate-open", "Meadow With the Gate Open", "Fern & Sons", KIND, art(meadow.draw, 12, "orchard"),
        "Poppies, umbels and tall grasses in red, pink and green before a pale pink sun",
        """Seventy stems: poppies, cow parsley, grasses and a few that gave no name. Tallest at the back, as in school
        photographs.""",
        ("rose", "white", "vase", "oak"), tags=("flowers", "meadow", "red", "green"), close=True,
    ),
    print_(
        "dahlia-620", "Dahlia No. 620", "Phyllis", KIND, art(phyllis.dahlia, 7, "persimmon"),
        "A round dahlia of several hundred petals, apricot at the heart, plum at the rim",
        """Six hundred and twenty petals, each turned 137.5 degrees from the one before. Sunflowers have known the
        number for longer than we have had a word for it.""",
        ("chalk", "black", "books", "walnut"), tags=("flowers", "orange", "red"), edition=True, close=True,
    ),
    print_(
        "blue-dahlia", "The Blue Dahlia", "Phyllis", KIND, art(phyllis.dahlia, 8, "porcelain", point=0.2, count=520),
        "A round dahlia in porcelain blues, pale in the middle, navy outside",
        """Breeders have been after a blue one since 1846. We changed the palette. Patience is a virtue, but so is a
        good cupboard of inks.""",
        ("mist", "white", "lamp", "oak"), tags=("flowers", "blue"),
    ),
)  # fmt: skip
