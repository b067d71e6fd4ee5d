"""What the basket says of stock: per line, and before the last step."""

import pytest
from django.test import Client

from backend.contracts.inventory.models import BackOrder
from tests.storefront.reading import text
from tests.storefront.service import ADA, Service

MINE = f"shopper#{ADA}"


@pytest.fixture
def buyer(shopper: Client, service: Service) -> Client:
    service.baskets[MINE] = {"TIDE-A4": [3, 2400], "DOTS": [1, 1250]}
    return shopper


def test_a_sold_out_line_is_marked_does_not_count_and_prevents_the_checkout(buyer: Client, service: Service) -> None:
    service.put_stock("TIDE-A4", 0)
    page = buyer.get("/basket/")
    assert "“Slow Tide” is sold out." in text(page)
    assert "Now sold out" in text(page)
    assert "€17.40" in text(page)
    assert 'href="/checkout/"' not in page.content.decode()
    assert "Something in your basket is sold out." in text(buyer.get("/checkout/", follow=True))


def test_a_basket_of_which_nothing_can_be_ordered_has_no_sums_to_pay(buyer: Client, service: Service) -> None:
    service.put_stock("TIDE-A4", 0)
    service.put_stock("DOTS", 0)
    page = text(buyer.get("/basket/"))
    assert "2 items cannot be ordered." in page
    assert "€4.90" not in page
    assert "Standard delivery" not in page
    assert "Remove what cannot be ordered" in page


def test_a_line_with_too_few_left_is_marked_and_can_be_reduced_to_them(buyer: Client, service: Service) -> None:
    service.put_stock("TIDE-A4", 2)
    page = buyer.get("/basket/")
    assert "Only 2 left" in text(page)
    assert "Take 2 of Slow Tide" in text(page)
    buyer.post("/basket/set/", {"sku": "TIDE-A4", "quantity": 2})
    assert "Only" not in text(buyer.get("/basket/"))


def test_low_stock_is_shown_without_a_warning_at_the_top(buyer: Client, service: Service) -> None:
    service.put_stock("TIDE-A4", 4)
    assert "4 left" in text(buyer.get("/basket/"))
    assert "Fewer of" not in text(buyer.get("/basket/"))


def test_only_articles_with_enough_pieces_are_shown_as_in_stock(buyer: Client, service: Service) -> None:
    assert text(buyer.get("/basket/")).count("In stock") == 2
    service.put_stock("TIDE-A4", 4)
    assert text(buyer.get("/basket/")).count("In stock") == 1
    service.put_stock("TIDE-A4", 0)
    assert text(buyer.get("/basket/")).count("In stock") == 1
    assert "In stock" not in text(buyer.get("/checkout/"))


def test_a_shopper_who_wants_more_than_is_left_is_sent_back_before_anything_is_ordered(
    buyer: Client, service: Service
) -> None:
    service.put_stock("TIDE-A4", 2)
    assert buyer.get("/checkout/").headers["Location"] == "/basket/"
    page = buyer.get("/basket/")
    assert "Fewer of something in your basket are left than you want." in text(page)
    assert "Take 2" in text(page)
    assert 'aria-disabled="true"' in page.content.decode()


def add_to_basket(client: Client, quantity: int) -> str:
    return text(client.post("/basket/add/", {"sku": "TIDE-A4", "quantity": quantity}, HTTP_HX_REQUEST="true"))


@pytest.mark.parametrize(
    ("held", "left", "wanted", "kept", "said"),
    [
        (0, 2, 7, 2, "Only 2 are left of Slow Tide: we took all."),
        (1, 2, 7, 2, "Only 2 are left of Slow Tide: we took 1 more."),
        (2, 2, 1, 2, "Only 2 are left of Slow Tide, and you have taken them already."),
        (3, 2, 1, 3, "Only 2 are left of Slow Tide, and you have taken them already."),
        (0, 1, 2, 1, "Only 1 is left of Slow Tide: we took all."),
        (0, 0, 1, 0, "Sorry, this was sold out a moment ago."),
    ],
)
def test_no_more_is_added_than_is_left_and_the_page_says_so(
    buyer: Client, service: Service, held: int, left: int, wanted: int, kept: int, said: str
) -> None:
    service.baskets[MINE] = {"TIDE-A4": [held, 2400]} if held else {}
    service.put_stock("TIDE-A4", left)
    assert said in add_to_basket(buyer, wanted)
    assert service.baskets[MINE].get("TIDE-A4", [0])[0] == kept


def test_what_there_is_enough_of_is_taken_without_a_word(buyer: Client, service: Service) -> None:
    service.put_stock("TIDE-A4", 9)
    words = add_to_basket(buyer, 6)
    assert "left of" not in words
    assert "Check out" in words


def test_the_panel_does_not_offer_to_check_out_what_cannot_be_ordered(buyer: Client, service: Service) -> None:
    service.put_stock("DOTS", 0)
    words = add_to_basket(buyer, 1)
    assert "Check out" not in words
    assert "Something in your basket cannot be ordered as it is." in words


def test_what_is_not_counted_is_in_no_sum(buyer: Client, service: Service) -> None:
    service.put_stock("TIDE-A4", 0)
    words = text(buyer.get("/basket/"))
    assert "1 item €12.50" in words
    assert "4 items" not in words


def test_a_line_on_back_order_names_its_day_and_can_be_ordered(buyer: Client, service: Service) -> None:
    service.put_stock("TIDE-A4", 0, BackOrder(on="2031-03-14", pieces=5))
    page = buyer.get("/basket/")
    assert "On back order, leaves from Fri 14 Mar" in text(page)
    assert 'href="/checkout/"' in page.content.decode()
    assert "On back order, leaves from Fri 14 Mar" in text(buyer.get("/checkout/"))
