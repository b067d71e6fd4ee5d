"""The order service's HTTP handler."""

from typing import Any

import msgspec
import pytest

from backend.contracts.operation import Operation
from backend.contracts.order.operations import GET_ORDER, LIST_ORDERS
from backend.order import repository
from backend.order.handler import handler
from tests.backend.events import http, said, token
from tests.backend.order.checkouts import checked_out, order_id
from tests.backend.recorder import Calls

pytestmark = pytest.mark.usefixtures("order_table")


def call(operation: Operation, status: int = 200, sub: str | None = "ada", **more: Any) -> Any:
    claims = {"claims": token(sub)} if sub else {}
    reply = handler(http(operation, **claims, **more), None)
    assert reply["statusCode"] == status, reply
    decoded = said(reply)
    if status < 300:
        msgspec.convert(decoded, operation.reply)
    return decoded


@pytest.mark.parametrize("operation", [LIST_ORDERS, GET_ORDER], ids=lambda each: each.name)
def test_a_stranger_is_turned_away_before_any_call(operation: Operation, calls: Calls) -> None:
    call(operation, 401, sub=None, path={"order_id": order_id(1)})
    assert calls.made == []


def test_anothers_order_is_not_there() -> None:
    repository.place(checked_out(owner="shopper#bob"))
    call(GET_ORDER, 404, path={"order_id": order_id(1)})
    assert call(LIST_ORDERS)["items"] == []


@pytest.mark.parametrize("bad", ["", "x", "BASKET", "0" * 27, "G" * 28, order_id(1) + "\n"])
def test_what_cannot_be_an_order_id_is_not_found_without_a_call(bad: str, calls: Calls) -> None:
    call(GET_ORDER, 404, path={"order_id": bad})
    assert calls.made == []


@pytest.mark.parametrize(
    "query", [{"limit": "0"}, {"limit": "51"}, {"limit": "x"}, {"cursor": "é"}, {"cursor": "abc"}, {"page": "2"}]
)
def test_a_query_that_cannot_be_read_is_refused(query: dict[str, str]) -> None:
    assert call(LIST_ORDERS, 400, query=query)["type"] == "bad-query"


def test_a_shopper_lists_and_opens_his_orders(calls: Calls) -> None:
    for number in range(3):
        repository.place(checked_out(number, "shopper#ada"))
    calls.grants.clear()
    first = call(LIST_ORDERS, query={"limit": "2"})
    second = call(LIST_ORDERS, query={"limit": "2", "cursor": first["next"]})
    shown = [each["id"] for each in first["items"] + second["items"]]
    assert shown == [order_id(2), order_id(1), order_id(0)]
    assert call(GET_ORDER, path={"order_id": shown[0]})["state"] == "placed"
    assert calls.grants == {("dynamodb:Query", "order"), ("dynamodb:GetItem", "order")}
