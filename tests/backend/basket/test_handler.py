"""The basket's HTTP door, from API Gateway's event to its reply."""

from typing import Any

import msgspec
import pytest

from backend.basket.handler import handler
from backend.contracts.basket.operations import (
    CHECK_OUT,
    CLEAR_BASKET,
    CLEAR_GUEST_BASKET,
    GET_BASKET,
    GET_GUEST_BASKET,
    MERGE_BASKET,
    REMOVE_GUEST_LINE,
    REMOVE_LINE,
    SET_GUEST_LINE,
    SET_LINE,
)
from backend.contracts.basket.operations import OPERATIONS as BASKET_OPERATIONS
from backend.contracts.operation import Operation
from tests.backend import shop
from tests.backend.basket.owners import KEY, TOKEN
from tests.backend.events import http, said, token
from tests.backend.recorder import Calls

pytestmark = pytest.mark.usefixtures("on_offer")
SKU = shop.SKUS[0]
GUEST_ID = "0123456789abcdef" * 2
ADDRESS = msgspec.to_builtins(shop.ADDRESS)


def call(operation: Operation, status: int = 200, sub: str | None = "ada", **more: Any) -> Any:
    claims = {"claims": token(sub)} if sub and operation.scope else {}
    reply = handler(http(operation, **claims, **more), None)
    assert reply["statusCode"] == status, reply
    decoded = said(reply)
    if status < 300:
        msgspec.convert(decoded, operation.reply)
    return decoded


def checkout(**more: Any) -> dict[str, Any]:
    return {"key": KEY, "address": ADDRESS, "delivery": "standard", "expected_total": 3390, "token": TOKEN} | more


def test_a_shopper_fills_looks_and_checks_out() -> None:
    assert call(SET_LINE, path={"sku": SKU}, body={"quantity": 1})["count"] == 1
    assert call(GET_BASKET)["can_check_out"] is True
    first = call(CHECK_OUT, 202, body=checkout())
    assert call(CHECK_OUT, 202, body=checkout()) == first
    assert call(GET_BASKET)["lines"] == []


def test_a_guest_fills_removes_and_clears() -> None:
    guest = {"guest_id": GUEST_ID}
    assert call(SET_GUEST_LINE, path={**guest, "sku": SKU}, body={"quantity": 2})["count"] == 2
    assert call(GET_GUEST_BASKET, path=guest)["count"] == 2
    assert call(REMOVE_GUEST_LINE, path={**guest, "sku": SKU})["count"] == 0
    assert call(CLEAR_GUEST_BASKET, path=guest)["count"] == 0


def test_a_guests_lines_move_to_the_shopper() -> None:
    call(SET_GUEST_LINE, path={"guest_id": GUEST_ID, "sku": SKU}, body={"quantity": 2})
    assert [call(MERGE_BASKET, body={"guest_id": GUEST_ID})["moved"] for _ in range(2)] == [2, 0]
    assert call(CLEAR_BASKET)["count"] == 0


def test_nobody_reaches_anothers_basket() -> None:
    call(SET_LINE, path={"sku": SKU}, body={"quantity": 1})
    assert call(GET_BASKET, sub="bob")["lines"] == []
    assert call(REMOVE_LINE, sub="bob", path={"sku": SKU})["lines"] == []
    assert call(GET_GUEST_BASKET, 404, path={"guest_id": "ada"})["type"] == "not-found"
    assert call(GET_BASKET)["count"] == 1


@pytest.mark.parametrize("operation", [each for each in BASKET_OPERATIONS if each.scope], ids=lambda each: each.name)
def test_a_stranger_is_turned_away_before_any_call(operation: Operation, calls: Calls) -> None:
    assert call(operation, 401, sub=None, path={"sku": SKU}, body={})["type"] == "not-signed-in"
    assert calls.made == []


@pytest.mark.parametrize("quantity", [-1, 100, 10**9, 1.5, "1", True, None, 2**53 + 1])
def test_a_quantity_out_of_bounds_is_refused(quantity: Any) -> None:
    assert call(SET_LINE, 422, path={"sku": SKU}, body={"quantity": quantity})["errors"][0]["field"] == "quantity"


def test_a_price_from_the_caller_is_refused() -> None:
    assert call(SET_LINE, 422, path={"sku": SKU}, body={"quantity": 1, "price": 1})["errors"][0]["field"] == "price"
    assert call(CHECK_OUT, 422, body=checkout(owner="shopper#bob"))["errors"][0]["field"] == "owner"


def test_a_changed_total_is_reported() -> None:
    call(SET_LINE, path={"sku": SKU}, body={"quantity": 1})
    assert call(CHECK_OUT, 409, body=checkout(expected_total=1))["total"] == 3390


def test_the_answers_are_of_the_statuses_that_the_contract_lists() -> None:
    assert call(SET_LINE, 404, path={"sku": "NONE"}, body={"quantity": 1})["status"] in SET_LINE.problems
    assert call(CHECK_OUT, 409, body=checkout())["status"] in CHECK_OUT.problems


def test_it_needs_no_more_than_these_actions_on_its_own_table(calls: Calls) -> None:
    call(SET_GUEST_LINE, path={"guest_id": GUEST_ID, "sku": SKU}, body={"quantity": 1})
    call(MERGE_BASKET, body={"guest_id": GUEST_ID})
    call(CHECK_OUT, 202, body=checkout())
    actions = ("BatchGetItem", "GetItem", "PutItem", "UpdateItem")
    assert calls.grants == {(f"dynamodb:{action}", "basket") for action in actions}
