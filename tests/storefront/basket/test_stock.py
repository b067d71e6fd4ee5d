"""What the basket says of stock: per line, and before the last step."""

import pytest
from django.test import Client

from tests.storefront.reading import text
from tests.storefront.service import ADA, Service

MINE = f"shopper#{ADA}"


@pytest.fixture
def buyer(shopper: Client, service: Service) -> Client:
    service.baskets[MINE] = {"TIDE-A4": [3, 2400], "DOTS": [1, 1250]}
    return shopper


def test_a_sold_out_line_is_told_does_not_count_and_keeps_from_checking_out(buyer: Client, service: Service) -> None:
    service.put_stock("TIDE-A4", 0)
    page = buyer.get("/basket/")
    assert "“Slow Tide” is sold out." in text(page)
    assert "Sold out meanwhile" in text(page)
    assert "€17.40" in text(page)
    assert 'href="/checkout/"' not in page.content.decode()
    assert "Something in your basket is sold out." in text(buyer.get("/checkout/", follow=True))


def test_a_line_with_fewer_left_is_told_and_can_be_cut_to_them(buyer: Client, service: Service) -> None:
    service.put_stock("TIDE-A4", 2)
    page = buyer.get("/basket/")
    assert "Only 2 left" in text(page)
    assert "Take 2 of Slow Tide" in text(page)
    buyer.post("/basket/set/", {"sku": "TIDE-A4", "quantity": 2})
    assert "Only" not in text(buyer.get("/basket/"))


def test_what_gets_low_is_told_without_a_warning_at_the_top(buyer: Client, service: Service) -> None:
    service.put_stock("TIDE-A4", 4)
    assert "4 left" in text(buyer.get("/basket/"))
    assert "Fewer of" not in text(buyer.get("/basket/"))


def test_what_there_is_enough_of_is_said_to_be_in_stock_and_nothing_else_is(buyer: Client, service: Service) -> None:
    assert text(buyer.get("/basket/")).count("In stock") == 2
    service.put_stock("TIDE-A4", 4)
    assert text(buyer.get("/basket/")).count("In stock") == 1
    service.put_stock("TIDE-A4", 0)
    assert text(buyer.get("/basket/")).count("In stock") == 1
    assert "In stock" not in text(buyer.get("/checkout/"))


def test_who_wants_more_than_is_left_is_sent_back_to_take_it_before_anything_is_ordered(buyer: Client, service: Service) -> None:
    service.put_stock("TIDE-A4", 2)
    assert buyer.get("/checkout/").headers["Location"] == "/basket/"
    page = buyer.get("/basket/")
    assert "Fewer of something in your basket are left than you want." in text(page)
    assert "Take 2" in text(page)
    assert 'aria-disabled="true"' in page.content.decode()
