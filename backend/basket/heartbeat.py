"""Buys an article every few minutes as a guest would, and cancels the order: if this fails, nobody can buy.

The basket is opened in the service's own table, which marks its orders (`backend.contracts.heartbeat`); no request can
do that. Everything else goes through the public API, with a card that moves no money.

Environment: `API_URL`, and that of `heartbeat_guest`.
"""

import os
import secrets
import time
from collections.abc import Callable, Iterator

import msgspec

from backend.basket import repository
from backend.basket.heartbeat_guest import ADDRESS, Guest, Missed, card_token
from backend.contracts.alarm_messages import CANNOT_SELL, Metric
from backend.contracts.basket.models import Basket, CheckOut, Delivery, Owner, SetLine
from backend.contracts.basket.operations import CHECK_OUT_GUEST_BASKET, REMOVE_GUEST_LINE, SET_GUEST_LINE
from backend.contracts.inventory.models import Level
from backend.contracts.order.guest_operations import CANCEL_GUEST_ORDER, GET_GUEST_ORDER
from backend.contracts.order.states import State
from backend.contracts.product.kinds import ProductKind
from backend.contracts.product.operations import GET_PRODUCT, LIST_PRODUCTS
from backend.shared.log import bind, log_context, logger

PRODUCTS, VARIANTS = 12, 2  # articles to try before giving up with `NothingToBuy`
CONFIRMED_SECONDS, CANCELLED_SECONDS, PAUSE = 120, 20, 1


class NothingToBuy(Exception):
    """No article has enough pieces left for one to be held for a moment."""


def handler(event: object, context: object) -> dict[str, int]:
    """Buy and cancel, and measure whether the shop could not sell. If there is nothing to buy, measure nothing."""
    with log_context(correlation_id=secrets.token_hex(16)):
        try:
            beat(Guest(os.environ["API_URL"], secrets.token_hex(16)))
        except NothingToBuy:
            logger.warning("the heartbeat finds nothing to buy")
            return {}
        except Exception:
            logger.exception(CANNOT_SELL)
            logger.measure("heartbeat", {Metric.CANNOT_SELL: 1})
            return {Metric.CANNOT_SELL: 1}
        logger.measure("heartbeat", {Metric.CANNOT_SELL: 0})
    return {Metric.CANNOT_SELL: 0}


def beat(guest: Guest) -> None:
    """Buy, wait until it is confirmed, and cancel. Raise `Missed` or `NothingToBuy`."""
    repository.open_for_heartbeat(f"{Owner.GUEST}#{guest.guest_id}")
    order = _check_out(guest, _fill_basket(guest))
    bind(order_id=order["order_id"])
    try:
        _wait(guest, order, State.CONFIRMED, CONFIRMED_SECONDS)
    finally:
        _cancel(guest, order)


def _fill_basket(guest: Guest) -> Basket:
    """Return the basket with one piece of the first article that is not nearly sold out."""
    for sku in _skus(guest):
        basket = _put_in(guest, sku)
        if basket is None:
            continue
        if basket.can_check_out and all(
            line.level is Level.IN_STOCK and line.kind is ProductKind.GOODS for line in basket.lines
        ):
            return basket
        guest.call(REMOVE_GUEST_LINE, sku=sku)
    raise NothingToBuy


def _put_in(guest: Guest, sku: str) -> Basket | None:
    """Return the basket with a piece of the article; None if it is not for sale any more, or not yet."""
    status, reply = guest.send(SET_GUEST_LINE, SetLine(quantity=1), sku=sku)
    if status in SET_GUEST_LINE.problems:
        return None
    if status != SET_GUEST_LINE.status:
        raise Missed(f"{SET_GUEST_LINE.name} answers {status}")
    return msgspec.json.decode(reply, type=Basket)


def _skus(guest: Guest) -> Iterator[str]:
    for card in guest.call(LIST_PRODUCTS).items[:PRODUCTS]:
        for variant in guest.call(GET_PRODUCT, product_id=card.id).variants[:VARIANTS]:
            yield variant.sku


def _check_out(guest: Guest, basket: Basket) -> dict[str, str]:
    """Place the order, and return the path that opens it."""
    option = next(each for each in basket.deliveries if each.delivery is Delivery.STANDARD)
    body = CheckOut(
        key=secrets.token_hex(12),
        address=ADDRESS,
        delivery=option.delivery,
        expected_total=option.total,
        token=card_token(),
    )
    reply = guest.call(CHECK_OUT_GUEST_BASKET, body)
    return {"order_key": str(reply.order_key), "order_id": reply.order_id}


def _cancel(guest: Guest, order: dict[str, str]) -> None:
    """Cancel the order, so that its piece is for sale again and its money is refunded."""
    _until(lambda: guest.send(CANCEL_GUEST_ORDER, **order)[0] == CANCEL_GUEST_ORDER.status, "cancel", CANCELLED_SECONDS)
    _wait(guest, order, State.CANCELLED, CANCELLED_SECONDS)


def _wait(guest: Guest, order: dict[str, str], state: State, seconds: float) -> None:
    """Wait until the order is in this state. Raise `Missed`."""

    def is_there() -> bool:
        status, reply = guest.send(GET_GUEST_ORDER, **order)
        return status == GET_GUEST_ORDER.status and msgspec.json.decode(reply)["state"] == state

    _until(is_there, f"become {state}", seconds)


def _until(is_done: Callable[[], bool], what: str, seconds: float) -> None:
    end = time.monotonic() + seconds
    while not is_done():
        if time.monotonic() > end:
            raise Missed(f"the order did not {what} within {seconds:.0f} s")
        time.sleep(PAUSE)
