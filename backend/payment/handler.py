"""The payment service's HTTP handler: the provider's webhook, and a list for reconciliation.

A webhook is a hint, not a report: it only makes us query the provider. A doubled, late or forged one changes nothing.
"""

from backend.contracts.operation import Empty
from backend.contracts.payment.models import PaymentPage, Webhook
from backend.contracts.payment.operations import LIST_PAYMENTS, PAYMENT_WEBHOOK
from backend.contracts.payment.states import PaymentState
from backend.contracts.problem import Refused
from backend.contracts.types import PageQuery
from backend.payment import domain, payment_gateway, repository
from backend.payment.process import advance_attempt
from backend.shared import clock
from backend.shared.http import Request, http_handler, route
from backend.shared.log import bind


def check_signature(headers: dict[str, str], body: bytes) -> None:
    """Raise Refused 401 unless the provider signed the request."""
    if not payment_gateway.provider.verify(headers.get(payment_gateway.provider.SIGNATURE, ""), body, clock.epoch()):
        raise Refused(401, "bad-signature", "The signature does not fit")


def webhook(request: Request[Empty, Empty, Webhook]) -> None:
    """Query the provider about the attempt, unless its state is known already."""
    reference, state = payment_gateway.provider.read_webhook(request.body)
    attempt_name = domain.attempt_of(reference)
    if attempt_name:
        bind(order_id=attempt_name[0])
    if attempt_name and not _is_known(*attempt_name, state):
        advance_attempt(*attempt_name, may_exist=True)


def _is_known(order_id: str, number: int, state: PaymentState | None) -> bool:
    """Return whether the webhook brings no news: an unknown attempt, or a state that is stored."""
    payment = repository.load(order_id)
    attempt = domain.find(payment, number) if payment else None
    if payment is None or attempt is None:
        return True
    return attempt.state is state and not domain.next_refund(payment, attempt)


def _list(request: Request[Empty, PageQuery, Empty]) -> PaymentPage:
    return repository.list_all(request.query)


handler = http_handler(
    route(PAYMENT_WEBHOOK, webhook, check_signature),
    route(LIST_PAYMENTS, _list),
)
