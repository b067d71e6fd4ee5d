"""Stock for the demo shop: plenty of most things, little of some, and none of a few, so that every word about stock is
to be seen. Of gift vouchers there is no end."""

from collections.abc import Iterable
from hashlib import blake2s

from backend.contracts.inventory.models import SetStock
from backend.contracts.inventory.operations import SET_STOCK
from backend.contracts.product.kinds import ProductKind
from backend.contracts.product.models import NewProduct
from storefront.account.cli_login import access_token
from storefront.clients import api
from storefront.demo.ramp_up import gradually

SOLD_OUT, FEW = 100, 20
"""One SKU in so many has none, and one in so many has five or fewer."""
VOUCHERS = 10_000
INTRODUCED = 1
"""The version of a SKU that the inventory has only heard of from its product."""


def fill(products: Iterable[NewProduct]) -> int:
    """Give each SKU its pieces, unless somebody has set them before; how many were set.

    Raises api.Refusal, api.Unavailable.
    """
    access_token()  # once, before many ask at the same time
    return sum(gradually(_set, [pieces for product in products for pieces in _pieces(product)]))


def _pieces(product: NewProduct) -> list[tuple[str, int]]:
    """Return each SKU of a product with its pieces."""
    endless = product.kind is ProductKind.VOUCHER
    return [(variant.sku, VOUCHERS if endless else quantity(variant.sku)) for variant in product.variants]


def quantity(sku: str) -> int:
    """The same for the same SKU each time."""
    drawn = int.from_bytes(blake2s(sku.encode(), digest_size=8).digest())
    if drawn % SOLD_OUT == 0:
        return 0
    return 1 + drawn // SOLD_OUT % 5 if drawn % FEW == 1 else 20 + drawn // SOLD_OUT % 61


def _set(pieces: tuple[str, int]) -> bool:
    """Whether a SKU's pieces were set now.

    A SKU may be unknown yet, or known to have nothing: whichever of the two messages came first.
    """
    sku, available = pieces
    for version in (0, INTRODUCED):
        body = SetStock(available=available, version=version)
        try:
            api.call(SET_STOCK, token=access_token(), path={"sku": sku}, body=body)
        except api.Refusal as refusal:
            if refusal.problem.status != 409:
                raise
            continue
        return True
    return False
