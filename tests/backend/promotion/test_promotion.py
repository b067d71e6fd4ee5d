"""Promotions as staff make, read and end them, and as other services hear of them."""

from collections.abc import Callable
from typing import Any
from unittest import mock

import msgspec
import pytest

from backend.contracts.operation import AnyOperation
from backend.contracts.promotion.events import PromotionChanged
from backend.contracts.promotion.models import MAX_AUTOMATIC, Kind
from backend.contracts.promotion.operations import CREATE_PROMOTION, END_PROMOTION, GET_PROMOTION, LIST_PROMOTIONS
from backend.promotion import handler, relay, repository, uses
from backend.shared.aws import client
from tests.backend.events import http, said, stream, token
from tests.backend.faults import meanwhile
from tests.backend.promotion.promotions import TERMS, create, new, order_placed

STAFF = token("grace", groups="[staff]")


@pytest.fixture(autouse=True)
def _table(service_table: Callable[[str], str]) -> None:
    service_table("promotion")


def _call(operation: AnyOperation, code: str = "SUMMER10", **more: Any) -> dict[str, Any]:
    reply: dict[str, Any] = handler.handler(http(operation, claims=STAFF, path={"code": code}, **more), None)
    return reply


def item(code: str = "SUMMER10") -> dict[str, Any]:
    return client("dynamodb").get_item(TableName="promotion", Key=repository.key(code))["Item"]


def published_changes(*images: tuple[dict[str, Any], dict[str, Any]]) -> list[PromotionChanged]:
    """What the relay tells other services of these changes of an item."""
    with mock.patch.object(client("events"), "put_events", return_value={"Entries": [{}]}) as put:
        assert relay.handler(stream(*images), None) == {"batchItemFailures": []}
    entries = [entry for call in put.call_args_list for entry in call.kwargs["Entries"]]
    return [msgspec.json.decode(entry["Detail"], type=PromotionChanged) for entry in entries]


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"percent": 0}, "percent"),
        ({"amount": 500}, "amount"),
        ({"kind": Kind.AMOUNT}, "percent"),
        ({"kind": Kind.BUY_X_GET_Y, "percent": 0, "buy": 2}, "free"),
        ({"starts_on": "2026-02-30"}, "starts_on"),
        ({"ends_on": "2025-12-31"}, "ends_on"),
    ],
)
def test_terms_that_make_no_sense_are_refused_by_their_field(changes: dict[str, Any], field: str) -> None:
    reply = _call(CREATE_PROMOTION, body=TERMS | changes)
    assert reply["statusCode"] == 422
    assert field in [error["field"] for error in said(reply)["errors"]]
    assert _call(GET_PROMOTION)["statusCode"] == 404


@pytest.mark.parametrize("code", ["", "summer10", "AB", "A B C", "X" * 25, "ÄÖÜ"])
def test_a_code_is_capitals_and_digits_alone(code: str) -> None:
    assert _call(CREATE_PROMOTION, code, body=TERMS)["statusCode"] in (400, 404, 422)


def test_a_shopper_makes_no_promotion() -> None:
    event = http(CREATE_PROMOTION, claims=token("ada"), path={"code": "MINE100"}, body=TERMS | {"percent": 100})
    assert handler.handler(event, None)["statusCode"] == 403


def test_a_code_that_is_taken_is_never_written_over() -> None:
    create()
    assert _call(CREATE_PROMOTION, body=TERMS | {"percent": 90})["statusCode"] == 409
    assert said(_call(GET_PROMOTION))["percent"] == 10


def test_a_promotion_that_is_sent_twice_is_made_once() -> None:
    first, second = (_call(CREATE_PROMOTION, body=TERMS | {"by": "Grace"}) for _ in range(2))
    assert said(first) == said(second)


def test_there_are_only_so_many_automatic_promotions_at_once() -> None:
    for number in range(MAX_AUTOMATIC):
        create(f"AUTO{number}", automatic=True)
    refused = _call(CREATE_PROMOTION, "ONEMORE", body=TERMS | {"automatic": True})
    assert (refused["statusCode"], said(refused)["type"]) == (409, "too-many")
    for _ in range(2):
        assert said(_call(END_PROMOTION, "AUTO7", body={}))["ended"] is True
    create("ONEMORE", automatic=True)
    assert _call(CREATE_PROMOTION, "TWOMORE", body=TERMS | {"automatic": True})["statusCode"] == 409


def test_what_is_ended_stays_ended() -> None:
    create()
    first, second = (said(_call(END_PROMOTION, body={"by": "Grace"})) for _ in range(2))
    assert first == second
    assert first["ended"] is True
    assert _call(END_PROMOTION, "NOBODYS", body={})["statusCode"] == 404


def test_two_who_end_an_automatic_promotion_at_once_free_one_place() -> None:
    create("AUTO", automatic=True)
    with meanwhile("TransactWriteItems", lambda: _call(END_PROMOTION, "AUTO", body={})):
        _call(END_PROMOTION, "AUTO", body={})
    count = client("dynamodb").get_item(TableName="promotion", Key=repository.AUTOMATIC)["Item"]["count"]
    assert count == {"N": "0"}


def test_staff_see_the_newest_promotion_first_and_all_by_pages() -> None:
    for number in range(3):
        create(f"CODE{number}")
    page = said(_call(LIST_PROMOTIONS, query={"limit": "2"}))
    rest = said(_call(LIST_PROMOTIONS, query={"limit": "2", "cursor": page["next"]}))
    codes = [each["code"] for each in page["items"] + rest["items"]]
    assert sorted(codes) == ["CODE0", "CODE1", "CODE2"]


def test_others_hear_of_a_promotion_and_of_its_last_use_but_of_no_other() -> None:
    create(max_uses=2)
    made = item()
    assert [each.promotion.used_up for each in published_changes(({}, made))] == [False]
    uses.hold(order_placed(1))
    first = item()
    assert published_changes((made, first)) == []
    uses.hold(order_placed(2))
    (last,) = published_changes((first, item()))
    assert (last.promotion.used_up, last.promotion.version) == (True, 3)


def test_others_hear_that_a_promotion_has_ended() -> None:
    create()
    before = item()
    _call(END_PROMOTION, body={"by": "Grace"})
    (told,) = published_changes((before, item()))
    assert told.promotion.ended
    assert "Grace" not in msgspec.json.encode(told).decode()


def test_the_terms_that_are_stored_are_those_that_were_sent() -> None:
    body = new(categories=("posters",), products=("harbour",), minimum=5000, once_per_shopper=True, max_uses=7)
    made = repository.create("SUMMER10", body)
    assert repository.get("SUMMER10") == made
    assert (made.categories, made.products, made.minimum, made.max_uses) == (("posters",), ("harbour",), 5000, 7)
