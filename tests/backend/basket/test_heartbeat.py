"""The heartbeat buys as a guest would, and cancels. What goes wrong comes first."""

import json
from collections.abc import Callable
from typing import Any

import msgspec
import pytest

from backend.basket import heartbeat, heartbeat_guest, repository, service
from backend.basket.handler import handler
from backend.basket.item import decode
from backend.contracts import guest_keys
from backend.contracts import heartbeat as contract
from backend.contracts.basket.events import BasketCheckedOut
from backend.contracts.basket.operations import (
    CHECK_OUT_GUEST_BASKET,
    GET_GUEST_BASKET,
    MERGE_BASKET,
    REMOVE_GUEST_LINE,
    SET_GUEST_LINE,
)
from backend.shared import clock
from tests.backend import shop
from tests.backend.basket.owners import ADA, GUEST, body, event, item
from tests.backend.events import http, said, token

GUEST_ID = GUEST.removeprefix("guest#")
BASKET = {each.name: each for each in (SET_GUEST_LINE, REMOVE_GUEST_LINE, CHECK_OUT_GUEST_BASKET)}
CARD = {"id": "harbour-at-dusk", "title": "Harbour at Dusk", "currency": "EUR", "price": 2900}
Answer = tuple[int, bytes]

pytestmark = pytest.mark.usefixtures("on_offer")


class Shop:
    """The API, by names of operations: the basket's own handler, and the others' answers as they should be."""

    def __init__(self) -> None:
        self.asked: list[str] = []
        self.answers: dict[str, Answer] = {}
        """What is answered instead."""
        self.state, self.order = "confirmed", ""

    def send(self, method: str, url: str, content: object, what: str) -> Answer:
        self.asked.append(what)
        if what in self.answers:
            return self.answers[what]
        if what in BASKET:
            path = dict(zip(BASKET[what].parameters, _parameters(BASKET[what].template, url), strict=True))
            reply = handler(http(BASKET[what], path=path, body=content), None)
            return reply["statusCode"], reply["body"].encode()
        if what == "cancel_guest_order":
            self.state = "cancelled"
        return {
            "list_products": (200, json.dumps({"items": [CARD], "next": None}).encode()),
            "get_product": (200, msgspec.json.encode(shop.product())),
            "get_guest_order": (200, json.dumps({"state": self.state}).encode()),
            "cancel_guest_order": (202, b"{}"),
            "the card's page": (201, json.dumps({"token": "tok_" + "0" * 32}).encode()),
        }[what]


def _parameters(template: str, url: str) -> list[str]:
    parts = zip(template.split("/"), url.removeprefix("https://api.test").split("/"), strict=True)
    return [given for wanted, given in parts if wanted.startswith("{")]


@pytest.fixture
def api(monkeypatch: pytest.MonkeyPatch) -> Shop:
    made = Shop()
    monkeypatch.setenv("API_URL", "https://api.test")
    monkeypatch.setenv("CARD_URL", "https://provider.test/tokens")
    monkeypatch.setattr(heartbeat_guest, "send", made.send)
    monkeypatch.setattr(heartbeat, "PAUSE", 0)
    monkeypatch.setattr(heartbeat, "CONFIRMED_SECONDS", 0)
    monkeypatch.setattr(heartbeat, "CANCELLED_SECONDS", 0)
    monkeypatch.setattr("secrets.token_hex", lambda size=16: GUEST_ID[: size * 2])
    return made


@pytest.mark.parametrize(
    "what", ["list_products", "get_product", "set_guest_line", "check_out_guest_basket", "the card's page"]
)
def test_whatever_answers_wrongly_before_there_is_an_order_is_measured_and_nothing_is_cancelled(
    api: Shop, what: str, written_log: Callable[[], str]
) -> None:
    api.answers[what] = (503, b"<html>")
    assert heartbeat.handler({}, None) == {"CannotSell": 1}
    assert "the shop cannot sell" in written_log()
    assert "cancel_guest_order" not in api.asked


@pytest.mark.parametrize("answer", [(404, b"{}"), (200, b'{"state": "held"}'), (503, b"")])
def test_an_order_that_is_not_confirmed_in_time_is_measured_and_cancelled_all_the_same(
    api: Shop, answer: Answer
) -> None:
    api.answers["get_guest_order"] = answer
    assert heartbeat.handler({}, None) == {"CannotSell": 1}
    assert "cancel_guest_order" in api.asked


def test_an_order_that_cannot_be_cancelled_is_measured(api: Shop) -> None:
    api.answers["cancel_guest_order"] = (409, b"{}")
    assert heartbeat.handler({}, None) == {"CannotSell": 1}


def test_a_failure_that_nobody_thought_of_is_measured_too(api: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TABLE", "no such table")
    assert heartbeat.handler({}, None) == {"CannotSell": 1}


def test_where_no_article_has_pieces_to_spare_nothing_is_bought_or_measured(
    api: Shop, written_log: Callable[[], str]
) -> None:
    api.answers["set_guest_line"] = (409, b"{}")
    assert heartbeat.handler({}, None) == {}
    assert "CannotSell" not in written_log()
    assert "check_out_guest_basket" not in api.asked


def test_an_article_of_which_few_are_left_is_put_back(api: Shop) -> None:
    line = {
        "sku": shop.SKUS[0],
        "quantity": 1,
        "product_id": "a",
        "title": "A",
        "price": 1,
        "seen_price": 1,
        "total": 1,
    }
    low = {"lines": [line | {"level": "low", "left": 2}], "currency": "EUR", "count": 1, "subtotal": 1}
    low |= {"deliveries": [], "free_delivery_from": 0, "can_check_out": True}
    api.answers["set_guest_line"] = (200, json.dumps(low).encode())
    assert heartbeat.handler({}, None) == {}
    assert "remove_guest_line" in api.asked


def test_without_a_sandbox_it_pays_with_stripes_own_test_card(api: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("CARD_URL")
    assert heartbeat.handler({}, None) == {"CannotSell": 0}
    assert event(GUEST).token == heartbeat_guest.STRIPES_TEST_CARD


def test_it_buys_waits_and_cancels_and_its_order_has_an_owner_that_only_its_own_can_have(api: Shop) -> None:
    assert heartbeat.handler({}, None) == {"CannotSell": 0}
    assert api.asked[-4:] == ["check_out_guest_basket", "get_guest_order", "cancel_guest_order", "get_guest_order"]
    placed: BasketCheckedOut = event(GUEST)
    key = str(placed.order_key)
    assert placed.owner == contract.owner(guest_keys.owner(key))
    assert contract.is_owner(placed.owner)
    assert int(item(GUEST)["expires"]["N"]) <= clock.epoch() + contract.KEPT_SECONDS


def test_a_basket_that_somebody_has_is_not_made_the_heartbeats() -> None:
    service.set_line(GUEST, shop.SKUS[0], 1)
    with pytest.raises(Exception, match="ConditionalCheckFailed"):
        repository.open_for_heartbeat(GUEST)
    assert not decode(item(GUEST)).is_heartbeats


@pytest.mark.parametrize("name", ["heartbeat", "is_heartbeats", "owner"])
def test_no_request_sets_the_mark(name: str) -> None:
    total = service.set_line(GUEST, shop.SKUS[0], 1).deliveries[0].total
    path = {"guest_id": GUEST_ID}
    line = http(SET_GUEST_LINE, path=path | {"sku": shop.SKUS[0]}, body={"quantity": 1, name: True})
    order = http(CHECK_OUT_GUEST_BASKET, path=path, body=msgspec.to_builtins(body(total)) | {name: "heartbeat#0"})
    assert [handler(each, None)["statusCode"] for each in (line, order)] == [422, 422]
    service.check_out(GUEST, body(total))
    assert event(GUEST).owner.startswith("guest#")


def test_lines_of_such_a_basket_are_taken_into_an_account_without_the_mark() -> None:
    repository.open_for_heartbeat(GUEST)
    service.set_line(GUEST, shop.SKUS[0], 1)
    merged = handler(http(MERGE_BASKET, body={"guest_id": GUEST_ID}, claims=token(ADA.removeprefix("shopper#"))), None)
    assert merged["statusCode"] == 200
    assert not decode(item(ADA)).is_heartbeats
    assert said(handler(http(GET_GUEST_BASKET, path={"guest_id": GUEST_ID}), None))["lines"] == []


def test_other_baskets_are_written_as_they_were() -> None:
    total: Any = service.set_line(GUEST, shop.SKUS[0], 1).deliveries[0].total
    service.check_out(GUEST, body(total))
    assert "heartbeat" not in item(GUEST)
