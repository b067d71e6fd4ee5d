"""Buys an article every few minutes as a guest would, and cancels the order: where this cannot, nobody can.

The basket is opened in the service's own table, by which its orders are known (`backend.contracts.heartbeat`): no
request can do that. All else goes through the public API, with a card that moves no money.

Environment: `API_URL`; `CARD_URL`, where the sandbox takes a card, left out where Stripe is in test mode.
"""

import os
import secrets
import time
from collections.abc import Callable, Iterator, Mapping
from typing import Any, TypeVar

import msgspec
import urllib3

from backend.basket import repository
from backend.contracts.alarm_messages import CANNOT_SELL, Metric
from backend.contracts.basket.models import Basket, CheckOut, Delivery, NewAddress, Owner, SetLine
from backend.contracts.basket.operations import CHECK_OUT_GUEST_BASKET, REMOVE_GUEST_LINE, SET_GUEST_LINE
from backend.contracts.inventory.models import Level
from backend.contracts.operation import Operation
from backend.contracts.order.guest_operations import CANCEL_GUEST_ORDER, GET_GUEST_ORDER
from backend.contracts.order.states import State
from backend.contracts.product.kinds import ProductKind
from backend.contracts.product.operations import GET_PRODUCT, LIST_PRODUCTS
from backend.shared.log import bind, log_context, logger

T = TypeVar("T")
ADDRESS = NewAddress(
    name="Heartbeat",
    email="success@simulator.amazonses.com",  # SES's own recipient, which nobody reads
    street="Kastanienallee 7",
    postal_code="10435",
    town="Berlin",
    country="DE",
)
CARD = {"number": "4242 4242 4242 4242", "expires": "12/49", "code": "123"}
STRIPES_TEST_CARD = "pm_card_visa"
"""Stripe's own name for a card that pays in test mode, and that it refuses elsewhere:
https://docs.stripe.com/testing"""
PRODUCTS, VARIANTS = 12, 2  # that are tried before there is said to be nothing to buy
CONFIRMED_SECONDS, CANCELLED_SECONDS, PAUSE = 120, 20, 1
_RETRIES = urllib3.Retry(
    total=2, redirect=0, backoff_factor=0.5, status_forcelist=(429, 502, 503, 504), allowed_methods=None,
    raise_on_status=False, respect_retry_after_header=False,
)  # fmt: skip
_pool = urllib3.PoolManager(timeout=urllib3.Timeout(connect=2, read=16), retries=_RETRIES)


class Missed(Exception):
    """The shop did not sell; the message says where it got stuck."""


class NothingToBuy(Exception):
    """No article has so many pieces left that one of them may be held for a moment."""


def handler(event: Mapping[str, Any], context: Any) -> dict[str, int]:
    """Buy and cancel, and measure whether the shop could not sell. Where there is nothing to buy, measure nothing."""
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


class Guest:
    """A guest of the API at this address. Every request may be sent again: none does twice what it says."""

    def __init__(self, api: str, guest_id: str) -> None:
        self.api, self.guest_id = api, guest_id

    def call(self, operation: Operation[Any, Any, Any, T], body: object = None, **path: str) -> T:
        """Return the operation's reply. Raise `Missed` for any other answer, or none."""
        status, reply = self.send(operation, body, **path)
        if status != operation.status:
            raise Missed(f"{operation.name} answers {status}")
        return msgspec.json.decode(reply, type=operation.reply)

    def send(self, operation: Operation[Any, Any, Any, T], body: object = None, **path: str) -> tuple[int, bytes]:
        """Return status and reply. Raise `Missed` where there is none."""
        url = f"{self.api}{operation.template.format(guest_id=self.guest_id, **path)}"
        return _send(operation.method, url, body, operation.name)


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
    """Return the basket with one piece of the first article of which it is not among the last."""
    for sku in _skus(guest):
        status, reply = guest.send(SET_GUEST_LINE, SetLine(quantity=1), sku=sku)
        if status != SET_GUEST_LINE.status:  # not for sale any more, or not yet
            continue
        basket = msgspec.json.decode(reply, type=Basket)
        if basket.can_check_out and all(
            line.level is Level.IN_STOCK and line.kind is ProductKind.GOODS for line in basket.lines
        ):
            return basket
        guest.call(REMOVE_GUEST_LINE, sku=sku)
    raise NothingToBuy


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
        token=_card_token(),
    )
    reply = guest.call(CHECK_OUT_GUEST_BASKET, body)
    return {"order_key": str(reply.order_key), "order_id": reply.order_id}


def _card_token() -> str:
    """Return what stands for the card at the provider of payments."""
    if not (url := os.environ.get("CARD_URL")):
        return STRIPES_TEST_CARD
    status, reply = _send("POST", url, CARD, "the card's page")
    if status != 201:
        raise Missed(f"the provider takes no card: {status}")
    return str(msgspec.json.decode(reply)["token"])


def _cancel(guest: Guest, order: dict[str, str]) -> None:
    """Cancel the order, so that its piece is for sale again and its money goes back."""
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


def _send(method: str, url: str, body: object, what: str) -> tuple[int, bytes]:
    content = None if body is None else msgspec.json.encode(body)
    headers = {} if body is None else {"content-type": "application/json"}
    try:
        reply = _pool.request(method, url, headers=headers, body=content)
    except urllib3.exceptions.HTTPError as error:
        raise Missed(f"{what} does not answer: {type(error).__name__}") from None
    return reply.status, reply.data
