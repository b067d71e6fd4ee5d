"""Orders in each state they can stay in, made through the API alone."""

import os

from backend.contracts.basket.operations import CLEAR_BASKET
from backend.contracts.order.operations import CANCEL_ORDER, MOVE_ORDER, RETURN_ORDER
from backend.contracts.order.states import STAFF_MOVES, State
from tests.browser.stock import STOCK
from tests.integration.api import Api
from tests.integration.forgery import claims
from tests.integration.shop import CARD, Shopper, sell

CARDS = {State.DECLINED: "4000 0000 0000 9995", State.ACTION_REQUIRED: "4000 0000 0000 3220"}
SENT_BACK = (State.RETURN_REQUESTED, State.RETURN_ACCEPTED, State.RETURNED, State.RETURN_DENIED)
NOTES = {State.SENT: "RR123456785DE", State.RETURN_DENIED: "It came back without its frame."}


def make_order(api: Api, buyer: Shopper, staff: str, state: State) -> str:
    """The id of a new order that came to this state; `staff` is their token."""
    api(CLEAR_BASKET, buyer.token)
    if state is State.REFUSED:
        return _make_refused(api, buyer, staff)
    order_id = buyer.buy(STOCK[1].product.variants[0].sku, card=CARDS.get(state, CARD))
    buyer.came_to(order_id, state if state in CARDS else State.CONFIRMED)
    if state is State.CANCELLED:
        assert api(CANCEL_ORDER, buyer.token, path={"order_id": order_id}).ok
    for after in _way(state):
        _move(api, buyer, staff, order_id, after)
    return order_id


def _make_refused(api: Api, buyer: Shopper, staff: str) -> str:
    order_id = buyer.buy(sell(api, staff, f"last-{os.urandom(4).hex()}", pieces=1), 2)
    buyer.came_to(order_id, State.REFUSED)
    return order_id


def _way(state: State) -> tuple[State, ...]:
    """From confirmed to this state, through the hands of staff and back."""
    out = (State.PACKED, State.SENT, State.DELIVERED)
    if state in SENT_BACK:
        accepted = [State.RETURN_ACCEPTED] if state is State.RETURNED else []
        return (*out, State.RETURN_REQUESTED, *accepted, *([state] if state in STAFF_MOVES else []))
    return out[: out.index(state) + 1] if state in out else ()


def _move(api: Api, buyer: Shopper, staff: str, order_id: str, after: State) -> None:
    path = {"order_id": order_id}
    if after is State.RETURN_REQUESTED:
        reply = api(RETURN_ORDER, buyer.token, path=path, body={"reason": "Too blue for the hall."})
    else:
        body = {"owner": f"shopper#{claims(buyer.token)['sub']}", "state": after, "note": NOTES.get(after, "")}
        reply = api(MOVE_ORDER, staff, path=path, body=body)
    assert reply.ok, reply.text
