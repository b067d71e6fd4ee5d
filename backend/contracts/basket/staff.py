"""What staff ask of baskets."""

from backend.contracts.basket.models import Agreed, Delivery, NewAddress
from backend.contracts.types import Key, Language, RequestModel, TotalAmount


class CheckOutForCustomer(RequestModel, frozen=True, omit_defaults=True, kw_only=True):
    """A checkout by staff for somebody who rings, and pays by the link in a mail. The rest is as in `CheckOut`.

    `language` is the customer's: what they are mailed, and read of the order and its invoice, is in it.
    """

    key: Key
    address: NewAddress
    delivery: Delivery
    expected_total: TotalAmount
    agreed: Agreed | None = None
    language: Language = "en"
