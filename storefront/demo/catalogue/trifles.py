"""Small things for the end of a list."""

from storefront.demo.art import contour, drift, kindergarten, perigee, phyllis, quarry, scallop, tide, truchet, twodrums
from storefront.demo.catalogue.forms import Choice, Form, Value, item
from storefront.demo.item import Art, Shot
from storefront.demo.scene import trifles

STICKERS = Form(
    "ST",
    650,
    (Choice("Pack", (Value("12 stickers", "12"), Value("36 stickers", "36", 850))),),
    ("Die-cut vinyl, 5 cm, comes off without a fuss", "For laptops, lunch boxes and the underside of desks"),
)
MARKS = Form("BM", 900, (), ("Four strips of 350 g card, 5 × 20 cm, cotton tassels",))
VOUCHER = Form(
    "GV",
    2500,
    (Choice("Value", (Value("€25", "25"), Value("€50", "50", 2500), Value("€100", "100", 7500))),),
    ("Printed card in a lined kraft envelope", "Valid for everything in the shop, framing included"),
)

ITEMS = (
    item(
        STICKERS, "twelve-stickers", "A Dozen Small Opinions", "Halftone", ("Small things",),
        """Twelve drawings the size of a biscuit. Stick them where you would otherwise have put a slogan.""",
        (Art(truchet.roads, 5, "fjord", {}), Art(quarry.marble, 15, "harbour", {}), Art(twodrums.draw, 2, "mustard", {"subject": "lemons", "inks": (0, 2, -1)}),
         Art(scallop.waves, 3, "porcelain", {}), Art(kindergarten.draw, 13, "kiosk", {}), Art(tide.draw, 2, "dusk", {"sharp": 1.0, "swell": 0.3}),
         Art(drift.draw, 5, "sorbet", {}), Art(perigee.one, 4, "midnight", {}), Art(phyllis.dahlia, 7, "persimmon", {})),
        (Shot(trifles.stickers, "Twelve round, square and hexagonal stickers with waves, moons, lemons and flowers on a blue desk", {}, None),),
        tags=("stickers", "gift", "colourful"),
    ),
    item(
        MARKS, "four-bookmarks", "Where Was I", "Halftone", ("Small things",),
        """Four bookmarks, for four books at once. We know how you read.""",
        (Art(truchet.arcs, 6, "terracotta", {}), Art(quarry.marble, 15, "harbour", {}), Art(contour.survey, 11, "moss", {}), Art(scallop.waves, 3, "porcelain", {})),
        (Shot(trifles.bookmarks, "Four long bookmarks with coloured tassels: arches, marbling, contours and waves", {}, None),),
        tags=("books", "gift"),
    ),
    item(
        VOUCHER, "voucher", "You Choose", "Halftone", ("Small things",),
        """For people whose walls you do not know well enough. It does not expire; tastes may.""",
        (Art(drift.draw, 5, "sorbet", {}),),
        (Shot(trifles.voucher, "A gift voucher with coral and teal ribbons on its lined kraft envelope", {}),),
        tags=("gift", "voucher"),
    ),
)  # fmt: skip
