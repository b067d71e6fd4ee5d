"""Who a review is by: its writer, and the id that follows from writer and product.

The picture service reckons both as the review service does, so that a picture's name is bound to its review.
"""

import hashlib

from backend.contracts import guest_keys
from backend.contracts.basket.models import Owner


def writer(shopper: str, order_key: str = "") -> str:
    """Return whose reviews they are: by the key of a guest's order if there is one, else by the `sub` of a token."""
    return guest_keys.owner(order_key) if order_key else f"{Owner.SHOPPER}#{shopper}"


def review_id(owner: str, product_id: str) -> str:
    """Return the id of the one review that this owner may write of a product. Nobody reads the owner from it."""
    return hashlib.sha256(f"review {owner} {product_id}".encode()).hexdigest()[:32]
