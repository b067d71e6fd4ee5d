"""Replies that are kept: asked for by their tag, and the last word of a service that is down.

What goes wrong comes first.
"""

import itertools
import tracemalloc
from typing import Any

import msgspec
import pytest
import requests
from django.test import Client

from backend.contracts.problem import Problem
from backend.contracts.product.models import card
from backend.contracts.product.operations import LIST_CATEGORIES, LIST_PRODUCTS
from backend.contracts.product.queries import ListQuery
from backend.contracts.recommendation.operations import LIST_BOUGHT_TOGETHER
from backend.contracts.search.models import Hit, SearchPage
from storefront.clients import api, reply_cache
from storefront.product.recommendations import NO_RECOMMENDATIONS, bought_together
from tests.storefront.product.products import product
from tests.storefront.reading import text
from tests.storefront.searching import Searching
from tests.storefront.service import Service


class Clock:
    """The process's clock, and the wall's."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.now = 1_000_000.0
        monkeypatch.setattr(reply_cache.time, "monotonic", lambda: self.now)
        monkeypatch.setattr(reply_cache.time, "time", lambda: self.now)


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    return Clock(monkeypatch)


def test_without_any_earlier_reply_an_outage_is_reported(service: Service, clock: Clock) -> None:
    service.down.add("product")
    with pytest.raises(api.Unavailable):
        api.call(LIST_PRODUCTS)


def test_the_last_word_has_an_end(service: Service, clock: Clock) -> None:
    api.call(LIST_PRODUCTS)
    service.down.add("product")
    clock.now += reply_cache.MAX_STALE_SECONDS + 1
    with pytest.raises(api.Unavailable):
        api.call(LIST_PRODUCTS)


def test_old_recommendations_are_left_out_for_they_would_mark_the_whole_page_as_old(
    service: Service, clock: Clock
) -> None:
    bought_together("agate")
    service.down.add("recommendation")
    clock.now += LIST_BOUGHT_TOGETHER.fresh
    assert bought_together("agate") is NO_RECOMMENDATIONS


def test_callers_that_refuse_old_replies_get_none(service: Service, clock: Clock) -> None:
    api.call(LIST_CATEGORIES)
    service.down.add("product")
    clock.now += LIST_CATEGORIES.fresh
    with pytest.raises(api.Unavailable):
        api.call(LIST_CATEGORIES, allow_stale=False)


def test_a_service_that_is_down_is_left_alone_for_a_while_and_then_asked_again(service: Service, clock: Clock) -> None:
    api.call(LIST_PRODUCTS)
    service.down.add("product")
    clock.now += LIST_PRODUCTS.fresh
    for _ in range(3):
        api.call(LIST_PRODUCTS)
    assert service.calls == ["list_products"] * 2
    clock.now += reply_cache.RETRY_AFTER
    service.down.clear()
    api.call(LIST_PRODUCTS)
    assert service.calls == ["list_products"] * 3


def test_what_a_service_refuses_is_not_answered_from_memory(service: Service, clock: Clock) -> None:
    api.call(LIST_PRODUCTS)
    clock.now += LIST_PRODUCTS.fresh
    service.refuse["list_products"] = Problem(type="x", title="No", status=404)
    with pytest.raises(api.Refusal):
        api.call(LIST_PRODUCTS)
    service.down.add("product")
    with pytest.raises(api.Unavailable):
        api.call(LIST_PRODUCTS)


def test_memory_is_bounded_and_the_longest_unasked_goes_first(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reply_cache, "MAX_BYTES", 10_000)
    for number in range(20):
        reply_cache.set(f"/{number}", "x" * 1000, "", 60)
        reply_cache.get("/0")
    assert sum(reply.size for reply in reply_cache._replies.values()) == reply_cache._size <= 10_000
    assert reply_cache.get("/0")
    assert reply_cache.get("/1") is None
    reply_cache.set("/huge", "x" * 20_000, "", 60)
    assert reply_cache.get("/huge") is None


@pytest.mark.parametrize("hits", [0, 1, 24])
def test_the_bound_is_one_of_memory_however_little_the_replies_say(monkeypatch: pytest.MonkeyPatch, hits: int) -> None:
    """Anybody can ask for addresses that nothing is found under, as many as there are numbers."""
    monkeypatch.setattr(reply_cache, "MAX_BYTES", 2_000_000)
    found = tuple(
        Hit(**msgspec.structs.asdict(card(product(f"print-{number}", f"Print {number}")))) for number in range(hits)
    )
    sent = msgspec.json.encode(SearchPage(items=found, total=hits, page=1))
    tracemalloc.start()
    try:
        before = tracemalloc.get_traced_memory()[0]
        for number in range(10_000 // (1 + hits)):
            tag = f'"{number:032x}"'
            reply_cache.set(
                f"http://services.test/search?q={number}&sort=relevance&page=1",
                msgspec.json.decode(sent, type=SearchPage),
                tag,
                60,
            )
        taken = tracemalloc.get_traced_memory()[0] - before
    finally:
        tracemalloc.stop()
    assert reply_cache.get("http://services.test/search?q=0&sort=relevance&page=1") is None, (
        "more was kept than there is room for"
    )
    assert reply_cache.MAX_BYTES / 2 < taken <= reply_cache.MAX_BYTES


def test_a_reply_is_asked_for_once_in_its_time_and_other_questions_are_others(service: Service, clock: Clock) -> None:
    for _, limit in itertools.product(range(3), (1, 2)):
        api.call(LIST_PRODUCTS, query=ListQuery(limit=limit))
    assert service.calls == ["list_products"] * 2


def test_a_reply_that_has_not_changed_is_not_sent_again(
    service: Service, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[Any] = []
    real = service.send

    def send(request: requests.PreparedRequest, **named: Any) -> requests.Response:
        asked.append(request.headers.get("If-None-Match"))
        response = real(request, **named)
        response.headers["ETag"] = '"one"'
        if asked[-1] == '"one"':
            response.status_code, response._content = 304, b""
        return response

    monkeypatch.setattr(service, "send", send)
    first = api.call(LIST_PRODUCTS)
    clock.now += LIST_PRODUCTS.fresh
    assert api.call(LIST_PRODUCTS) is first
    assert asked == [None, '"one"']


def test_a_page_of_old_replies_is_served_and_says_from_when_it_is(
    guest: Client, service: Service, clock: Clock
) -> None:
    service.products = [product(f"print-{number}", f"Print {number}") for number in range(3)]
    fresh = guest.get("/search/?q=print")
    assert "This page is from" not in text(fresh)
    clock.now += 3600
    service.down |= {"search", "product"}
    old = guest.get("/search/?q=print")
    assert old.status_code == 200
    assert "Print 2" in text(old)
    assert "This page is from 12 Jan 1970, 14:46 : a part of the shop is not available" in text(old)
    assert "This page is from" not in text(guest.get("/about/"))
    service.down.clear()
    clock.now += reply_cache.RETRY_AFTER
    assert "This page is from" not in text(guest.get("/search/?q=print"))


def test_a_page_that_the_browser_has_is_not_sent_again(guest: Client, service: Service) -> None:
    first = guest.get("/search/?q=print")
    again = guest.get("/search/?q=print", headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.content) == (304, b"")


def test_a_page_made_from_a_session_is_always_sent(shopper: Client, service: Service) -> None:
    assert "ETag" not in shopper.get("/search/?q=print").headers


def test_the_engine_of_these_tests_finds(service: Service) -> None:
    assert Searching().suggest((product(),), {}, "tide").products
