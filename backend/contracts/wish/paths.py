"""The paths of the wish service's operations."""

from backend.contracts.types import GuestId, Model, Slug


class GuestWishesPath(Model, frozen=True, kw_only=True):
    guest_id: GuestId


class GuestWishPath(Model, frozen=True, kw_only=True):
    guest_id: GuestId
    product_id: Slug
