"""What staff send to the basket service."""

from backend.contracts.basket.models import Agreed, Delivery, NewAddress
from backend.contracts.types import Key, Language, RequestModel, TotalAmount


class CheckOutForCustomer(RequestModel, frozen=True, omit_defaults=True, kw_only=True):
    """A checkout by staff for a customer on the phone, who pays by the link in a mail.

    The rest is as in `CheckOut`. `language` is the customer's: mails, order and invoice are in it.
    """

    key: Key
    address: NewAddress
    delivery: Delivery
    expected_total: TotalAmount
    agreed: Agreed | None = None
    language: Language = "en"
