"""Puts the demo catalogue into the shop, through the door that staff use."""

from collections import Counter
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor

from backend.contracts.product import NewProduct
from storefront import api
from storefront.account.terminal import access_token
from storefront.demo.item import Item
from storefront.imports.put import Outcome, put

AT_ONCE = 6
TRIES = 3


def sow(items: Iterable[Item]) -> Counter[Outcome]:
    """Creates what is missing and replaces what differs; counts what became of each product.

    Raises api.Refusal for a product the shop does not take, api.Unavailable where it does not answer; again is always safe.
    """
    access_token()  # once, before many ask at the same time
    with ThreadPoolExecutor(AT_ONCE) as pool:
        products = sorted((item.product for item in items), key=lambda product: product.rank)  # what leads the shop is newest, too
        return Counter(pool.map(_patiently, products))


def _patiently(product: NewProduct) -> Outcome:
    """A service that has just started may not answer at first; whether the write was done then is seen by looking."""
    for _ in range(TRIES - 1):
        try:
            return put(product).outcome
        except api.Unavailable:
            continue
    return put(product).outcome
