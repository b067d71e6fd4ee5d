"""Pages ask their services side by side: what does not depend on another answer does not wait for it."""

import threading
import time
from collections.abc import Callable
from functools import partial

import pytest
import requests
from django.test import Client

from backend.contracts.operation import Operation
from backend.contracts.product.operations import GET_PRODUCT
from bench.serving.services import Shelves
from storefront.clients import api, connection, reply_cache
from storefront.clients.concurrency import MAX_ALIKE, Deadline, about_to_wait, gather, gather_many, start
from tests.storefront.conftest import *  # noqa: F403 - the services' fixtures
from tests.storefront.service import API, Service

HTML = "text/html,application/xhtml+xml"
MEETING_SECONDS = 120
"""Longer than any machine needs; a page that asks one after another fails after it."""


class Meeting(Shelves):
    """Services whose named operations answer only once all of them are being asked."""

    def __init__(self) -> None:
        super().__init__()
        self.meet: dict[str, threading.Barrier] = {}

    def together(self, *names: str) -> None:
        barrier = threading.Barrier(len(names), timeout=MEETING_SECONDS)
        self.meet |= dict.fromkeys(names, barrier)

    def _answer(self, operation: Operation, path: dict[str, str], request: requests.PreparedRequest) -> bytes:
        name = f"{operation.name} newest" if "sort=newest" in str(request.url) else operation.name
        if name in self.meet:
            self.meet[name].wait()
        return super()._answer(operation, path, request)


@pytest.fixture
def meeting(service: Service) -> Meeting:
    """The demo catalogue's services in the place of the plain ones."""
    services = Meeting()
    connection.session.mount(API, services)
    return services


@pytest.mark.parametrize(
    ("path", "names"),
    [
        ("/", ("list_products", "list_products newest", "list_categories")),
        ("/shop/", ("search", "list_categories")),
        ("/product/agate/", ("get_product", "list_bought_together", "list_categories")),
        ("/search/?q=agate", ("search", "list_categories")),
    ],
)
def test_a_page_asks_for_all_that_it_can_at_once(
    meeting: Meeting, guest: Client, path: str, names: tuple[str, ...]
) -> None:
    meeting.together(*names)
    assert guest.get(path, headers={"accept": HTML}).status_code == 200
    assert not any(barrier.broken for barrier in meeting.meet.values())


@pytest.mark.parametrize(
    ("path", "names"),
    [
        ("/basket/", ("get_basket", "list_categories")),
        ("/checkout/", ("get_basket", "list_orders", "list_categories")),
        ("/", ("get_basket", "list_products", "list_products newest", "list_categories")),
        ("/product/agate/", ("get_basket", "get_product", "list_categories")),
    ],
)
def test_what_a_shopper_sees_waits_for_the_basket_no_longer(
    meeting: Meeting, shopper: Client, path: str, names: tuple[str, ...]
) -> None:
    meeting.together(*names)
    assert shopper.get(path, headers={"accept": HTML}).status_code == 200
    assert not any(barrier.broken for barrier in meeting.meet.values())


def test_another_variant_asks_for_the_product_and_its_pieces_at_once_and_for_nothing_else(
    meeting: Meeting, guest: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    guest.get("/product/agate/", headers={"accept": HTML})
    # what is kept is too old
    monkeypatch.setattr(reply_cache.time, "monotonic", lambda: time.monotonic_ns() / 1e9 + 3600)
    meeting.calls.clear()
    meeting.together("get_product", "get_stock")
    response = guest.get("/product/agate/", headers={"accept": HTML, "hx-request": "true", "hx-target": "buy"})
    assert response.status_code == 200
    # the menu goes on with the old tree, and the day of arrival with the old zones
    assert set(meeting.calls) - {"list_categories", "get_delivery_zones"} == {"get_product", "get_stock"}


def test_a_block_that_would_come_too_late_is_asked_for_no_longer_than_there_is_time(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    now = 100.0
    monkeypatch.setattr("storefront.clients.concurrency.time.monotonic", lambda: now)
    deadline = Deadline(2.3)
    assert deadline.timeout(1.0) == (1.0, 1.0)
    now = 102.0
    assert deadline.timeout(1.0) == pytest.approx((0.3, 0.3))
    now = 110.0
    assert deadline.timeout(1.0) == (Deadline.MIN_SECONDS, Deadline.MIN_SECONDS)


def test_nothing_that_was_begun_outlives_a_call_that_fails() -> None:
    ended = threading.Event()
    release = threading.Event()

    def slow() -> None:
        release.wait(MEETING_SECONDS)
        ended.set()

    def fails() -> None:
        release.set()
        raise api.Unavailable("search")

    with pytest.raises(api.Unavailable):
        gather(fails, slow)
    assert ended.is_set()


def test_the_first_failure_is_the_one_that_is_raised() -> None:
    def fail(service: str) -> Callable[[], None]:
        def call() -> None:
            raise api.Unavailable(service)

        return call

    with pytest.raises(api.Unavailable, match="one"):
        gather(lambda: 1, fail("one"), fail("two"))


def test_many_calls_of_one_operation_go_so_many_at_a_time_and_answer_in_their_order() -> None:
    together, lock = threading.Barrier(MAX_ALIKE), threading.Lock()
    under_way, highest = 0, 0

    def call(number: int) -> int:
        nonlocal under_way, highest
        about_to_wait()
        with lock:
            under_way += 1
            highest = max(highest, under_way)
        together.wait(MEETING_SECONDS)
        with lock:
            under_way -= 1
        return number

    numbers = list(range(3 * MAX_ALIKE))
    assert gather_many([partial(call, number) for number in numbers]) == numbers
    assert highest == MAX_ALIKE
    assert gather_many([]) == []


def test_a_page_notes_an_old_reply_that_another_thread_was_given() -> None:
    noted = reply_cache._page.set(reply_cache.Page())
    try:
        reply_cache.set("u", 1, "", 0.0)
        assert start(lambda: reply_cache.get_stale("u")).result() == 1
        assert reply_cache._since() is not None
    finally:
        reply_cache._page.reset(noted)


def test_what_is_peeked_at_is_no_answer_for_a_bad_address(meeting: Meeting) -> None:
    assert api.peek(GET_PRODUCT, {"product_id": "../x"}) is None
    assert api.peek(GET_PRODUCT, {"product_id": "agate"}) is None


def test_products_bought_together_are_fetched_once_in_a_while_and_not_with_each_page(
    meeting: Meeting, guest: Client
) -> None:
    for _ in range(3):
        assert guest.get("/product/agate/").status_code == 200
    assert meeting.calls.count("list_bought_together") == 1
