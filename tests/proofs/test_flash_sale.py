"""A rush for few pieces: exactly as many are sold as there are, everybody else is told so, and nobody sees a fault."""

import os
from collections import Counter
from concurrent.futures import ThreadPoolExecutor

import requests

from backend.contracts.inventory import LIST_STOCK
from tests.proofs.api import Api, at_rest, until
from tests.proofs.conftest import NewShopper
from tests.proofs.shop import CARD, Shopper, sell, token

BUYERS, PIECES, AT_ONCE = 24, 6, 12
ENDED = ("confirmed", "refused")


def rush(shopper: Shopper, sku: str) -> requests.Response:
    """One piece into the basket and out by the checkout, as quickly as it goes."""
    shopper.add(sku)
    return shopper.check_out(shopper.form(token=token(shopper.api.cloud, CARD)))


def stock_of(api: Api, staff: str, sku: str) -> dict[str, int]:
    """Its numbers, however many pages of stock there are."""
    cursor: dict[str, str] = {}
    while True:
        page = api(LIST_STOCK, staff, query=cursor).json()
        for item in page["items"]:
            if item["sku"] == sku:
                return {name: item[name] for name in ("available", "held", "sold")}
        cursor = {"cursor": page["next"]}


def test_a_rush_sells_exactly_what_there_is_and_tells_the_rest(api: Api, staff: str, new_shopper: NewShopper) -> None:
    sku = sell(api, staff, f"rush-{os.urandom(4).hex()}", pieces=PIECES)
    with ThreadPoolExecutor(AT_ONCE) as crowd:
        shoppers = list(crowd.map(lambda _: Shopper(Api(api.cloud), new_shopper().account), range(BUYERS)))
        replies = list(crowd.map(lambda shopper: rush(shopper, sku), shoppers))
    assert {reply.status_code for reply in replies} <= {202, 409}
    placed = {reply.json()["order_id"]: shopper for reply, shopper in zip(replies, shoppers, strict=True) if reply.status_code == 202}
    orders = [
        until(lambda o=order_id, s=shopper: s.order(o), lambda order: order.get("state") in ENDED) for order_id, shopper in placed.items()
    ]  # type: ignore[misc]
    told = Counter(order["state"] for order in orders)
    assert told["confirmed"] == PIECES
    assert all(order["missing"] == [sku] for order in orders if order["state"] == "refused")
    at_rest(api.cloud)
    assert stock_of(api, staff, sku) == {"available": 0, "held": 0, "sold": PIECES}


def test_a_rush_for_different_things_disturbs_nobody(api: Api, staff: str, new_shopper: NewShopper) -> None:
    skus = [sell(api, staff, f"calm-{os.urandom(4).hex()}", pieces=1) for _ in range(8)]
    shoppers = [new_shopper() for _ in skus]
    with ThreadPoolExecutor(len(skus)) as crowd:
        replies = list(crowd.map(rush, shoppers, skus))
    assert [reply.status_code for reply in replies] == [202] * len(skus)
    for shopper, reply in zip(shoppers, replies, strict=True):
        shopper.came_to(reply.json()["order_id"], "confirmed")
