"""The key that opens a guest's order, and the owner that follows from it.

The key is made from the id of the basket that was checked out, so that the same checkout always answers with the same
one; nobody finds that id from it, and it opens one order alone. The owner is its digest: events, staff's pages and the
other services name the owner, and nothing that they know opens the order. Both have 128 bits. See docs/decisions.
"""

import hashlib
import hmac

_BYTES = 16


def order_key(guest_id: str, order_id: str) -> str:
    """Return the key of the order that this guest's basket was closed under."""
    return hmac.new(bytes.fromhex(guest_id), f"order {order_id}".encode(), hashlib.sha256).digest()[:_BYTES].hex()


def owner(key: str) -> str:
    """Return the owner of the order that this key opens."""
    return f"guest#{hashlib.sha256(f'owner {key}'.encode()).digest()[:_BYTES].hex()}"
