"""Filters by options, prices and stock, all of which must be true of one variant. No I/O.

A search for 60 × 75 up to €30 in stock finds no print of which only a smaller size is that cheap, or can be bought.
"""

from collections.abc import Iterable, Iterator

from backend.contracts.search.models import BRAND, CATEGORY, COLOUR, RATING, SearchQuery, chosen_values
from backend.contracts.text_folding import comparable
from backend.search.document import Choice, Document, Offer, offers

OF_PRODUCTS = (CATEGORY, BRAND, COLOUR, RATING)
"""Facets that a product has, and not its variants one by one."""

PRICES, IN_STOCK = " price", " in stock"
"""The names of a chosen range of prices, and of what is there. Facets' names never begin with a space."""


def key(name: str, value: str) -> str:
    """Return a facet's value in the form that is compared: case-folded, except for a category's path."""
    return value if name == CATEGORY else comparable(value)


def values(document: Document, offer: Offer) -> Iterator[tuple[Choice, str, str]]:
    """Yield each choice with the variant's value, folded and as spelled.

    A document from before format 3 counts as having all of its values.
    """
    for index, choice in enumerate(document.choices):
        had: Iterable[str] = offer.values[index : index + 1] if document.offers else choice.values
        yield from ((choice, comparable(value), value) for value in had)


def is_in_stock(offer: Offer) -> bool:
    """Return whether the variant is there: one on back order can be bought, and is not."""
    return not offer.sold_out and not offer.back_on


class ChosenFilters:
    """The chosen values by facet, and the price range, None if there is none."""

    def __init__(self, query: SearchQuery) -> None:
        """Parse the filters. Raise Refused 400 if they cannot be read."""
        self.chosen = chosen_values(query.filters)
        self.keys = {name: tuple(key(name, value) for value in values) for name, values in self.chosen.items()}
        ranged = query.price_min is not None or query.price_max is not None
        self.range = (query.price_min or 0, query.price_max) if ranged else None
        self.in_stock = query.in_stock

    def of_variants(self, without: str | None = None) -> list[str]:
        """Return the names of the chosen filters that apply to variants: options, `PRICES` and `IN_STOCK`."""
        names = [name for name in self.keys if name not in OF_PRODUCTS]
        names += [PRICES] * (self.range is not None) + [IN_STOCK] * self.in_stock
        return [name for name in names if name != without]

    def matching_offers(self, document: Document, without: str | None = None) -> list[Offer]:
        """Return the product's variants that match, cheapest first."""
        names = self.of_variants(without)
        return [offer for offer in offers(document) if all(self._fits(document, offer, name) for name in names)]

    def _fits(self, document: Document, offer: Offer, name: str) -> bool:
        if name == IN_STOCK:
            return is_in_stock(offer)
        if name == PRICES:
            least, most = self.range or (0, None)
            return least <= offer.price and (most is None or offer.price <= most)
        return any(choice.name == name and value in self.keys[name] for choice, value, _ in values(document, offer))
