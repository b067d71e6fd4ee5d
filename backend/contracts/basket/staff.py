"""What staff ask of baskets."""

from backend.contracts.basket.models import Agreed, Delivery, NewAddress
from backend.contracts.types import Key, RequestModel, TotalAmount


class CheckOutForCustomer(RequestModel, frozen=True, omit_defaults=True, kw_only=True):
    """A checkout by staff for somebody who rings, and pays by the link in a mail. The rest is as in `CheckOut`."""

    key: Key
    address: NewAddress
    delivery: Delivery
    expected_total: TotalAmount
    agreed: Agreed | None = None
