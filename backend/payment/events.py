"""The event for each state of an attempt, and the provider's refusal codes in words for the shopper."""

from collections.abc import Callable

from backend.contracts.event import Event
from backend.contracts.payment.events import (
    PaymentActionRequired,
    PaymentAuthorized,
    PaymentCaptured,
    PaymentDeclined,
    PaymentReturned,
)
from backend.contracts.payment.states import PaymentState
from backend.payment.state_machine import Attempt, Payment

REASONS = {
    "insufficient_funds": "The card does not have enough funds.",
    "expired_card": "The card has expired.",
    "incorrect_cvc": "The security code does not fit the card.",
    "authentication_failed": "The bank did not get your confirmation.",
    "token_used": "The card details had been used for another payment. Please enter the card again.",
    "unknown_token": "The card details were no longer valid. Please enter the card again.",
}
DECLINED = "The bank declined the card."


def action_required_event(payment: Payment, attempt: Attempt, now: str) -> Event:
    """Return the event that asks the shopper to confirm the payment."""
    return PaymentActionRequired(
        order_id=payment.order_id, owner=payment.owner, attempt=attempt.number, at=now, url=attempt.url
    )


def authorized_event(payment: Payment, attempt: Attempt, now: str) -> Event:
    """Return the event that the amount is held on the card."""
    return PaymentAuthorized(order_id=payment.order_id, owner=payment.owner, attempt=attempt.number, at=now)


def declined_event(payment: Payment, attempt: Attempt, now: str) -> Event:
    """Return the event that the card was declined, with a reason for the shopper."""
    reason = REASONS.get(attempt.reason, DECLINED)
    return PaymentDeclined(
        order_id=payment.order_id, owner=payment.owner, attempt=attempt.number, at=now, reason=reason
    )


def captured_event(payment: Payment, attempt: Attempt, now: str) -> Event:
    """Return the event that the amount was captured."""
    return PaymentCaptured(
        order_id=payment.order_id,
        owner=payment.owner,
        attempt=attempt.number,
        at=now,
        amount=attempt.amount,
        currency=attempt.currency,
    )


def returned_event(payment: Payment, attempt: Attempt, now: str) -> Event:
    """Return the event that the whole amount, or what partial refunds had left of it, was returned; 0 for a released
    hold."""
    rest = attempt.amount - sum(each.amount for each in payment.refunds)
    return refunded_event(payment, attempt, now, rest if attempt.state is PaymentState.REFUNDED else 0)


def refunded_event(payment: Payment, attempt: Attempt, now: str, amount: int, number: int = 0) -> Event:
    """Return the event that this amount was refunded for the return with this number."""
    return PaymentReturned(
        order_id=payment.order_id,
        owner=payment.owner,
        attempt=attempt.number,
        at=now,
        refunded=amount,
        currency=attempt.currency,
        number=number,
    )


EVENT_BY_STATE: dict[PaymentState, Callable[[Payment, Attempt, str], Event]] = {
    PaymentState.ACTION_REQUIRED: action_required_event,
    PaymentState.AUTHORIZED: authorized_event,
    PaymentState.DECLINED: declined_event,
    PaymentState.CAPTURED: captured_event,
    PaymentState.VOIDED: returned_event,
    PaymentState.REFUNDED: returned_event,
}
