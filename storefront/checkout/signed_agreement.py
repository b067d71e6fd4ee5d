"""What the shopper agrees to with "Place order", sealed into the form that showed it.

The seal is bound to the shopper and carries the form's idempotency key and everything that the page showed. Sending the
form again, however often and from wherever the browser kept it, is the same checkout; a form that is older than the
session or the basket is noticed.
"""

import hashlib
import secrets
import time

import msgspec
from django.core import signing

from backend.contracts.basket.models import Agreed, AgreedLine, Basket, CheckOut, Delivery, DeliveryOption
from backend.contracts.types import Key
from storefront.checkout.session_state import Addresses
from storefront.web import languages


class Agreement(msgspec.Struct, frozen=True):
    """`total` in minor units; `of` is a digest of the addresses, the delivery and the card that were shown.

    `terms` is what else the page showed, `at` when it did, in seconds since 1970; forms of earlier releases have
    neither.
    """

    key: Key
    total: int
    of: str
    terms: Agreed | None = None
    at: float = 0.0


def terms(basket: Basket, option: DeliveryOption) -> Agreed:
    """Return what the review page shows of a basket that is delivered in that way."""
    return Agreed(
        lines=tuple(msgspec.convert(line, AgreedLine, from_attributes=True) for line in basket.lines), delivery=option
    )


def seal(buyer: str, where: Addresses, token: str, shown: Agreed) -> str:
    """Return a new agreement, with a new key, for who checks out (`session_state.buyer`)."""
    key, option = secrets.token_urlsafe(24), shown.delivery
    agreement = Agreement(key, option.total, _digest(where, option.delivery, token), shown, time.time())
    return signing.dumps(msgspec.to_builtins(agreement), salt=_salt(buyer), compress=True)


def unseal(sealed: str, buyer: str) -> Agreement | None:
    """Return what was agreed to, or None where the seal is not ours or another buyer's."""
    try:
        return msgspec.convert(signing.loads(sealed, salt=_salt(buyer)), Agreement)
    except (signing.BadSignature, msgspec.ValidationError):
        return None


def checkout(agreed: Agreement, where: Addresses, delivery: Delivery, token: str) -> CheckOut | None:
    """Return the checkout to send, or None where an address, the delivery or the card has changed since it was
    shown. Mails about the order are in the page's language.
    """
    if agreed.of != _digest(where, delivery, token):
        return None
    return CheckOut(
        key=agreed.key,
        address=where.delivery,
        delivery=delivery,
        expected_total=agreed.total,
        token=token,
        agreed=agreed.terms,
        language=languages.current(),
        invoice_address=where.invoice,
    )


def _digest(where: Addresses, delivery: Delivery, token: str) -> str:
    """Return a digest; without another address for the invoice it is that of earlier releases, whose forms are open."""
    invoice = [where.invoice] if where.invoice else []
    return hashlib.blake2s(msgspec.json.encode([where.delivery, delivery, token, *invoice]), digest_size=12).hexdigest()


def _salt(buyer: str) -> str:
    return f"checkout.agreement:{buyer}"
