"""Wish lists on an AWS account in the test's own process."""

from collections.abc import Callable
from typing import Any
from unittest import mock

import msgspec
import pytest

from backend.contracts.inventory.events import StockChanged
from backend.contracts.inventory.models import Level
from backend.contracts.operation import AnyOperation
from backend.contracts.order.data_export import DataRequested
from backend.contracts.order.events import AccountClosed
from backend.contracts.product.events import ProductWithdrawn
from backend.contracts.product.models import Variant
from backend.contracts.product.translations import Translation
from backend.contracts.wish.models import GUEST_DAYS, PAGE_SIZE
from backend.contracts.wish.operations import (
    ADD_GUEST_WISH,
    ADD_WISH,
    GET_GUEST_WISHED,
    GET_WISHED,
    LIST_GUEST_WISHES,
    LIST_WISHES,
    MERGE_WISHES,
    REMOVE_GUEST_WISH,
    REMOVE_WISH,
)
from backend.shared import clock
from backend.shared.aws import client
from backend.wish import copies, personal_data, repository
from tests.backend import shop
from tests.backend.events import said
from tests.backend.wish.lists import (
    ADA,
    GRACE,
    GUEST,
    HARBOUR,
    IN_GERMAN,
    LARGE,
    SMALL,
    call,
    consume,
    harbour,
    stock,
)


@pytest.fixture(autouse=True)
def _table(service_table: Callable[[str], str]) -> None:
    service_table("wish")


def _add(sku: str | None = SMALL, operation: AnyOperation = ADD_WISH, **more: Any) -> list[str]:
    reply = call(operation, body={"sku": sku} if sku else {}, **more)
    assert reply["statusCode"] == 200
    return _keys(reply)


def _keys(reply: dict[str, Any]) -> list[str]:
    return [each["sku"] for each in said(reply)["items"]]


def _fill(count: int) -> None:
    for number in range(count):
        consume(shop.product_changed(f"PRINT-{number}", price=100))
        _add(f"PRINT-{number}", product=f"print-{number}")


def test_without_a_token_nothing_is_read_or_written() -> None:
    for operation, body in ((LIST_WISHES, None), (ADD_WISH, {}), (REMOVE_WISH, None), (GET_WISHED, None)):
        assert call(operation, claims=None, body=body)["statusCode"] == 401


@pytest.mark.parametrize("sku", [SMALL, None])
def test_what_was_never_sold_cannot_be_wished_for(sku: str | None) -> None:
    assert call(ADD_WISH, body={"sku": sku} if sku else {})["statusCode"] == 404


def test_neither_can_what_is_no_longer_sold_nor_a_variant_that_there_is_not() -> None:
    consume(harbour())
    assert call(ADD_WISH, body={"sku": "HARBOUR-A0"})["statusCode"] == 404
    consume(ProductWithdrawn(product_id=HARBOUR, version=2, skus=(SMALL, LARGE)))
    assert call(ADD_WISH, body={"sku": SMALL})["statusCode"] == 404


def test_a_full_list_refuses_another_wish_and_takes_one_that_it_holds(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("backend.wish.domain.MAX_WISHES", 2)
    consume(harbour())
    _fill(2)
    assert call(ADD_WISH, body={"sku": SMALL})["statusCode"] == 409
    assert _add("PRINT-1", product="print-1") == ["PRINT-1", "PRINT-0"]


@pytest.mark.parametrize("page", ["0", "10", "-1", "x", "1.5"])
def test_a_page_that_no_list_has_is_refused(page: str) -> None:
    assert call(LIST_WISHES, query={"page": page})["statusCode"] == 400


def test_an_empty_list_has_an_empty_page() -> None:
    assert said(call(LIST_WISHES)) == {"items": [], "count": 0}


def test_a_wish_is_shown_with_the_price_and_the_stock_of_now() -> None:
    consume(harbour(), stock(SMALL, Level.LOW))
    assert _add() == [SMALL]
    consume(harbour(2, small=1900))
    (wish,) = said(call(LIST_WISHES))["items"]
    assert (wish["wished_price"], wish["price"], wish["level"], wish["left"]) == (2900, 1900, "low", 2)
    assert (wish["title"], wish["values"], wish["picture"]["src"]) == ("Harbour at Dusk", ["A4"], "harbour-at-dusk-1")


def test_a_wish_has_the_products_titles_in_all_languages() -> None:
    consume(harbour(translations=(Translation(language="de", title="Hafen"),)))
    assert _add() == [SMALL]
    (wish,) = said(call(LIST_WISHES))["items"]
    assert wish["titles"] == [{"language": "de", "title": "Hafen"}]


def test_a_wish_has_its_values_names_in_all_languages() -> None:
    consume(harbour(translations=(Translation(language="de", options=(IN_GERMAN,)),)))
    assert _add() == [SMALL]
    (wish,) = said(call(LIST_WISHES))["items"]
    assert (wish["values"], wish["local_values"]) == (["A4"], [{"language": "de", "values": ["Klein"]}])


def test_a_wish_added_again_keeps_its_price_and_its_place() -> None:
    consume(harbour(), shop.product_changed("DOTS"))
    _add()
    _add("DOTS", product="dots")
    consume(harbour(2, small=1900))
    assert _add() == ["DOTS", SMALL]
    assert said(call(LIST_WISHES))["items"][1]["wished_price"] == 2900


def test_without_a_variant_the_cheapest_that_is_not_sold_out_is_wished_for() -> None:
    consume(harbour())
    assert _add(None) == [SMALL]
    call(REMOVE_WISH)
    consume(stock(SMALL, Level.SOLD_OUT))
    assert _add(None) == [LARGE]


def test_what_is_sold_out_can_be_wished_for() -> None:
    consume(harbour(), stock(SMALL, Level.SOLD_OUT))
    assert _add(SMALL) == [SMALL]


def test_late_and_doubled_events_change_nothing() -> None:
    consume(harbour(2, small=1900), stock(SMALL, Level.SOLD_OUT, 2))
    _add()
    consume(harbour(1, small=2900), stock(SMALL, Level.IN_STOCK, 1), harbour(2, small=5))
    (wish,) = said(call(LIST_WISHES))["items"]
    assert (wish["price"], wish["level"]) == (1900, "sold-out")


def test_an_article_no_longer_sold_stays_in_the_list_and_says_so() -> None:
    consume(harbour())
    _add(SMALL)
    _add(LARGE)
    consume(harbour(2, variants=(Variant(sku=SMALL, values=("A4",), price=2900),)))
    assert {each["sku"]: each.get("gone", False) for each in said(call(LIST_WISHES))["items"]} == {
        SMALL: False,
        LARGE: True,
    }
    consume(ProductWithdrawn(product_id=HARBOUR, version=3, skus=(SMALL,)))
    assert all(each["gone"] and each["title"] == "Harbour at Dusk" for each in said(call(LIST_WISHES))["items"])


def test_a_product_withdrawn_before_it_was_known_is_not_sold() -> None:
    consume(ProductWithdrawn(product_id=HARBOUR, version=2, skus=(SMALL,)), harbour(1))
    assert call(ADD_WISH, body={})["statusCode"] == 404


def test_a_variant_is_removed_or_all_of_a_product_and_again_changes_nothing() -> None:
    consume(harbour())
    _add(SMALL)
    _add(LARGE)
    assert _keys(call(REMOVE_WISH, query={"sku": LARGE})) == [SMALL]
    assert _keys(call(REMOVE_WISH, query={"sku": LARGE})) == [SMALL]
    _add(LARGE)
    assert _keys(call(REMOVE_WISH)) == []
    assert _keys(call(REMOVE_WISH)) == []
    assert said(call(LIST_WISHES)) == {"items": [], "count": 0}


def test_a_removed_wish_that_is_added_again_is_as_it_was() -> None:
    consume(harbour(), shop.product_changed("DOTS"))
    _add()
    _add("DOTS", product="dots")
    call(REMOVE_WISH)
    consume(harbour(2, small=1900))
    assert _add() == ["DOTS", SMALL]
    (item,) = [item for item in client("dynamodb").scan(TableName="wish")["Items"] if item["sk"]["S"].endswith(SMALL)]
    assert item["price"]["N"] == "2900"
    assert "expires" not in item


def test_a_long_list_is_paged_newest_first() -> None:
    _fill(PAGE_SIZE + 1)
    first, second = (said(call(LIST_WISHES, query={"page": page})) for page in ("1", "2"))
    assert (len(first["items"]), first["count"]) == (PAGE_SIZE, PAGE_SIZE + 1)
    assert [each["sku"] for each in second["items"]] == ["PRINT-0"]
    assert said(call(LIST_WISHES, query={"page": "3"})) == {"items": [], "count": PAGE_SIZE + 1}


def test_nobody_sees_or_changes_the_list_of_another() -> None:
    consume(harbour())
    _add()
    assert _keys(call(GET_WISHED, claims=GRACE)) == []
    call(REMOVE_WISH, claims=GRACE)
    assert _keys(call(GET_GUEST_WISHED)) == []
    assert _keys(call(GET_WISHED)) == [SMALL]


def test_a_guest_has_a_list_that_ends_and_so_do_removed_wishes() -> None:
    consume(harbour())
    assert _add(SMALL, ADD_GUEST_WISH) == [SMALL]
    (item,) = [each for each in client("dynamodb").scan(TableName="wish")["Items"] if each["pk"]["S"].startswith("gu")]
    assert abs(int(item["expires"]["N"]) - clock.epoch() - GUEST_DAYS * 86_400) < 60
    assert [each["sku"] for each in said(call(LIST_GUEST_WISHES))["items"]] == [SMALL]
    assert _keys(call(REMOVE_GUEST_WISH)) == []


def test_a_guests_wishes_move_to_the_shopper_once_and_what_both_wished_for_stays_as_it_was() -> None:
    consume(harbour(), shop.product_changed("DOTS"))
    _add(SMALL)
    consume(harbour(2, small=1900))
    _add(SMALL, ADD_GUEST_WISH)
    _add("DOTS", ADD_GUEST_WISH, product="dots")
    merged = said(call(MERGE_WISHES, body={"guest_id": GUEST}))
    assert (merged["moved"], merged["left"]) == (1, 0)
    assert [each["wished_price"] for each in said(call(LIST_WISHES))["items"]] == [2900, 2900]
    assert _keys(call(GET_GUEST_WISHED)) == []
    assert said(call(MERGE_WISHES, body={"guest_id": GUEST}))["moved"] == 0
    assert all("expires" not in each for each in client("dynamodb").scan(TableName="wish")["Items"])


def test_what_has_no_room_stays_with_the_guest(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("backend.wish.service.MAX_WISHES", 1)
    consume(harbour(), shop.product_changed("DOTS"))
    _add("DOTS", product="dots")
    _add(SMALL, ADD_GUEST_WISH)
    merged = said(call(MERGE_WISHES, body={"guest_id": GUEST}))
    assert (merged["moved"], merged["left"]) == (0, 1)
    assert _keys(call(GET_GUEST_WISHED)) == [SMALL]


def test_into_a_list_beyond_its_limit_nothing_moves(monkeypatch: pytest.MonkeyPatch) -> None:
    """Two devices at once may fill a list beyond it."""
    consume(harbour(), shop.product_changed("DOTS"), shop.product_changed("GRID"))
    _add("DOTS", product="dots")
    _add("GRID", product="grid")
    _add(SMALL, ADD_GUEST_WISH)
    _add(LARGE, ADD_GUEST_WISH)
    monkeypatch.setattr("backend.wish.service.MAX_WISHES", 1)
    merged = said(call(MERGE_WISHES, body={"guest_id": GUEST}))
    assert (merged["moved"], merged["left"]) == (0, 2)
    assert sorted(_keys(call(GET_GUEST_WISHED))) == sorted([SMALL, LARGE])


CLOSED = AccountClosed(owner=f"shopper#{ADA['sub']}", at="2026-11-20T10:00:00.000Z")


def _stored_keys(claims: Any = ADA) -> list[str]:
    """Return the sort keys of all that is stored of the account."""
    items = client("dynamodb").scan(TableName="wish")["Items"]
    return [each["sk"]["S"] for each in items if each["pk"]["S"] == f"shopper#{claims['sub']}"]


def test_a_closed_account_leaves_nothing_of_its_list_but_for_a_day_the_mark_of_it() -> None:
    consume(harbour())
    _add(SMALL)
    _add(LARGE)
    call(REMOVE_WISH, query={"sku": LARGE})
    _add(SMALL, claims=GRACE)
    consume(CLOSED, CLOSED)
    assert _stored_keys() == ["WISH-CLOSED"]
    mark = next(each for each in client("dynamodb").scan(TableName="wish")["Items"] if each["sk"]["S"] == "WISH-CLOSED")
    assert int(mark["expires"]["N"]) <= clock.epoch() + 86_400
    assert _stored_keys(GRACE)


def test_a_closed_account_whose_token_is_still_good_writes_nothing_more() -> None:
    consume(harbour(), CLOSED)
    _add(SMALL, ADD_GUEST_WISH)
    requests = [
        (ADD_WISH, {"sku": SMALL}),
        (MERGE_WISHES, {"guest_id": GUEST}),
        (LIST_WISHES, None),
        (REMOVE_WISH, None),
    ]
    assert [call(operation, body=body)["statusCode"] for operation, body in requests] == [401] * 4
    assert _stored_keys() == ["WISH-CLOSED"]
    assert _keys(call(GET_GUEST_WISHED)) == [SMALL]


@pytest.mark.parametrize("operation", [ADD_WISH, MERGE_WISHES])
def test_what_is_written_while_the_account_is_closed_is_deleted_again(
    monkeypatch: pytest.MonkeyPatch, operation: AnyOperation
) -> None:
    consume(harbour())
    _add(SMALL, ADD_GUEST_WISH)
    body = {"sku": SMALL} if operation is ADD_WISH else {"guest_id": GUEST}
    for name in ("add", "move"):
        write = getattr(repository, name)
        monkeypatch.setattr(repository, name, lambda *arguments, write=write: (consume(CLOSED), write(*arguments)))
    assert call(operation, body=body)["statusCode"] == 401
    assert _stored_keys() == ["WISH-CLOSED"]


def test_data_requested_before_an_account_is_closed_are_not_exported_after_it() -> None:
    consume(harbour())
    _add(SMALL)
    requested = DataRequested(
        owner=CLOSED.owner, at=clock.now(), export_id="e" * 28, number=1, order_ids=(), email="ada@example.com"
    )
    with mock.patch.object(personal_data, "put_part") as put:
        consume(requested, CLOSED, requested)
    assert [len(each.args[1]) for each in put.call_args_list] == [1, 0]


def test_a_wish_is_shown_with_what_its_variant_holds() -> None:
    content = {"thousandths": 750, "unit": "l"}
    variant = {"sku": SMALL, "values": ("A4",), "price": 2900, "content": content}
    consume(harbour(variants=(msgspec.convert(variant, Variant),)))
    _add()
    (wish,) = said(call(LIST_WISHES))["items"]
    assert wish["content"] == content


@pytest.mark.parametrize(("today", "level"), [("2026-12-09", "back-order"), ("2026-12-10", "sold-out")])
def test_what_is_on_back_order_is_sold_out_once_its_day_has_come(
    monkeypatch: pytest.MonkeyPatch, today: str, level: str
) -> None:
    consume(harbour(), StockChanged(sku=SMALL, version=1, level=Level.BACK_ORDER, left=3, back_on="2026-12-10"))
    monkeypatch.setattr(clock, "now", lambda: f"{today}T12:00:00.000Z")
    assert copies.find_levels([SMALL])[SMALL].level == level


def test_a_level_that_a_function_of_an_earlier_release_stored_beside_a_day_is_the_level() -> None:
    consume(harbour(), StockChanged(sku=SMALL, version=1, level=Level.BACK_ORDER, left=3, back_on="2020-12-10"))
    client("dynamodb").update_item(
        TableName="wish",
        Key={"pk": {"S": f"SKU#{SMALL}"}, "sk": {"S": "STOCK"}},
        UpdateExpression="SET #level = :level",
        ExpressionAttributeNames={"#level": "level"},
        ExpressionAttributeValues={":level": {"S": "in-stock"}},
    )
    assert copies.find_levels([SMALL])[SMALL].level is Level.IN_STOCK
