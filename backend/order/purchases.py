"""Purchases that the review service asks about: only the order knows what was delivered, and to whom."""

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
    """Publish PurchaseVerified if the product was delivered with this order to whoever reviewed it.

    Nothing is answered otherwise: the storefront asks for reviews of delivered orders alone, so what is left is
    somebody who made the request up. A message that comes again is answered again.
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
    """Tell whether the parcel arrived, whatever came later: what went back was seen, too."""
    return any(step.state is State.DELIVERED for step in order.steps)
