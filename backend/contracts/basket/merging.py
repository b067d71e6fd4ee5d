"""What is sent and answered when a guest's basket is merged into a shopper's."""

from typing import Annotated

from msgspec import Meta

from backend.contracts.basket.models import Basket
from backend.contracts.promotion.codes import Code
from backend.contracts.types import GuestId, Model, RequestModel


class Merged(Model, frozen=True, omit_defaults=True, kw_only=True):
    """The shopper's basket after a merge; `moved` is the number of pieces from the guest's, 0 if it was merged before.

    A SKU in both baskets has the sum of both, 99 at most. A line that the shopper's basket has no room for stays in the
    guest's. `codes` are the guest's that were moved, `dropped_codes` those of either that found no room; a voucher
    appears by the end of its code.
    """

    basket: Basket
    moved: Annotated[int, Meta(ge=0)]
    codes: tuple[Code, ...] = ()
    dropped_codes: tuple[Code, ...] = ()


class Merge(RequestModel, frozen=True, kw_only=True):
    guest_id: GuestId
