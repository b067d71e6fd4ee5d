"""Small things for the end of a list."""

from storefront.demo.art import (
    contour,
    drift,
    kindergarten,
    meadow,
    moire,
    perigee,
    phyllis,
    quarry,
    scallop,
    tide,
    truchet,
    twodrums,
)
from storefront.demo.catalogue.forms import BOOKMARKS, STICKERS
from storefront.demo.catalogue.making import item
from storefront.demo.item import art, shot
from storefront.demo.scene import trifles

ITEMS = (
    item(
        STICKERS, "twelve-stickers", "A Dozen Small Opinions", "Halftone", ("Small things",),
        """Twelve drawings the size of a biscuit. Stick them where you would otherwise have put a slogan.""",
        (art(truchet.roads, 5, "fjord"), art(quarry.marble, 15, "harbour"), art(twodrums.draw, 2,
        "mustard", subject="lemons", inks=(0, 2, -1)),
         art(scallop.waves, 3, "porcelain"), art(kindergarten.draw, 13, "kiosk"),
         art(tide.draw, 2, "dusk", sharp=1.0, swell=0.3),
         art(drift.draw, 5, "sorbet"), art(perigee.one, 4, "midnight"), art(phyllis.seeds, 9, "mustard", count=700),
         art(moire.swell, 10, "kiosk"), art(twodrums.draw, 5, "cinnabar", subject="mushrooms", inks=(0, 1, -1)),
         art(meadow.draw, 12, "orchard")),
        (shot(trifles.stickers,
              "Twelve stickers in three shapes: waves, a moon, lemons, mushrooms and flowers on a blue desk", None),),
        tags=("stickers", "gift", "colourful"),
    ),
    item(
        BOOKMARKS, "four-bookmarks", "Where Was I", "Halftone", ("Small things",),
        """Four bookmarks, for four books at once. We know how you read.""",
        (art(truchet.arcs, 6, "terracotta"), art(quarry.marble, 15, "harbour"), art(contour.survey, 11, "moss"),
         art(scallop.waves, 3, "porcelain")),
        (shot(trifles.bookmarks, "Four long bookmarks with coloured tassels: arches, marbling, contours and waves",
              None),),
        tags=("books", "gift"),
    ),
)  # fmt: skip
