"""Ordering again, whole or one article: what is gone, short or dearer is said, and nothing goes in twice."""

from typing import Any

import msgspec
import pytest
from django.test import Client

from backend.contracts.basket.models import Change, OrderLine
from backend.contracts.inventory.models import Level
from backend.contracts.order.models import Order
from backend.contracts.order.states import State
from backend.contracts.problem import Problem
from tests.storefront.order.orders import MINE, TO_DELIVERED, placed_order
from tests.storefront.reading import text
from tests.storefront.service import Service

CUP = OrderLine(sku="TIDE-A4", quantity=3, product_id="slow-tide", title="Slow Tide", price=2400, total=7200)
BOOK = OrderLine(sku="DOTS", quantity=1, product_id="dots", title="Dot Notebook", price=1250, total=1250)


@pytest.fixture
def order_id(service: Service) -> str:
    """A delivered order of three cups and a notebook."""
    order_id = placed_order(service)
    service.advance(order_id, *TO_DELIVERED)
    hold(service, order_id, CUP, BOOK)
    return order_id


def hold(service: Service, order_id: str, *lines: OrderLine) -> None:
    order: Order = service.orders[MINE][order_id]
    service.orders[MINE][order_id] = msgspec.structs.replace(order, lines=lines)


def again(shopper: Client, order_id: str, **sent: str) -> str:
    return text(shopper.post(f"/orders/{order_id}/again/", sent, follow=True))


def in_basket(service: Service) -> dict[str, int]:
    return {sku: quantity for sku, (quantity, _) in service.baskets.get(MINE, {}).items()}


@pytest.mark.parametrize("state", [(), (State.HELD,), (State.HELD, State.DECLINED), (State.HELD, State.PAID)])
def test_an_order_that_may_still_come_to_nothing_is_not_ordered_again(
    shopper: Client, service: Service, state: tuple[State, ...]
) -> None:
    order_id = placed_order(service)
    service.advance(order_id, *state)
    assert "rder again" not in text(shopper.get(f"/orders/{order_id}/"))
    again(shopper, order_id)
    assert in_basket(service) == {}


def test_somebody_elses_order_fills_no_basket(shopper: Client, service: Service) -> None:
    order_id = placed_order(service, owner="shopper#bob-sub")
    service.advance(order_id, *TO_DELIVERED)
    assert shopper.post(f"/orders/{order_id}/again/").status_code == 404
    assert in_basket(service) == {}


def test_opening_the_address_changes_nothing(shopper: Client, service: Service, order_id: str) -> None:
    response = shopper.get(f"/orders/{order_id}/again/")
    assert (response.status_code, response.headers["Location"]) == (303, f"/orders/{order_id}/")
    assert in_basket(service) == {}


@pytest.mark.parametrize("sku", ["NEVER", "", "x\x00", "A" * 5000])
def test_an_article_that_the_order_did_not_hold_goes_nowhere(
    shopper: Client, service: Service, order_id: str, sku: str
) -> None:
    again(shopper, order_id, sku=sku)
    assert in_basket(service) == {}


def test_what_is_gone_is_named_and_the_rest_goes_in(shopper: Client, service: Service, order_id: str) -> None:
    service.offers["TIDE-A4"] = msgspec.structs.replace(service.offers["TIDE-A4"], withdrawn=True)
    hold(service, order_id, CUP, BOOK, msgspec.structs.replace(BOOK, sku="NEVER", title="Old Map"))
    page = again(shopper, order_id)
    assert "No longer available: Slow Tide · Old Map." in page
    assert "Dot Notebook is in your basket again." in page
    assert in_basket(service) == {"DOTS": 1}


def shorten(service: Service, monkeypatch: pytest.MonkeyPatch, sku: str, left: int) -> None:
    """So many are left, as the basket service says it."""
    shown = service._show

    def short(*arguments: Any) -> Any:
        basket = shown(*arguments)
        change = Change.SHORT if left else Change.SOLD_OUT
        level = Level.LOW if left else Level.SOLD_OUT
        lines = tuple(
            msgspec.structs.replace(line, change=change, left=left, level=level)
            if line.sku == sku and line.quantity > left
            else line
            for line in basket.lines
        )
        return msgspec.structs.replace(basket, lines=lines)

    monkeypatch.setattr(service, "_show", short)


def test_of_what_is_nearly_sold_out_no_more_is_taken_than_is_left(
    shopper: Client, service: Service, order_id: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    shorten(service, monkeypatch, "TIDE-A4", 2)
    assert "Fewer are left of Slow Tide: 2." in again(shopper, order_id)
    assert in_basket(service) == {"TIDE-A4": 2, "DOTS": 1}


def test_what_is_sold_out_is_named_and_stays_out(
    shopper: Client, service: Service, order_id: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    shorten(service, monkeypatch, "TIDE-A4", 0)
    assert "Now sold out: Slow Tide." in again(shopper, order_id)
    assert in_basket(service) == {"DOTS": 1}


def test_a_new_price_is_shown_beside_the_old_one(shopper: Client, service: Service, order_id: str) -> None:
    service.offers["TIDE-A4"] = msgspec.structs.replace(service.offers["TIDE-A4"], price=2900)
    page = again(shopper, order_id)
    assert "Slow Tide costs €29.00 now; it was €24.00." in page
    assert "Dot Notebook costs" not in page


def test_a_full_basket_says_what_found_no_room(shopper: Client, service: Service, order_id: str) -> None:
    service.refuse["set_line"] = Problem(status=422, type="basket-full", title="The basket is full")
    assert "no room for: Slow Tide · Dot Notebook." in again(shopper, order_id)


@pytest.mark.parametrize("fault", ["down", "busy"])
def test_where_the_basket_does_not_answer_the_order_stays_and_a_second_click_is_enough(
    shopper: Client, service: Service, order_id: str, fault: str
) -> None:
    if fault == "down":
        service.down.add("basket")
    else:
        service.refuse["set_line"] = Problem(status=409, type="busy", title="Busy")
    assert "Nothing is lost" in again(shopper, order_id)
    service.down.clear()
    service.refuse.clear()
    again(shopper, order_id)
    assert in_basket(service) == {"TIDE-A4": 3, "DOTS": 1}


def test_nothing_goes_in_twice(shopper: Client, service: Service, order_id: str) -> None:
    assert "4 items are in your basket again." in again(shopper, order_id)
    assert "In your basket already: Slow Tide · Dot Notebook." in again(shopper, order_id)
    assert in_basket(service) == {"TIDE-A4": 3, "DOTS": 1}


def test_an_answer_that_was_lost_adds_nothing_at_the_next_click(
    shopper: Client, service: Service, order_id: str
) -> None:
    service.lose_answer_of.add("set_line")
    again(shopper, order_id)
    again(shopper, order_id)
    assert in_basket(service) == {"TIDE-A4": 3, "DOTS": 1}


def test_more_of_it_in_the_basket_stays(shopper: Client, service: Service, order_id: str) -> None:
    service.baskets[MINE] = {"TIDE-A4": [5, 2400]}
    again(shopper, order_id)
    assert in_basket(service) == {"TIDE-A4": 5, "DOTS": 1}


def test_one_article_goes_in_alone_all_its_lines_together(shopper: Client, service: Service, order_id: str) -> None:
    hold(service, order_id, CUP, BOOK, msgspec.structs.replace(CUP, quantity=1))
    again(shopper, order_id, sku="TIDE-A4")
    assert in_basket(service) == {"TIDE-A4": 4}


@pytest.mark.parametrize("ended", [(State.REFUSED,), (State.CANCELLED,)])
def test_an_order_that_came_to_nothing_offers_its_lines_back_by_one_click(
    shopper: Client, service: Service, ended: tuple[State, ...]
) -> None:
    order_id = placed_order(service)
    service.advance(order_id, *ended)
    page = text(shopper.get(f"/orders/{order_id}/"))
    assert "Put it back in the basket" in page
    assert "Order again" not in page
    again(shopper, order_id)
    again(shopper, order_id)
    assert in_basket(service) == {"TIDE-A4": 1}


def test_the_list_of_orders_orders_each_again(shopper: Client, service: Service, order_id: str) -> None:
    assert f'action="/orders/{order_id}/again/"' in shopper.get("/orders/").content.decode()


def test_fifty_long_names_are_shortened_to_fit_into_the_cookie(
    shopper: Client, service: Service, order_id: str
) -> None:
    lines = [msgspec.structs.replace(BOOK, sku=f"GONE-{n}", title="ß猫" * 100) for n in range(48)]
    service.offers["TIDE-A4"] = msgspec.structs.replace(service.offers["TIDE-A4"], price=2900)
    hold(service, order_id, CUP, BOOK, *lines)
    page = again(shopper, order_id)
    assert "· and 45 more." in page
    assert "4 items are in your basket again." in page
    assert "costs €29.00 now" in page
