"""The pieces that a file tells, into the inventory: for articles that never had a number set, or for all where that is
asked for."""

from collections.abc import Mapping

from backend.contracts.inventory.models import SetStock, Stock, StockPageQuery
from backend.contracts.inventory.operations import LIST_STOCK, SET_STOCK
from storefront.account.cli_login import access_token
from storefront.clients import api

INTRODUCED = 1
"""The version of a SKU that the inventory has only heard of from its product."""
_TRIES = 4


def fill(stock: Mapping[str, int], *, over: bool = False, token: str = "") -> int:
    """Set the pieces of each SKU, and return how many SKUs were set.

    What somebody has set is kept, unless `over`. Raises api.Refusal, api.Unavailable.
    """
    return sum(_set(sku, pieces, over, token or access_token()) for sku, pieces in stock.items())


def find(sku: str, token: str = "") -> Stock | None:
    """Return the stock of a SKU; None if the inventory has not heard of it. Raises api.Refusal, api.Unavailable."""
    page = api.call(LIST_STOCK, token=token or access_token(), query=StockPageQuery(prefix=sku, limit=1))
    return next((each for each in page.items if each.sku == sku), None)


def _set(sku: str, pieces: int, over: bool, token: str) -> bool:
    version = 0
    for _ in range(_TRIES):
        try:
            done = api.call(SET_STOCK, token=token, path={"sku": sku}, body=SetStock(available=pieces, version=version))
        except api.Refusal as refusal:
            present = refusal.problem.version
            if refusal.problem.status != 409 or present is None:
                raise
            if present > INTRODUCED and not over:
                return False
            version = present
            continue
        if done.version > INTRODUCED:
            return True
        # set before the inventory heard of the product: once more, so that it is seen to have been set
        version = done.version
    return False
