"""The product service through its API."""

from typing import Any

import msgspec
import pytest
from msgspec.structs import replace

from backend.contracts.operation import Operation
from backend.contracts.product.models import FREE_PRICE_MESSAGE, NewProduct, Sort
from backend.contracts.product.operations import (
    CHECK_PRODUCT,
    CREATE_PRODUCT,
    DELETE_PRODUCT,
    GET_PRODUCT,
    LIST_CATEGORIES,
    LIST_PRODUCTS,
    REPLACE_PRODUCT,
)
from backend.product.handler import handler
from tests.backend.events import http, said, token
from tests.backend.product.examples import body, new, plain
from tests.backend.recorder import Calls

CHANGES = [CREATE_PRODUCT, REPLACE_PRODUCT, DELETE_PRODUCT]
pytestmark = pytest.mark.usefixtures("table")

STAFF = token(groups="[staff]")


def ask(operation: Operation, status: int, **asked: Any) -> Any:
    """What the API answers; with this status, and of the contract's shape when it is the operation's own."""
    reply = handler(http(operation, **asked), None)
    assert reply["statusCode"] == status, reply
    if status == operation.status and status != 204:
        msgspec.json.decode(reply["body"], type=operation.reply)
    return said(reply) if reply.get("body") else None


def create(product: NewProduct, status: int = 201) -> Any:
    return ask(CREATE_PRODUCT, status, body=product, claims=STAFF)


@pytest.mark.parametrize("operation", CHANGES, ids=lambda each: each.name)
@pytest.mark.parametrize(
    ("claims", "status"),
    [(None, 401), (STAFF | {"token_use": "id"}, 401), (token(), 403), (token(groups="[shoppers]"), 403)],
)
def test_only_staff_change_the_catalogue(
    operation: Operation, claims: dict[str, str] | None, status: int, calls: Calls
) -> None:
    ask(operation, status, body=new(), claims=claims, path={"product_id": "harbour"}, query={"version": "1"})
    assert calls.made == []


@pytest.mark.parametrize("query", [{}, {"version": "0"}, {"version": "x"}, {"version": "1", "force": "true"}])
def test_a_change_must_name_the_version_it_has_seen(query: dict[str, str]) -> None:
    ask(DELETE_PRODUCT, 400, claims=STAFF, path={"product_id": "harbour"}, query=query)


def test_an_id_in_the_body_of_a_replacement_is_refused() -> None:
    create(new())
    told = ask(REPLACE_PRODUCT, 422, body=new(), claims=STAFF, path={"product_id": "harbour"}, query={"version": "1"})
    assert told["errors"][0]["field"] == "id"


def test_a_list_cannot_be_longer_than_the_longest_page() -> None:
    assert ask(LIST_PRODUCTS, 400, query={"limit": "49"})["errors"][0]["field"] == "limit"


def test_a_tampered_cursor_is_refused() -> None:
    assert ask(LIST_PRODUCTS, 400, query={"cursor": "abc"})["errors"][0]["field"] == "cursor"


def test_the_life_of_a_product() -> None:
    assert create(new())["version"] == 1
    assert create(new(), 409)["type"] == "exists"
    assert ask(GET_PRODUCT, 200, path={"product_id": "harbour"})["category_path"] == "prints/sea-shore"
    at = {"claims": STAFF, "path": {"product_id": "harbour"}}
    assert ask(REPLACE_PRODUCT, 200, body=body(title="Dawn"), query={"version": "1"}, **at)["version"] == 2
    stale = ask(REPLACE_PRODUCT, 409, body=body(title="Noon"), query={"version": "1"}, **at)
    assert (stale["type"], stale["version"]) == ("stale-version", 2)
    assert [card["title"] for card in ask(LIST_PRODUCTS, 200, query={"category": "prints"})["items"]] == ["Dawn"]
    assert ask(LIST_CATEGORIES, 200)["count"] == 1
    assert ask(DELETE_PRODUCT, 204, query={"version": "2"}, **at) is None
    ask(GET_PRODUCT, 404, path={"product_id": "harbour"})
    assert ask(LIST_CATEGORIES, 200) == {"items": [], "count": 0}


def test_it_calls_what_it_is_granted_and_all_of_that(calls: Calls) -> None:
    """The least rights of the function; a Scan is not among them."""
    create(new())
    create(plain("card"))
    at = {"claims": STAFF, "path": {"product_id": "harbour"}}
    ask(REPLACE_PRODUCT, 200, body=body(category=("Prints",)), query={"version": "1"}, **at)
    for sort in Sort:
        ask(LIST_PRODUCTS, 200, query={"sort": sort.value})
    ask(LIST_CATEGORIES, 200)
    ask(DELETE_PRODUCT, 204, query={"version": "2"}, **at)
    assert calls.grants == {
        ("dynamodb:GetItem", "product"),
        ("dynamodb:PutItem", "product"),
        ("dynamodb:UpdateItem", "product"),
        ("dynamodb:DeleteItem", "product"),
        ("dynamodb:Query", "product"),
        ("dynamodb:Query", "product/index/by_rank"),
        ("dynamodb:Query", "product/index/by_newest"),
        ("dynamodb:Query", "product/index/by_price"),
    }


@pytest.mark.parametrize(
    ("operation", "asked", "made"),
    [
        (LIST_PRODUCTS, {}, ["Query"]),
        (LIST_CATEGORIES, {}, ["Query"]),
        (GET_PRODUCT, {"path": {"product_id": "harbour"}}, ["GetItem"]),
    ],
    ids=["list", "categories", "one"],
)
def test_a_visitors_look_is_one_call(
    operation: Operation, asked: dict[str, Any], made: list[str], calls: Calls
) -> None:
    create(new())
    before = len(calls.made)
    ask(operation, 200, **asked)
    assert [call for _, call in calls.made[before:]] == made


def test_a_price_of_0_has_to_be_confirmed_and_is_then_sold() -> None:
    free = new(variants=tuple(replace(variant, price=0, compare_at=None) for variant in new().variants))
    told = create(free, 422)
    assert (told["type"], told["errors"][0]["field"], told["errors"][0]["message"]) == (
        "free",
        "variants[0].price",
        FREE_PRICE_MESSAGE,
    )
    ask(CHECK_PRODUCT, 422, body=free, claims=STAFF)
    ask(CHECK_PRODUCT, 204, body=free, claims=STAFF, query={"free": "true"})
    assert ask(CREATE_PRODUCT, 201, body=free, claims=STAFF, query={"free": "true"})["variants"][0]["price"] == 0


def test_what_is_given_away_already_is_not_asked_about_again() -> None:
    create(new())
    one, where = {"path": {"product_id": "harbour"}, "claims": STAFF}, new().variants
    free = body(variants=(replace(where[0], price=0, compare_at=None), *where[1:]))
    ask(REPLACE_PRODUCT, 422, body=free, query={"version": "1"}, **one)
    ask(REPLACE_PRODUCT, 200, body=free, query={"version": "1", "free": "true"}, **one)
    ask(REPLACE_PRODUCT, 200, body=replace(free, title="Another"), query={"version": "2"}, **one)
