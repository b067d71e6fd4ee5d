"""Puts the demo catalogue into the shop, through the door that staff use."""

from collections import Counter
from collections.abc import Iterable

from backend.contracts.product.models import NewProduct
from backend.contracts.product.operations import DELETE_PRODUCT, GET_PRODUCT
from backend.contracts.product.queries import ProductPath, VersionQuery
from storefront.account.cli_login import access_token
from storefront.clients import api
from storefront.clients.outputs import currency
from storefront.demo.item import Item
from storefront.demo.pricing import price_in
from storefront.demo.ramp_up import gradually
from storefront.imports.languages import EVERY_COLUMN
from storefront.imports.upsert import Outcome, upsert

WITHDRAWN = {"voucher": "GV-VOUCHER-25"}
"""Products that earlier versions of the demo put into the shop and that it sells no more, each with one of its SKUs.

Of the voucher nobody ever got a code.
"""


def sow(items: Iterable[Item]) -> Counter[Outcome]:
    """Create what is missing and replaces what differs; counts what became of each product.

    Raises api.Refusal for a product the shop does not take, api.Unavailable where it does not answer; again is always
    safe.
    """
    access_token()  # once, before many ask at the same time
    # what leads the shop is newest, too
    products = sorted((price_in(item.product, currency()) for item in items), key=lambda product: product.rank)
    return Counter(gradually(_put, products))


def withdraw() -> int:
    """Take out of the shop what the demo sells no more; how many products that were.

    One of another merchant's by that name stays.
    """
    return sum(_withdrawn(product_id, sku) for product_id, sku in WITHDRAWN.items())


def _withdrawn(product_id: str, sku: str) -> bool:
    try:
        product = api.call(GET_PRODUCT, path=ProductPath(product_id=product_id), bypass_cache=True)
        if sku not in {variant.sku for variant in product.variants}:
            return False
        version = VersionQuery(version=product.version)
        api.call(DELETE_PRODUCT, path=ProductPath(product_id=product_id), query=version, token=access_token())
    except api.Refusal as refusal:
        if refusal.problem.status in (404, 409):  # it is gone already, or somebody is at it: the next run sees
            return False
        raise
    return True


def _put(product: NewProduct) -> Outcome:
    """Whether a write whose answer was lost was done is seen by looking once more."""
    try:
        return upsert(product, local_columns=EVERY_COLUMN, tells_contents=True).outcome
    except api.Unavailable:
        return upsert(product, local_columns=EVERY_COLUMN, tells_contents=True).outcome
