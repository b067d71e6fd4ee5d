"""The address of who sells, for a reader of any language: its country is stored as a code."""

from msgspec.structs import replace

from backend.contracts.figures import figures
from backend.contracts.shop import Seller
from backend.contracts.types import Language


def in_words(seller: Seller, language: Language) -> Seller:
    """Return the seller with its country's name in this language as the last line of the address.

    A seller without a country's code has named it in a line, or has no need to: nothing is added.
    """
    if not seller.country:
        return seller
    return replace(seller, address=(*seller.address, figures(language).country(seller.country)), country="")
