"""Puts the demo catalogue into the shop, through the door that staff use."""

from collections import Counter
from collections.abc import Iterable

from backend.contracts.product import NewProduct
from storefront import api
from storefront.account.terminal import access_token
from storefront.demo.gradually import gradually
from storefront.demo.item import Item
from storefront.imports.put import Outcome, put


def sow(items: Iterable[Item]) -> Counter[Outcome]:
    """Creates what is missing and replaces what differs; counts what became of each product.

    Raises api.Refusal for a product the shop does not take, api.Unavailable where it does not answer; again is always safe.
    """
    access_token()  # once, before many ask at the same time
    products = sorted((item.product for item in items), key=lambda product: product.rank)  # what leads the shop is newest, too
    return Counter(gradually(_put, products))


def _put(product: NewProduct) -> Outcome:
    """Whether a write whose answer was lost was done is seen by looking once more."""
    try:
        return put(product).outcome
    except api.Unavailable:
        return put(product).outcome
