"""The payment service's HTTP handler: the provider's call back, and a list for reconciliation.

A call back is a hint, not a report: it only makes us ask. So a doubled, late or overtaken one does nothing, and a copied one little.
"""

from backend.contracts.operation import Empty
from backend.contracts.payment.models import PaymentPage, Webhook
from backend.contracts.payment.operations import LIST_PAYMENTS, PAYMENT_WEBHOOK
from backend.contracts.problem import Refused
from backend.contracts.types import PageQuery
from backend.payment import domain, payment_gateway, repository
from backend.payment.process import settle_attempt
from backend.shared import clock
from backend.shared.http import Request, http_handler, route
from backend.shared.log import bind


def check(headers: dict[str, str], body: bytes) -> None:
    """Refuses what the provider has not signed, before it is read."""
    if not payment_gateway.verify(headers.get(payment_gateway.SIGNATURE, ""), body, clock.epoch()):
        raise Refused(401, "bad-signature", "The signature does not fit")


def webhook(request: Request[Empty, Empty, Webhook]) -> None:
    """Asks the provider about the attempt, unless what the call back tells is known."""
    named = domain.attempt_of(request.body.reference)
    if named:
        bind(order_id=named[0])
    if named and not _known(*named, request.body.type):
        settle_attempt(*named, sign=True)


def _known(order_id: str, number: int, type: str) -> bool:
    payment = repository.load(order_id)
    attempt = domain.find(payment, number) if payment else None
    if payment is None or attempt is None:
        return True
    return type == f"authorization.{attempt.state}" and not domain.owed(payment, attempt)


def _list(request: Request[Empty, PageQuery, Empty]) -> PaymentPage:
    return repository.every(request.query)


handler = http_handler(
    route(PAYMENT_WEBHOOK, webhook, check),
    route(LIST_PAYMENTS, _list),
)
