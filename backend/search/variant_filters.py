"""What was chosen of options and prices: it must be true of one variant, not of several together. No I/O.

Who wants 60 × 75 for up to €30 wants no print whose smallest size costs that.
"""

from collections.abc import Iterable, Iterator

from backend.contracts.search.models import BRAND, CATEGORY, SearchQuery, chosen
from backend.contracts.text_folding import comparable
from backend.search.document import Choice, Document, Offer, offers

OF_PRODUCTS = (CATEGORY, BRAND)
"""Facets that a product has, and not its variants one by one."""

PRICES = " price"
"""The name of a chosen range of prices, which is no facet's: those never begin with a space."""


def key(name: str, value: str) -> str:
    """A facet's value as it is compared: its spellings are one, but a category's is its path."""
    return value if name == CATEGORY else comparable(value)


def values(document: Document, offer: Offer) -> Iterator[tuple[Choice, str, str]]:
    """What the variant has of each choice: as it is compared, and as it is spelt.

    Of a document from before format 3 it has all values that there are.
    """
    for place, choice in enumerate(document.choices):
        had: Iterable[str] = offer.values[place : place + 1] if document.offers else choice.values
        yield from ((choice, comparable(value), value) for value in had)


class ChosenFilters:
    """The chosen values of each facet, and the range of prices, None where there is none."""

    def __init__(self, query: SearchQuery) -> None:
        """Raises Refused 400 for filters that cannot be read."""
        self.chosen = chosen(query.filters)
        self.keys = {name: tuple(key(name, value) for value in values) for name, values in self.chosen.items()}
        ranged = query.price_min is not None or query.price_max is not None
        self.range = (query.price_min or 0, query.price_max) if ranged else None

    def of_variants(self, without: str | None = None) -> list[str]:
        """The names of what was chosen that is true of some variants only: options, and `PRICES`."""
        names = [name for name in self.keys if name not in OF_PRODUCTS] + ([PRICES] if self.range else [])
        return [name for name in names if name != without]

    def matching_offers(self, document: Document, without: str | None = None) -> list[Offer]:
        """The variants of a product that match, the cheapest first."""
        names = self.of_variants(without)
        return [offer for offer in offers(document) if all(self._fits(document, offer, name) for name in names)]

    def _fits(self, document: Document, offer: Offer, name: str) -> bool:
        if name == PRICES:
            least, most = self.range or (0, None)
            return least <= offer.price and (most is None or offer.price <= most)
        return any(choice.name == name and value in self.keys[name] for choice, value, _ in values(document, offer))
