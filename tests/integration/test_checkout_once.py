"""The same checkout, however often and at once it is sent, is one order."""

from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
import requests

from backend.contracts.basket.operations import CHECK_OUT, CLEAR_BASKET, SET_LINE
from backend.contracts.operation import Operation
from tests.cloud import ShopCloud
from tests.integration.api import Api, at_rest, stored, until
from tests.integration.conftest import NewShopper
from tests.integration.shop import Shopper, key, sell

AT_ONCE = 100
WORKERS = 8  # each is a process of its own here, on as few as two cores
AGAIN = (429, 502, 503, 504)  # turned away, or the answer was lost on the way: what a client may ask again after


@pytest.fixture(scope="module", autouse=True)
def few_workers(cloud: ShopCloud) -> Iterator[None]:
    """A limit on the function's concurrency, so that most of a crowd is turned away at first, too, and tries again as
    clients do."""
    functions, name = cloud.client("lambda"), cloud.outputs["BasketHandler"]
    functions.put_function_concurrency(FunctionName=name, ReservedConcurrentExecutions=WORKERS)
    yield
    functions.delete_function_concurrency(FunctionName=name)


def sent_at_once(shopper: Shopper, forms: list[dict[str, Any]]) -> list[requests.Response]:
    """The replies to these checkouts, all of which are on their way together."""

    def send(form: dict[str, Any]) -> requests.Response:
        return _patiently(shopper, CHECK_OUT, body=form)

    assert shopper.token
    with ThreadPoolExecutor(len(forms)) as senders:
        return list(senders.map(send, forms))


def settled_orders(shopper: Shopper, sku: str, order_id: str) -> list[str]:
    """The shopper's orders but the newest, which was made after all others: when it is there, whatever came before it
    has arrived."""
    shopper.arrived(order_id)
    held = shopper.basket()
    last = shopper.buy(sku)
    shopper.arrived(last)
    assert held == {}
    return [order for order in shopper.orders() if order != last]


def one_order(shopper: Shopper, sku: str, at_once: int) -> None:
    """So many of the same checkout at once, and more of it later, have one answer and are one order."""
    shopper.add(sku, 2)
    form = shopper.form()
    replies = sent_at_once(shopper, [form] * at_once)
    assert Counter(reply.status_code for reply in replies) == {202: at_once}
    answers = {reply.text for reply in replies}
    assert len(answers) == 1
    order_id = replies[0].json()["order_id"]
    assert shopper.check_out(form).json()["order_id"] == order_id
    assert settled_orders(shopper, sku, order_id) == [order_id]
    assert shopper.check_out(form).text in answers  # and again, after the order was placed
    shopper.add(sku)
    assert shopper.check_out(form).text in answers  # and with a new basket begun: it is left alone
    assert shopper.basket() == {sku: 1}
    assert len(shopper.orders()) == 2


def test_a_hundred_of_the_same_at_once_are_one_order(shopper: Shopper, sku: str) -> None:
    one_order(shopper, sku, AT_ONCE)


@pytest.mark.parametrize(
    "changes", [{"expected_total": 1}, {"delivery": "express"}, {"address": {"town": "Paris"}}], ids=str
)
def test_the_same_key_with_another_body_is_refused_and_does_nothing(
    shopper: Shopper, sku: str, changes: dict[str, Any]
) -> None:
    shopper.add(sku)
    form = shopper.form()
    order_id = shopper.check_out(form).json()["order_id"]
    shopper.arrived(order_id)
    shopper.add(sku)
    before = at_rest(shopper.api.cloud)
    more = {name: form[name] | value if isinstance(value, dict) else value for name, value in changes.items()}
    reply = shopper.check_out(form | more)
    assert (reply.status_code, reply.json()["type"]) == (422, "key-reused")
    assert stored(shopper.api.cloud) == before


def test_two_shoppers_with_the_same_key_have_an_order_each(new_shopper: NewShopper, sku: str) -> None:
    shoppers, same = [new_shopper(), new_shopper()], key()
    for shopper in shoppers:
        shopper.add(sku)
    orders = [shopper.check_out(shopper.form(key=same)).json()["order_id"] for shopper in shoppers]
    assert orders[0] != orders[1]
    for shopper, order_id in zip(shoppers, orders, strict=True):
        shopper.arrived(order_id)
        assert shopper.orders() == [order_id]


def bought_once(shopper: Shopper, sku: str, tabs: int) -> None:
    """A basket that so many tabs check out at once, each with a key of its own, is bought by one of them."""
    shopper.add(sku)
    form = shopper.form()
    replies = sent_at_once(shopper, [form | {"key": key()} for _ in range(tabs)])
    bought = [reply.json()["order_id"] for reply in replies if reply.status_code == 202]
    assert Counter(reply.status_code for reply in replies) == {202: 1, 409: tabs - 1}
    assert settled_orders(shopper, sku, bought[0]) == bought


def test_many_tabs_with_keys_of_their_own_buy_a_basket_once(shopper: Shopper, sku: str) -> None:
    bought_once(shopper, sku, 16)


def test_what_is_added_while_checking_out_is_bought_or_stays(shopper: Shopper, sku: str, staff: str) -> None:
    """Each piece ends once, in the order or in the basket; a checkout that would buy more than was agreed to is
    refused."""
    others = [sell(shopper.api, staff, f"{sku.lower()}-{number}", 100 + number) for number in range(6)]
    for _ in range(4):
        shopper.api(CLEAR_BASKET, shopper.token)
        shopper.add(sku)
        form = shopper.form()
        with ThreadPoolExecutor(8) as hands:
            adds = [
                hands.submit(_patiently, shopper, SET_LINE, path={"sku": other}, body={"quantity": 1})
                for other in others
            ]
            checkout = hands.submit(_patiently, shopper, CHECK_OUT, body=form)
        assert {add.result().status_code for add in adds} == {200}
        left, reply = shopper.basket(), checkout.result()
        if reply.status_code == 202:
            assert left == dict.fromkeys(others, 1)
            assert _quantities(shopper, reply.json()["order_id"]) == {sku: 1}
        else:
            assert (reply.status_code, reply.json()["type"]) == (409, "total-changed")
            assert left == dict.fromkeys([sku, *others], 1)


def _patiently(shopper: Shopper, operation: Operation, **request: Any) -> requests.Response:
    """The reply on a connection of its own; whoever is turned away because of the crowd asks again."""
    api = Api(shopper.api.cloud)
    return until(lambda: api(operation, shopper.token, **request), lambda reply: reply.status_code not in AGAIN)


def _quantities(shopper: Shopper, order_id: str) -> dict[str, int]:
    return {line["sku"]: line["quantity"] for line in shopper.arrived(order_id)["lines"]}
