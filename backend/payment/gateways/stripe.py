"""Stripe as payment provider: one PaymentIntent per attempt, confirmed by a second call and captured manually.

An intent that is not confirmed moves no money, and creating one twice under the same idempotency key returns the same
one. So an attempt whose answer was lost is found by creating its intent again, immediately and reliably, which Stripe's
search is not. Stripe forgets keys after a day or more; by then its search finds the older intent.
https://docs.stripe.com/payments/place-a-hold-on-a-payment-method
"""

import os
from contextlib import suppress

import msgspec

from backend.contracts.alarm_messages import TURNED_AWAY
from backend.contracts.payment.models import Webhook
from backend.contracts.payment.states import PaymentState
from backend.payment.domain import reference
from backend.payment.gateways.connection import OutcomeUnknown
from backend.payment.gateways.signature import is_signed
from backend.payment.gateways.stripe_amounts import from_stripe, to_stripe
from backend.payment.gateways.stripe_api import BadCard, CardError, Charge, Intent, TooLate, ask
from backend.payment.gateways.stripe_card_page import open_card_page, read_card
from backend.payment.state_machine import Attempt, ProviderStatus, Refund
from backend.shared import clock
from backend.shared.log import logger
from backend.shared.secrets import get_secret

__all__ = ["SIGNATURE", "authorize", "capture", "find", "refund", "verify", "void"]
__all__ += ["open_card_page", "read_card", "read_webhook"]
SIGNATURE = "stripe-signature"
_STATES = {
    "requires_action": PaymentState.ACTION_REQUIRED,
    "requires_capture": PaymentState.AUTHORIZED,
    "requires_payment_method": PaymentState.DECLINED,
    "succeeded": PaymentState.CAPTURED,
    "canceled": PaymentState.VOIDED,
}
"""What a tried intent's status means. https://docs.stripe.com/payments/paymentintents/lifecycle"""
_REASONS = {
    "insufficient_funds": "insufficient_funds",
    "expired_card": "expired_card",
    "incorrect_cvc": "incorrect_cvc",
    "invalid_cvc": "incorrect_cvc",
    "authentication_required": "authentication_failed",
    "payment_intent_authentication_failure": "authentication_failed",
}
"""Stripe's codes that the shopper can act on; others, such as a stolen card's, are told as a plain refusal.

https://docs.stripe.com/declines/codes
"""
_SIGNING_PREFIX = "whsec_"
_EVENTS = {
    "payment_intent.amount_capturable_updated": PaymentState.AUTHORIZED,
    "payment_intent.canceled": PaymentState.VOIDED,
    "payment_intent.payment_failed": PaymentState.DECLINED,
    "payment_intent.requires_action": PaymentState.ACTION_REQUIRED,
    "payment_intent.succeeded": PaymentState.CAPTURED,
    "charge.refunded": None,
    "refund.failed": None,
}
"""The events that matter, with the state that each tells of. https://docs.stripe.com/api/events/types"""
_EXPANDED = {"expand[]": "latest_charge"}


class _Refund(msgspec.Struct, frozen=True):
    id: str


class _SearchResult(msgspec.Struct, frozen=True):
    data: tuple[Intent, ...]


def authorize(order_id: str, attempt: Attempt) -> ProviderStatus:
    """Authorize the amount at the card's bank."""
    name, id = reference(order_id, attempt.number), ""
    try:
        id = _create(name, attempt).id
        page = {"return_url": os.environ["RETURN_URL"].replace("{order_id}", order_id)}
        confirmed = ask("POST", f"/payment_intents/{id}/confirm", Intent, page | _EXPANDED, f"{name}-confirm")
    except BadCard:
        return ProviderStatus(authorization=id, state=PaymentState.DECLINED, reason="unknown_token")
    except (CardError, TooLate):
        confirmed = _retrieve(id)
    return _to_status(confirmed, order_id, attempt)


def capture(order_id: str, attempt: Attempt) -> ProviderStatus:
    """Capture the authorized amount."""
    return _change(order_id, attempt, "capture")


def void(order_id: str, attempt: Attempt) -> ProviderStatus:
    """Release the authorized amount."""
    return _change(order_id, attempt, "cancel")


def refund(order_id: str, attempt: Attempt, part: Refund | None = None) -> ProviderStatus:
    """Refund all that is left of the captured amount, or `part` of it under an idempotency key of its own."""
    name = reference(order_id, attempt.number)
    params: dict[str, object] = {"payment_intent": attempt.authorization, "metadata[reference]": name}
    key = f"{name}-refund-{_hour()}"
    if part:
        params["amount"], key = to_stripe(part.amount, attempt.currency), f"{name}-refund.{part.number}"
    with suppress(CardError, TooLate):  # its present state says why
        ask("POST", "/refunds", _Refund, params, key)
    return _to_status(_retrieve(attempt.authorization), order_id, attempt)


def find(order_id: str, attempt: Attempt) -> ProviderStatus | None:
    """Return the attempt's authorization, or None if no bank was asked for it."""
    intent = (
        _retrieve(attempt.authorization)
        if attempt.authorization
        else _look_up(reference(order_id, attempt.number), attempt)
    )
    return _to_status(intent, order_id, attempt) if intent and intent.was_tried else None


def verify(header: str, body: bytes, now: int) -> bool:
    """Return whether Stripe signed this body around `now` (epoch seconds).

    The secret holds the key and one or more signing secrets, separated by blanks: several while an endpoint's secret is
    rotated.
    """
    signing = [word for word in get_secret("WEBHOOK_SECRET").split() if word.startswith(_SIGNING_PREFIX)]
    if not signing:
        logger.error(TURNED_AWAY, action="webhook", reason="the secret holds no signing secret (docs/payments.md)")
    return is_signed(header, body, now, signing)


def read_webhook(webhook: Webhook) -> tuple[str, PaymentState | None]:
    """Return the reference and state that an event reports; no reference for an event that does not matter here."""
    if webhook.type not in _EVENTS or webhook.data is None:
        return "", None
    name = (webhook.data.object.metadata or {}).get("reference") or ""
    if webhook.type == "refund.failed":
        logger.error(TURNED_AWAY, action="refund", reason="the bank sent an accepted refund back", reference=name)
    return name, _EVENTS[webhook.type]


def _create(name: str, attempt: Attempt) -> Intent:
    """Return the attempt's intent, as it was when it was first created."""
    card, _, customer = attempt.token.partition(".")
    params = {
        "amount": to_stripe(attempt.amount, attempt.currency), "currency": attempt.currency.lower(),
        "payment_method": card, "payment_method_types[]": "card", "capture_method": "manual",
        "metadata[reference]": name,
    }  # fmt: skip
    if customer:
        params["customer"] = customer
    return ask("POST", "/payment_intents", Intent, params, f"{name}-create")


def _look_up(name: str, attempt: Attempt) -> Intent | None:
    """Return the intent of an attempt whose id is not known. If Stripe no longer keeps its key, search for it."""
    try:
        intent = _retrieve(_create(name, attempt).id)
    except BadCard:
        return None
    if intent.was_tried:
        return intent
    query = {"query": f"metadata['reference']:'{name}'", "limit": 10}
    intents = ask("GET", "/payment_intents/search", _SearchResult, query).data
    return next((_retrieve(each.id) for each in intents if each.was_tried), None)


def _change(order_id: str, attempt: Attempt, verb: str) -> ProviderStatus:
    """Capture or cancel the intent. Stripe does either only once, whatever the key."""
    path = f"/payment_intents/{attempt.authorization}/{verb}"
    key = f"{reference(order_id, attempt.number)}-{verb}-{_hour()}"
    try:
        intent = ask("POST", path, Intent, _EXPANDED, key)
    except (CardError, TooLate):
        intent = _retrieve(attempt.authorization)
    return _to_status(intent, order_id, attempt)


def _retrieve(id: str) -> Intent:
    return ask("GET", f"/payment_intents/{id}", Intent, _EXPANDED)


def _hour() -> str:
    """Return a part of a key that ends with the hour: for a day Stripe repeats its first answer, even if that was a
    fault of its own."""
    return clock.now()[:13]


def _to_status(intent: Intent, order_id: str, attempt: Attempt) -> ProviderStatus:
    expected = (
        reference(order_id, attempt.number),
        to_stripe(attempt.amount, attempt.currency),
        attempt.currency.lower(),
    )
    if (intent.metadata.get("reference"), intent.amount, intent.currency) != expected:
        raise OutcomeUnknown("an answer about something else")
    if not intent.was_tried or intent.status not in _STATES:  # such as `processing`: not decided yet
        raise OutcomeUnknown(f"payment intent {intent.status}")
    refunded = _amount_refunded(intent, attempt.currency)
    whole = intent.status == "succeeded" and refunded >= attempt.amount
    return ProviderStatus(
        authorization=intent.id,
        state=PaymentState.REFUNDED if whole else _STATES[intent.status],
        refunded=refunded,
        url=_page(intent),
        reason=_reason(intent),
    )


def _amount_refunded(intent: Intent, currency: str) -> int:
    charge = intent.latest_charge
    if intent.status != "succeeded":  # Stripe counts a released hold as refunded
        return 0
    if not isinstance(charge, Charge):
        raise OutcomeUnknown("an answer without its charge")
    return from_stripe(charge.amount_refunded, currency)


def _page(intent: Intent) -> str:
    redirect = intent.next_action and intent.next_action.redirect_to_url
    return (redirect and redirect.url) or ""


def _reason(intent: Intent) -> str:
    error = intent.last_payment_error
    if intent.status != "requires_payment_method" or error is None:
        return ""
    return _REASONS.get(error.decline_code or "") or _REASONS.get(error.code or "", "card_declined")
