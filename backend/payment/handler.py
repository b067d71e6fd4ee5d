"""The payment service's HTTP door: the provider's call back, and a list for reconciliation.

A call back is a hint, not a report: it only makes us ask. So a doubled, late or overtaken one does nothing, and a copied one little.
"""

from typing import Any

from backend.contracts.payment import LIST_PAYMENTS, PAYMENT_WEBHOOK, PaymentPage, Webhook
from backend.contracts.problem import Refused
from backend.contracts.words import PageQuery
from backend.payment import domain, provider, store
from backend.payment.settle import settle_attempt
from backend.shared import clock
from backend.shared.door import Request, door
from backend.shared.log import bind


def check(headers: dict[str, str], body: bytes) -> None:
    """Refuses what the provider has not signed, before it is read."""
    if not provider.verify(headers.get(provider.SIGNATURE, ""), body, clock.epoch()):
        raise Refused(401, "bad-signature", "The signature does not fit")


def webhook(request: Request[Any, Any, Webhook]) -> None:
    """Asks the provider about the attempt, unless what the call back tells is known."""
    named = domain.attempt_of(request.body.reference)
    if named:
        bind(order_id=named[0])
    if named and not _known(*named, request.body.type):
        settle_attempt(*named, sign=True)


def _known(order_id: str, number: int, type: str) -> bool:
    payment = store.load(order_id)
    attempt = domain.find(payment, number) if payment else None
    if payment is None or attempt is None:
        return True
    return type == f"authorization.{attempt.state}" and not domain.owed(payment, attempt)


def _list(request: Request[Any, PageQuery, Any]) -> PaymentPage:
    return store.every(request.query)


handler = door({PAYMENT_WEBHOOK: webhook, LIST_PAYMENTS: _list}, checks={PAYMENT_WEBHOOK: check})
