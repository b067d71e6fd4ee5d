"""The heartbeat buys every few minutes as a guest would, to check that the shop sells. Its orders must never count.

They have owners of a kind of their own. Every event of an order names the owner, so no further marker is needed, and
other orders carry none. Only a basket that the heartbeat itself created in the basket's table leads to such an order.
"""

KIND = "heartbeat"
KEPT_SECONDS = 2 * 86_400
"""How long anything of such an order is kept after its last change."""


def owner(guest: str) -> str:
    """Return the heartbeat's owner with the id of a guest's one, `guest#<id>`: the key of the order opens both."""
    return f"{KIND}#{guest.partition('#')[2]}"


def is_owner(name: str) -> bool:
    """Return whether an owner, or the key of an item, is the heartbeat's."""
    return name.startswith(f"{KIND}#")
