"""The seller, as pages name it in their language."""

from backend.contracts.seller_address import in_words
from backend.contracts.shop import SAMPLE_SELLER, Seller
from storefront.clients import outputs
from storefront.web import languages


def seller() -> Seller:
    """Return who sells, its country in the page's language. Raises `OutputsMissing`."""
    return in_words(outputs.seller(), languages.current())


def is_sample() -> bool:
    """Return whether the stage names nobody. A stage of before has the sample's country in its address: the address
    for mail tells, which no seller has. Raises `OutputsMissing`.
    """
    return outputs.seller().email == SAMPLE_SELLER.email
