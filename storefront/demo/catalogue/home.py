"""For the kitchen and the way to the shops."""

from storefront.demo.art import kindergarten, phyllis, scallop, twodrums, weft
from storefront.demo.catalogue.forms import MUG, TOTE, TOWEL
from storefront.demo.catalogue.making import item
from storefront.demo.item import art, shot
from storefront.demo.scene.cloth import tote, towel
from storefront.demo.scene.cup import mug

ITEMS = (
    item(
        MUG, "blocks-mug", "Monday Mug", "Kindergarten", ("Homeware", "Mugs"),
        """Circles, quarters and stripes in nursery colours, for the hours before you can be trusted with corners.""",
        (art(kindergarten.draw, 13, "kiosk"),),
        (shot(mug, "A steaming mug covered in red, blue, yellow and black blocks on an oak table", wall="mist"),),
        tags=("blocks", "colourful", "kitchen"),
    ),
    item(
        MUG, "waves-mug", "Storm in a Mug", "Scallop", ("Homeware", "Mugs"),
        """A sea of small blue waves all the way round. The storm is optional and comes from the kettle.""",
        (art(scallop.waves, 3, "porcelain", columns=9),),
        (shot(mug, "A mug patterned with blue wave arcs on a walnut table before a pink wall", wall="plaster",
              board="walnut"),),
        tags=("waves", "blue", "kitchen"),
    ),
    item(
        MUG, "station-mug", "Platform Mug", "Scallop", ("Homeware", "Mugs"),
        """Terrazzo, like the floor of a station café, but warm and held by a handle.""",
        (art(scallop.terrazzo, 61, "lichen", largest=0.05),),
        (shot(mug, "A mug of grey-green and ochre terrazzo on an oak table before a sage wall", wall="sage",
              steam=False),),
        tags=("terrazzo", "green", "kitchen"), sale=15,
    ),
    item(
        TOWEL, "lemon-towel", "Squeeze", "Two Drums", ("Homeware", "Tea towels"),
        """Three lemons and a half. Dries glasses; improves the hook it hangs on.""",
        (art(twodrums.draw, 2, "mustard", subject="lemons", inks=(0, 2, -1)),),
        (shot(towel, "A linen tea towel with lemons and slate leaves hanging from an oak rail", wall="mist"),),
        tags=("lemons", "yellow", "kitchen"),
    ),
    item(
        TOWEL, "sardine-towel", "The Whole Tin", "Two Drums", ("Homeware", "Tea towels"),
        """Seven sardines who have never been so clean. Folds in four without bending a single fish.""",
        (art(twodrums.draw, 44, "kiosk", subject="sardines", inks=(0, 2, -1)),),
        (shot(towel, "A linen tea towel with seven yellow and blue sardines hanging from a walnut rail", wall="chalk",
              timber="walnut"),),
        tags=("fish", "kitchen"),
    ),
    item(
        TOWEL, "blanket-towel", "Off the Bolt", "Weft", ("Homeware", "Tea towels"),
        """Stripes of six widths with no two neighbours alike. Looks woven, because it is; looks random, because it
        is.""",
        (art(weft.stripes, 20, "saltbush"),),
        (shot(towel, "A tea towel in green, sand and blue stripes hanging from an oak rail", wall="plaster"),),
        tags=("stripes", "green", "kitchen"),
    ),
    item(
        TOTE, "pears-tote", "Market Pears", "Two Drums", ("Homeware", "Tote bags"),
        """Two pears on the outside. Up to you what goes inside, but they would be glad of company.""",
        (art(twodrums.draw, 1, "orchard", subject="pears", inks=(0, 2, -1)),),
        (shot(tote, "A cotton tote bag with two pink pears and a green disc hanging from a peg", wall="sage"),),
        tags=("fruit", "bag"),
    ),
    item(
        TOTE, "sunflower-tote", "Seed Carrier", "Phyllis", ("Homeware", "Tote bags"),
        """A sunflower head in black, mustard, rust and slate. Carries the other fourteen hundred seeds, and a
        cabbage.""",
        (art(phyllis.seeds, 9, "mustard", count=900),),
        (shot(tote, "A cotton tote bag with a sunflower head of coloured dots hanging from a peg", wall="ochre"),),
        tags=("flowers", "bag", "yellow"), sale=15,
    ),
)  # fmt: skip
