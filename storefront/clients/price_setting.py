"""Whether the shop's prices include tax."""

from backend.contracts import shop
from storefront.clients.outputs import OutputsMissing, outputs


def prices_include_tax() -> bool:
    """Return whether the shop's prices include tax, as its backend tells; while none can be found, they do."""
    try:
        return shop.agreed_to_include_tax(outputs().shop.settings)
    except OutputsMissing:
        return True
