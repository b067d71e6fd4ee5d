"""The pictures of the home page's band: one program, drawn with one seed after another. They are not for sale."""

from msgspec import structs

from storefront.demo.art import pendulum
from storefront.demo.catalogue.forms import EDITION
from storefront.demo.catalogue.making import item
from storefront.demo.item import art, shot
from storefront.demo.scene.sheet import bare
from storefront.product.series import PROGRAM, SEEDS, series_picture

_drawn = item(
    EDITION, "series", "One program, eight seeds", PROGRAM, ("Series",), "",
    [art(pendulum.draw, seed, "midnight") for seed in SEEDS],
    [shot(bare, f"Seed {seed}", of=place) for place, seed in enumerate(SEEDS)],
)  # fmt: skip
_pictures = tuple(series_picture(seed, f"Seed {seed}") for seed in SEEDS)
ITEM = _drawn._replace(product=structs.replace(_drawn.product, pictures=_pictures))
