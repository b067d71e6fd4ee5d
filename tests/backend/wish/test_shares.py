"""Shared wish lists: a link that shows the goods to whoever has it, until it is ended."""

from collections.abc import Callable
from typing import Any

import pytest

from backend.contracts.order.events import AccountClosed
from backend.contracts.wish.operations import ADD_WISH, LIST_GUEST_WISHES, LIST_WISHES
from backend.contracts.wish.sharing import LIST_SHARED_WISHES, SHARE_WISHES, STOP_SHARING_WISHES
from backend.shared.aws import client
from backend.wish import handler, shares
from tests.backend.events import http, said
from tests.backend.wish.lists import ADA, GRACE, SMALL, call, consume, harbour


@pytest.fixture(autouse=True)
def _list(service_table: Callable[[str], str]) -> None:
    service_table("wish")
    consume(harbour())
    call(ADD_WISH, body={"sku": SMALL})


def _open(share_key: str) -> dict[str, Any]:
    return handler.handler(http(LIST_SHARED_WISHES, path={"share_key": share_key}), None)


def _share(claims: Any = ADA) -> str:
    return str(said(call(SHARE_WISHES, claims=claims))["share_key"])


@pytest.mark.parametrize(("share_key", "status"), [("0" * 32, 404), ("x" * 32, 404), ("0" * 33, 404), ("", 404)])
def test_a_key_that_nobody_has_opens_nothing(share_key: str, status: int) -> None:
    _share()
    assert _open(share_key)["statusCode"] == status


def test_an_ended_link_never_works_again_and_the_next_one_is_another() -> None:
    first = _share()
    for _ in range(2):
        assert call(STOP_SHARING_WISHES)["statusCode"] == 204
    assert _open(first)["statusCode"] == 404
    second = _share()
    assert second != first
    assert (_open(first)["statusCode"], _open(second)["statusCode"]) == (404, 200)


def test_a_closed_account_shows_nothing_and_shares_nothing_more() -> None:
    key = _share()
    consume(AccountClosed(owner=f"shopper#{ADA['sub']}", at="2026-11-20T10:00:00.000Z"))
    assert _open(key)["statusCode"] == 404
    assert call(SHARE_WISHES)["statusCode"] == 401
    assert [each for each in client("dynamodb").scan(TableName="wish")["Items"] if each["sk"]["S"] == "SHARE"] == []


def test_two_windows_that_share_at_once_get_one_link(monkeypatch: pytest.MonkeyPatch) -> None:
    find, late = shares.find_key, iter([True])

    def overtaken(owner: str) -> str | None:
        if not next(late, False):
            return find(owner)
        _share()
        return None

    monkeypatch.setattr(shares, "find_key", overtaken)
    assert _share() == find(f"shopper#{ADA['sub']}")


def test_the_link_shows_the_goods_but_not_their_owner_or_dates() -> None:
    key = _share()
    assert _share() == key
    (wish,) = said(_open(key))["items"]
    assert (wish["sku"], wish["price"], wish["since"]) == (SMALL, 2900, 0)
    assert ADA["sub"] not in str(_open(key))
    assert "share_key" not in said(_open(key))


def test_only_its_owner_sees_the_link() -> None:
    key = _share()
    assert said(call(LIST_WISHES))["share_key"] == key
    assert "share_key" not in said(call(LIST_WISHES, claims=GRACE))
    assert "share_key" not in said(call(LIST_GUEST_WISHES))
