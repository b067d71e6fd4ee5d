"""The way out to the services: every answer becomes the contract's struct, a refusal or an outage, and nothing else."""

import threading
from pathlib import Path
from typing import Any

import pytest
from django.test import RequestFactory

from backend.contracts.basket.models import SetLine
from backend.contracts.basket.operations import GET_BASKET, GET_GUEST_BASKET, SET_LINE
from backend.contracts.operation import Empty
from backend.contracts.product.models import Categories, Sort
from backend.contracts.product.operations import DELETE_PRODUCT, GET_PRODUCT, LIST_CATEGORIES, LIST_PRODUCTS
from backend.contracts.product.queries import ListQuery
from storefront.clients import api
from tests.storefront.account.conftest import *  # noqa: F403 - a server to call
from tests.storefront.account.hosted import Hosted, Reply

EMPTY = {"items": [], "count": 0}


def answers(hosted: Hosted, path: str, *replies: Reply) -> None:
    """What the path answers, in this order; the last one from then on."""
    left = list(replies)
    hosted.wrong[path] = lambda: left.pop(0) if len(left) > 1 else left[0]


def test_a_reply_becomes_its_struct(hosted_login: Hosted) -> None:
    assert api.call(LIST_CATEGORIES) == Categories(items=(), count=0)


def test_a_reply_without_content_is_empty(hosted_login: Hosted) -> None:
    answers(hosted_login, "/products/harbour?version=3", (204, b""))
    assert api.call(DELETE_PRODUCT, token="t", path={"product_id": "harbour"}, query={"version": 3}) == Empty()


def test_a_query_is_sent_without_what_was_not_asked(hosted_login: Hosted) -> None:
    answers(hosted_login, "/products?category=prints%2Fa4&sort=price-up&limit=24", (200, {"items": [], "next": None}))
    assert api.call(LIST_PRODUCTS, query=ListQuery(category="prints/a4", sort=Sort.PRICE_UP)).items == ()


@pytest.mark.parametrize(
    "product_id", ["", "..", "../basket", "a/b", "a%2fb", "a?b=c", "a#b", "A", "a\n", "a b", "ключ", "a" * 101, None, 7]
)
def test_a_path_that_the_contract_refuses_is_not_asked_for(hosted_login: Hosted, product_id: Any) -> None:
    with pytest.raises(api.Refusal) as refusal:
        api.call(GET_PRODUCT, path={"product_id": product_id})
    assert refusal.value.problem.status == 404
    assert hosted_login.seen == {}


def test_a_refusal_says_why(hosted_login: Hosted) -> None:
    problem = {"type": "stale-version", "title": "Somebody was faster", "status": 409, "version": 4}
    answers(hosted_login, "/products/harbour?version=3", (409, problem))
    with pytest.raises(api.Refusal) as refusal:
        api.call(DELETE_PRODUCT, token="t", path={"product_id": "harbour"}, query={"version": 3})
    assert (refusal.value.problem.type, refusal.value.problem.version) == ("stale-version", 4)


@pytest.mark.parametrize(
    ("status", "kind"),
    [(401, "not-signed-in"), (403, "forbidden"), (404, "not-found"), (413, "too-large"), (400, "refused")],
)
@pytest.mark.parametrize("body", [{"message": "Unauthorized"}, b"<html>", b"", b"\xff", []])
def test_a_refusal_of_the_gateway_itself_is_a_problem_too(
    hosted_login: Hosted, status: int, kind: str, body: Any
) -> None:
    answers(hosted_login, "/categories", (status, body))
    with pytest.raises(api.Refusal) as refusal:
        api.call(LIST_CATEGORIES)
    assert (refusal.value.problem.status, refusal.value.problem.type) == (status, kind)


@pytest.mark.parametrize(
    "reply",
    [(200, b"<html>"), (200, b""), (200, {"items": 3}), (200, {"count": 0}), (302, b""), (500, b""), (429, b"")],
)
def test_an_answer_not_as_agreed_is_an_outage(hosted_login: Hosted, reply: Reply) -> None:
    answers(hosted_login, "/categories", reply)
    with pytest.raises(api.Unavailable) as outage:
        api.call(LIST_CATEGORIES)
    assert outage.value.service == "product"


@pytest.mark.parametrize("status", [429, 502, 503, 504])
def test_a_read_is_tried_again(hosted_login: Hosted, status: int) -> None:
    answers(hosted_login, "/categories", (status, b""), (200, EMPTY))
    assert api.call(LIST_CATEGORIES).count == 0
    assert hosted_login.seen["/categories"] == 2


def test_a_read_is_not_tried_for_ever(hosted_login: Hosted) -> None:
    answers(hosted_login, "/categories", (503, b""))
    with pytest.raises(api.Unavailable):
        api.call(LIST_CATEGORIES)
    assert hosted_login.seen["/categories"] == 3


def test_a_write_is_never_tried_again(hosted_login: Hosted) -> None:
    answers(hosted_login, "/basket/lines/HB-1", (503, b""))
    with pytest.raises(api.Unavailable):
        api.call(SET_LINE, token="t", path={"sku": "HB-1"}, body=SetLine(quantity=1))
    assert hosted_login.seen["/basket/lines/HB-1"] == 1


def test_a_slow_service_is_an_outage(hosted_login: Hosted) -> None:
    hosted_login.wait = 0.3
    with pytest.raises(api.Unavailable):
        api.call(SET_LINE, token="t", path={"sku": "HB-1"}, body=SetLine(quantity=1), timeout=(0.2, 0.05))


def test_a_shoppers_operation_is_not_called_for_who_is_not_signed_in(hosted_login: Hosted) -> None:
    for request in (None, RequestFactory().get("/")):
        with pytest.raises(api.Refusal) as refusal:
            api.call(GET_BASKET, request=request)
        assert refusal.value.problem.status == 401
    assert hosted_login.seen == {}


def test_an_outage_does_not_say_which_guest_asked(hosted_login: Hosted) -> None:
    guest = "0123456789abcdef" * 2
    answers(hosted_login, f"/guests/{guest}/basket", (500, b""))
    with pytest.raises(api.Unavailable) as outage:
        api.call(GET_GUEST_BASKET, path={"guest_id": guest})
    assert guest not in repr(outage.value)
    assert outage.value.__cause__ is None


def test_a_netrc_does_not_replace_the_shoppers_token(
    hosted_login: Hosted, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    netrc = tmp_path / "netrc"
    netrc.write_text("machine 127.0.0.1 login eve password secret")
    monkeypatch.setenv("NETRC", str(netrc))
    answers(hosted_login, "/basket/lines/HB-1", (404, b""))
    with pytest.raises(api.Refusal):
        api.call(SET_LINE, token="the-token", path={"sku": "HB-1"}, body=SetLine(quantity=1))
    assert hosted_login.authorization == "Bearer the-token"


def test_a_call_that_timed_out_is_not_made_again(hosted_login: Hosted) -> None:
    arrived, release = threading.Event(), threading.Event()

    def answer() -> tuple[int, bytes]:
        arrived.set()
        release.wait(120)
        return 200, EMPTY

    hosted_login.wrong["/categories"] = answer
    with pytest.raises(api.Unavailable):
        api.call(LIST_CATEGORIES, timeout=(60.0, 0.2))
    assert arrived.wait(120)
    release.set()
    assert hosted_login.seen["/categories"] == 1
