"""Purchases that the review service asks about: only the order service knows what was delivered, and to whom."""

from http import HTTPStatus

from msgspec.structs import replace

from backend.contracts.order.erasure import without_person
from backend.contracts.order.events import PurchaseVerified
from backend.contracts.order.states import State
from backend.contracts.problem import Refused
from backend.contracts.review.events import ReviewSubmitted
from backend.order import repository
from backend.order.domain import OrderDetails
from backend.order.state_machine import OrderState
from backend.shared import clock
from backend.shared.log import logger

_MAX_VARIANT = 200


def verify(event: ReviewSubmitted) -> None:
    """Publish PurchaseVerified if the product was delivered with this order to the author of the review.

    Otherwise there is no answer: the storefront offers reviews only for delivered orders, so the request must have been
    made up. A repeated message is answered again.
    """
    try:
        _, _, is_true = repository.amend(
            event.owner,
            event.order_id,
            lambda order, details: _answer(event, order, details),
            repository.load_for_owner,
        )
    except Refused as refused:
        if refused.problem.status != HTTPStatus.NOT_FOUND:
            raise
        is_true = False
    if not is_true:
        logger.info("not a purchase", order_id=event.order_id, product_id=event.product_id)


def _answer(event: ReviewSubmitted, order: OrderState, details: OrderDetails) -> tuple[OrderState, OrderDetails] | None:
    """Return the order with the answer as its event; None if there is nothing to confirm."""
    lines = [line for line in details.lines if line.product_id == event.product_id]
    if not lines or not _is_delivered(order) or details.address == without_person(details.address):
        return None
    answer = PurchaseVerified(
        order_id=order.order_id,
        owner=order.owner,
        at=clock.now(),
        buyer=event.owner,
        product_id=event.product_id,
        title=lines[0].title,
        variant="; ".join(" · ".join(line.values) for line in lines)[:_MAX_VARIANT],
    )
    return replace(order, event=answer), details


def _is_delivered(order: OrderState) -> bool:
    """Return whether the parcel arrived, whatever happened later: the buyer has seen even what they sent back."""
    return any(step.state is State.DELIVERED for step in order.steps)
