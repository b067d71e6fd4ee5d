"""The band of the home page that shows what this shop is about: one program, drawn with one seed after another.

The demo draws its pictures (`storefront.demo.catalogue.series`); a shop without them has no band.
"""

from django.utils.translation import gettext

from backend.contracts.product.models import Picture
from storefront.web import pictures

PROGRAM = "Old Pendulum"
"""The brand of the program that draws it."""
SEEDS = range(1, 9)
WIDTH, HEIGHT = 1280, 1600


def series_pictures() -> tuple[Picture, ...]:
    """Return the picture of each seed in order; none until all of them are drawn."""
    every = tuple(series_picture(seed, gettext("Seed %(number)d") % {"number": seed}) for seed in SEEDS)
    return every if all(pictures.is_ours(picture.src) for picture in every) else ()


def series_picture(seed: int, alt: str) -> Picture:
    """Return the picture that the program draws with this seed; `alt` is what it says to who cannot see it."""
    return Picture(src=f"series-{seed}", alt=alt, width=WIDTH, height=HEIGHT)
