"""The payment service's HTTP handler: the provider's card page and webhook, and a list for reconciliation.

A webhook is a hint and not a report: it only makes us query the provider. A duplicate, late or forged one changes
nothing.
"""

import os
from collections.abc import Callable
from typing import TypeVar

from backend.contracts.operation import Empty
from backend.contracts.payment.models import (
    CardEntryPage,
    CardEntryRequest,
    CardEntrySession,
    EnteredCard,
    OrderPayment,
    PaymentPage,
    PaymentPath,
    Webhook,
)
from backend.contracts.payment.operations import (
    GET_ENTERED_CARD,
    GET_PAYMENT,
    LIST_PAYMENTS,
    OPEN_CARD_PAGE,
    PAYMENT_WEBHOOK,
)
from backend.contracts.payment.states import PaymentState
from backend.contracts.problem import Refused
from backend.contracts.types import PageQuery
from backend.payment import domain, payment_gateway, repository
from backend.payment.process import advance_attempt, log_failure
from backend.shared import clock
from backend.shared.http import Request, http_handler, route
from backend.shared.log import bind

T = TypeVar("T")


def check_signature(headers: dict[str, str], body: bytes) -> None:
    """Raise Refused 401 unless the provider signed the request."""
    if not payment_gateway.provider.verify(headers.get(payment_gateway.provider.SIGNATURE, ""), body, clock.epoch()):
        raise Refused(401, "bad-signature", "The signature does not fit")


def webhook(request: Request[Empty, Empty, Webhook]) -> None:
    """Query the provider about the attempt, unless its state is already known."""
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


def open_card_page(request: Request[Empty, Empty, CardEntryRequest]) -> CardEntryPage:
    """Open the provider's page for a card. Raise Refused 403 for a return address that is not one of our
    storefronts."""
    origins = tuple(f"{origin}/" for origin in os.environ["RETURN_ORIGINS"].split())
    if not request.body.return_url.startswith(origins):
        raise Refused(403, "foreign-address", "The card page leads back to the storefront only")
    return _ask(lambda: payment_gateway.provider.open_card_page(request.body))


def get_entered_card(request: Request[CardEntrySession, Empty, Empty]) -> EnteredCard:
    """Return the card entered on this session's page. Raise Refused 404 if there is none."""
    card = _ask(lambda: payment_gateway.provider.read_card(request.path.session))
    if card is None:
        raise Refused(404, "no-card", "No card was given there")
    return card


def _ask(call: Callable[[], T]) -> T:
    """Return the provider's answer. Raise Refused 503 if there is none."""
    try:
        return call()
    except payment_gateway.OutcomeUnknown as error:
        log_failure("card page", error)
        raise Refused(503, "try-again", "The payment provider does not answer") from None


def _get(request: Request[PaymentPath, Empty, Empty]) -> OrderPayment:
    payment = repository.load(request.path.order_id)
    if payment is None:
        raise Refused(404, "no-payment", "Nothing was asked for this order yet")
    return repository.summary(payment)


handler = http_handler(
    route(PAYMENT_WEBHOOK, webhook, check_signature),
    route(LIST_PAYMENTS, _list),
    route(GET_PAYMENT, _get),
    route(OPEN_CARD_PAGE, open_card_page),
    route(GET_ENTERED_CARD, get_entered_card),
)
