"""Stripe's HTTP API: sending a request, the parts of its answers that matter here, and the meaning of its errors.

https://docs.stripe.com/api. The version is pinned, so that Stripe's answers do not change unannounced.
"""

import os
from collections.abc import Mapping
from typing import TypeVar
from urllib.parse import urlencode

import msgspec

from backend.payment.gateways import connection
from backend.payment.gateways.connection import OutcomeUnknown, ProviderRejected, failure
from backend.shared.secrets import get_secret

VERSION = "2024-10-28.acacia"
URL = "https://api.stripe.com/v1"
_KEY_PREFIXES = ("sk_", "rk_")  # a secret or a restricted key
_TOO_LATE = (
    "payment_intent_unexpected_state",
    "charge_already_captured",
    "charge_already_refunded",
    "charge_expired_for_capture",
)


T = TypeVar("T")


class TooLate(Exception):
    """The object is in a state that this call cannot change."""


class CardError(Exception):
    """The bank or Stripe declined the card."""


class BadCard(CardError):
    """There is no such card, or its token was used up: no bank was asked."""


class NotThere(ProviderRejected):
    """Stripe has no object with this id."""


class Charge(msgspec.Struct, frozen=True):
    """What the bank did. https://docs.stripe.com/api/charges/object"""

    amount_refunded: int = 0


class LastError(msgspec.Struct, frozen=True):
    """Why the last confirmation failed."""

    code: str | None = None
    decline_code: str | None = None


class Redirect(msgspec.Struct, frozen=True):
    """Where the shopper confirms."""

    url: str | None = None


class NextAction(msgspec.Struct, frozen=True):
    """What the bank wants from the shopper."""

    redirect_to_url: Redirect | None = None


class Intent(msgspec.Struct, frozen=True):
    """https://docs.stripe.com/api/payment_intents/object. `latest_charge` is expanded, or an id."""

    id: str
    status: str
    amount: int
    currency: str
    metadata: dict[str, str] = {}
    next_action: NextAction | None = None
    last_payment_error: LastError | None = None
    latest_charge: Charge | str | None = None

    @property
    def was_tried(self) -> bool:
        """Return whether a bank was ever asked; until then an intent has no effect."""
        unpaid = self.status in ("requires_payment_method", "requires_confirmation")
        return not unpaid or self.last_payment_error is not None


class _Error(msgspec.Struct, frozen=True):
    type: str = ""
    code: str | None = None
    param: str | None = None


class _Failure(msgspec.Struct, frozen=True):
    error: _Error = _Error()


def ask(method: str, path: str, shape: type[T], params: Mapping[str, object], key: str = "") -> T:
    """Return the decoded answer. Raise `TooLate`, `CardError` or `OutcomeUnknown`; writes have an idempotency `key`."""
    headers = {"authorization": f"Bearer {_secret_key()}", "stripe-version": VERSION}
    query = urlencode(params)
    body = None
    if method == "POST":
        headers |= {"content-type": "application/x-www-form-urlencoded", "idempotency-key": key}
        body = query.encode()
    elif query:
        path = f"{path}?{query}"
    status, answer = connection.send(method, os.environ.get("PROVIDER_URL", URL) + path, headers, body)
    if status != 200:
        raise _to_error(status, answer)
    try:
        return msgspec.json.decode(answer, type=shape)
    except (msgspec.DecodeError, UnicodeDecodeError):
        raise OutcomeUnknown("unreadable answer") from None


def _secret_key() -> str:
    """Return the key, one word of the secret. The placeholder that a deploy creates is never sent."""
    key = next((word for word in get_secret("PROVIDER_KEY").split() if word.startswith(_KEY_PREFIXES)), "")
    if not key:
        raise ProviderRejected("the secret holds no Stripe key yet: put one in (docs/payments.md)")
    if "LIVE_KEYS" in os.environ and "_test_" in key:
        raise ProviderRejected("the secret holds a test key, with which test cards buy real goods (docs/payments.md)")
    return key


def _to_error(status: int, answer: bytes) -> Exception:
    """Return the error's exception. Its message is dropped: it may quote a part of the key."""
    try:
        error = msgspec.json.decode(answer, type=_Failure).error
    except (msgspec.DecodeError, UnicodeDecodeError):
        error = _Error()
    if error.code in _TOO_LATE:
        return TooLate(error.code)
    if error.type == "invalid_request_error" and error.param in ("payment_method", "customer"):
        return BadCard(error.code or "")
    if status == 402:
        return CardError(error.code or "")
    if status == 404 and error.code == "resource_missing":
        return NotThere("status 404")
    return failure(status, error.code or error.type)
