"""Whether the shop's prices include tax."""

from backend.contracts import shop
from storefront.clients.outputs import OutputsMissing, outputs


def prices_include_tax() -> bool:
    """Return whether the shop's prices include tax, as its backend reports; without a backend, they do."""
    try:
        return shop.agreed_to_include_tax(outputs().shop.settings)
    except OutputsMissing:
        return True
