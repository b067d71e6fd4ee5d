"""Payments in each state, as tests begin with them."""

from typing import Any

from msgspec.structs import replace

from backend.contracts.order.events import PaymentRequested
from backend.contracts.payment.states import PaymentState
from backend.payment import domain
from backend.payment.state_machine import Payment, ProviderStatus

NOW = "2026-11-21T10:00:00.000Z"


SOON = "2026-11-21T10:14:59.999Z"


PAST_GRACE = "2026-11-21T10:15:00.000Z"


ORDER = "0192f0c1a5b1" + "0" * 16


def payment_requested(attempt: int = 1, amount: int = 2900) -> PaymentRequested:
    return PaymentRequested(
        order_id=ORDER,
        owner="shopper#5e5b",
        attempt=attempt,
        at=NOW,
        amount=amount,
        currency="EUR",
        token="tok_" + "a" * 16,
    )


def provider_status(state: PaymentState, **more: Any) -> ProviderStatus:
    return ProviderStatus(authorization="aut_1", state=state, **more)


def fresh() -> Payment:
    return Payment(order_id=ORDER, owner="shopper#5e5b")


def requested_payment(attempt: int = 1) -> Payment:
    return domain.request(fresh(), payment_requested(attempt), NOW)


def at(state: PaymentState, now: str = NOW) -> Payment:
    """A payment as it is read whose one attempt is in this state, by the way that leads there."""
    payment = requested_payment()
    if state is PaymentState.REQUESTED:
        return payment
    payment = domain.mark_sent(payment, payment.attempts[0], now)
    return (
        payment
        if state is PaymentState.UNKNOWN
        else replace(domain.observe(payment, payment.attempts[0], provider_status(state), now), event=None)
    )
