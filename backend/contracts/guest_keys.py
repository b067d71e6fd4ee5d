"""The key that opens a guest's order, and the owner that follows from it.

The key is derived from the id of the basket that was checked out, so that the same checkout always gets the same
answer; the id cannot be found from the key, and the key opens only that order. The owner is the key's digest: events,
staff's pages and other services know the owner, but nothing they know opens the order. Both have 128 bits. See
docs/decisions.
"""

import hashlib
import hmac

_BYTES = 16


def order_key(guest_id: str, order_id: str) -> str:
    """Return the key of the order under which this guest's basket was closed."""
    return hmac.new(bytes.fromhex(guest_id), f"order {order_id}".encode(), hashlib.sha256).digest()[:_BYTES].hex()


def owner(key: str) -> str:
    """Return the owner of the order that this key opens."""
    return f"guest#{hashlib.sha256(f'owner {key}'.encode()).digest()[:_BYTES].hex()}"
