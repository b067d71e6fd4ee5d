"""What is still to be sent of an order: the form offers it, and the order service decides by it."""

from collections.abc import Mapping

from backend.contracts.order.models import Order
from backend.contracts.returns import ordered_pieces, received_returns


def unsent_pieces(order: Order) -> dict[str, int]:
    """Return the pieces that are in no parcel, by SKU, without SKUs that have none.

    Pieces that were refunded without being returned are no longer sent: those in no parcel come first.
    """
    pieces = ordered_pieces(order)
    for parcel in order.parcels:
        pieces.subtract({line.sku: line.quantity for line in parcel.lines})
    for refund in received_returns(order):
        pieces.subtract({line.sku: line.quantity for line in refund.lines if refund.by_shop})
    return {sku: quantity for sku, quantity in pieces.items() if quantity > 0}


def fits(order: Order, chosen: Mapping[str, int]) -> bool:
    """Return whether the choice names at least one piece, and of each SKU no more than is still to be sent."""
    unsent = unsent_pieces(order)
    return bool(chosen) and all(0 < quantity <= unsent.get(sku, 0) for sku, quantity in chosen.items())
