"""What facets and values are called that search itself works out: colours of pictures, and stars. Those of options and
categories are the catalogue's to say, and come with the reply."""

from django.utils.functional import Promise
from django.utils.translation import gettext, ngettext, pgettext_lazy

from backend.contracts.colours import Colour
from backend.contracts.search.models import BRAND, COLOUR, RATING, Facet
from backend.contracts.text_folding import comparable

COLOURS: dict[str, Promise] = {
    Colour.BLACK: pgettext_lazy("colour", "Black"),
    Colour.WHITE: pgettext_lazy("colour", "White"),
    Colour.GREY: pgettext_lazy("colour", "Grey"),
    Colour.RED: pgettext_lazy("colour", "Red"),
    Colour.ORANGE: pgettext_lazy("colour", "Orange"),
    Colour.YELLOW: pgettext_lazy("colour", "Yellow"),
    Colour.GREEN: pgettext_lazy("colour", "Green"),
    Colour.TEAL: pgettext_lazy("colour", "Teal"),
    Colour.BLUE: pgettext_lazy("colour", "Blue"),
    Colour.PURPLE: pgettext_lazy("colour", "Purple"),
    Colour.PINK: pgettext_lazy("colour", "Pink"),
    Colour.BROWN: pgettext_lazy("colour", "Brown"),
    Colour.BEIGE: pgettext_lazy("colour", "Beige"),
}
_STARS = frozenset("12345")


def facet_title(facet: Facet) -> str:
    """Return what the page calls a facet."""
    if facet.name == BRAND:
        return gettext("Brand")
    if facet.name == COLOUR:
        return gettext("Main colour")
    return gettext("Reviews") if facet.name == RATING else facet.title


def value_title(name: str, value: str, title: str) -> str:
    """Return what the page calls a value of a facet; `title` is what the service calls it, and stays that of values
    that the shop knows none for, as an address may hold.
    """
    if name == COLOUR:
        return str(COLOURS.get(comparable(value), title))
    if name == RATING and value in _STARS:
        return ngettext("%(count)s star and more", "%(count)s stars and more", int(value)) % {"count": value}
    return title
