"""A rush for few pieces: exactly as many are sold as there are, everybody else is told so, and nobody sees a fault.

T-05.

`RUSH=500,100,32` has 500 buyers rush for 100 pieces, 32 at once.
"""

import os
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor

import requests

from backend.contracts.inventory.operations import LIST_STOCK
from tests.integration.api import Api, at_rest, until
from tests.integration.conftest import NewShopper
from tests.integration.shop import CARD, Shopper, sell, token

BUYERS, PIECES, AT_ONCE = map(int, os.environ.get("RUSH", "40,8,16").split(","))
ENDED = ("confirmed", "refused")


def rush(shopper: Shopper, sku: str) -> requests.Response:
    """One piece into the basket and out by the checkout, as quickly as it goes."""
    shopper.add(sku)
    return shopper.check_out(shopper.form(token=token(shopper.api.cloud, CARD)))


def signed_in(api: Api, new_shopper: NewShopper) -> Shopper:
    """A shopper with a connection of their own, ready to buy."""
    shopper = Shopper(Api(api.cloud), new_shopper().account)
    assert shopper.token
    return shopper


def stock_of(api: Api, staff: str, sku: str) -> dict[str, int]:
    """Its numbers, however many pages of stock there are."""
    cursor: dict[str, str] = {}
    while True:
        page = api(LIST_STOCK, staff, query=cursor).json()
        for item in page["items"]:
            if item["sku"] == sku:
                return {name: item[name] for name in ("available", "held", "sold")}
        cursor = {"cursor": page["next"]}


def test_a_rush_sells_exactly_what_there_is_and_refuses_the_rest(api: Api, staff: str, new_shopper: NewShopper) -> None:
    sku = sell(api, staff, f"rush-{os.urandom(4).hex()}", pieces=PIECES)
    with ThreadPoolExecutor(AT_ONCE) as crowd:
        shoppers = list(crowd.map(lambda _: signed_in(api, new_shopper), range(BUYERS)))
        began = time.monotonic()
        replies = list(crowd.map(lambda shopper: rush(shopper, sku), shoppers))
    answered = time.monotonic()
    placed = {
        reply.json()["order_id"]: shopper
        for reply, shopper in zip(replies, shoppers, strict=True)
        if reply.status_code == 202
    }
    orders = [
        until(lambda o=order_id, s=shopper: s.order(o), lambda order: order.get("state") in ENDED)
        for order_id, shopper in placed.items()
    ]  # type: ignore[misc]
    _tell(began, answered, orders)
    assert Counter(order["state"] for order in orders)["confirmed"] == PIECES
    assert all(order["missing"] == [sku] for order in orders if order["state"] == "refused")
    sold_out = BUYERS - len(placed)  # none, where the last of them was placed before the first was confirmed
    assert Counter(_answer_of(reply, sku) for reply in replies) == Counter({"yes": len(placed), "sold out": sold_out})
    at_rest(api.cloud)
    assert stock_of(api, staff, sku) == {"available": 0, "held": 0, "sold": PIECES}


def _answer_of(reply: requests.Response, sku: str) -> str:
    """`yes`, or `sold out` where that is said of this very article; else the whole answer."""
    if reply.status_code == 202:
        return "yes"
    problem = reply.json()
    polite = (reply.status_code, problem["type"], [error["field"] for error in problem.get("errors", ())]) == (
        409,
        "sold-out",
        [sku],
    )
    return "sold out" if polite else reply.text


def _tell(began: float, answered: float, orders: list[dict[str, object]]) -> None:
    seconds, whole = answered - began, time.monotonic() - began
    states = dict(Counter(str(order["state"]) for order in orders))
    print(
        f"{BUYERS} buyers, {AT_ONCE} at once: answered in {seconds:.1f} s, {BUYERS / seconds:.1f} a second; all final after {whole:.1f} s"
    )
    print(f"orders: {dict(states)}; told at the checkout: {BUYERS - len(orders)}")


def test_a_rush_for_different_things_disturbs_nobody(api: Api, staff: str, new_shopper: NewShopper) -> None:
    skus = [sell(api, staff, f"calm-{os.urandom(4).hex()}", pieces=1) for _ in range(8)]
    shoppers = [signed_in(api, new_shopper) for _ in skus]
    with ThreadPoolExecutor(len(skus)) as crowd:
        replies = list(crowd.map(rush, shoppers, skus))
    assert [reply.status_code for reply in replies] == [202] * len(skus)
    for shopper, reply in zip(shoppers, replies, strict=True):
        shopper.came_to(reply.json()["order_id"], "confirmed")
