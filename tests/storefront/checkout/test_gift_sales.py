"""Gift vouchers at the checkout: bought by themselves, mailed, and without delivery and tax."""

import pytest
from django.test import Client

from backend.contracts.order.states import State
from backend.contracts.product.kinds import ProductKind
from storefront.checkout.invoice_form import ANOTHER
from tests.storefront.card import give_card
from tests.storefront.checkout.steps import BASKET, GOOD, MINE, order
from tests.storefront.reading import text
from tests.storefront.service import Offer, Service

GIFT = "GIFT-25"


@pytest.fixture
def gifts(shopper: Client, service: Service) -> Client:
    """Ada with two gift vouchers in her basket."""
    service.offers[GIFT] = Offer(
        product_id="gift-voucher", title="Gift voucher", price=2500, kind=ProductKind.VOUCHER, values=()
    )
    service.baskets[MINE] = {GIFT: [2, 2500]}
    return shopper


def test_among_goods_they_are_kept_apart_and_nothing_is_checked_out(gifts: Client, service: Service) -> None:
    service.baskets[MINE]["DOTS"] = [1, 1250]
    page = text(gifts.get(BASKET))
    assert "“Gift voucher” is bought by itself." in page
    assert "Remove what cannot be ordered" in page
    assert gifts.get("/checkout/").url == BASKET
    assert "A gift voucher is bought by itself." in text(gifts.get(BASKET))


@pytest.mark.parametrize("sent", ["standard", "express", "pigeon", ""])
def test_no_other_way_leads_further(gifts: Client, service: Service, sent: str) -> None:
    gifts.post("/checkout/", GOOD)
    gifts.post("/checkout/delivery/", {"delivery": sent})
    assert gifts.get("/checkout/payment/").url == "/checkout/delivery/"
    assert gifts.get("/checkout/review/").url == "/checkout/delivery/"
    assert not service.checkouts


def test_goods_are_not_mailed(buyer: Client, service: Service) -> None:
    buyer.post("/checkout/", GOOD)
    buyer.post("/checkout/delivery/", {"delivery": "email"})
    assert buyer.get("/checkout/payment/").url == "/checkout/delivery/"
    assert "checked" in buyer.get("/checkout/delivery/").content.decode()


def test_they_are_paid_by_card_and_no_day_charge_or_tax_is_named(gifts: Client, service: Service) -> None:
    service.entered_vouchers[MINE] = (service.add_voucher(9000).id,)
    gifts.post("/checkout/", GOOD)
    assert "Mailed as soon as it is paid" in text(gifts.get("/checkout/delivery/"))
    gifts.post("/checkout/delivery/", {"delivery": "email"})
    give_card(gifts)
    page = text(gifts.get("/checkout/review/"))
    for part in ("By e-mail", "Free", "without VAT", "A gift voucher cannot pay for gift vouchers.", "Pay €50.00"):
        assert part in page, part
    for part in ("Arrives by", "of which", "Deliver to"):
        assert part not in page, part
    placed = text(gifts.get(order(gifts).url))
    assert "Packed" not in placed
    assert "On its way" not in placed


def test_once_paid_the_order_says_that_the_codes_are_mailed_and_can_not_be_cancelled(
    gifts: Client, service: Service
) -> None:
    gifts.post("/checkout/", GOOD)
    gifts.post("/checkout/delivery/", {"delivery": "email"})
    give_card(gifts)
    address = order(gifts).url
    service.advance(f"{1:028x}", State.HELD, State.PAID, State.CONFIRMED)
    page = text(gifts.get(address))
    assert "The code of each gift voucher is mailed to you." in page
    assert "Cancel the order" not in page
    assert gifts.get(f"{address}cancel/").url == address
    assert "The codes are mailed." in text(gifts.get(address))


def test_a_way_that_another_basket_was_ordered_by_leads_back_to_the_choice(gifts: Client, service: Service) -> None:
    gifts.post("/checkout/", GOOD)
    gifts.post("/checkout/delivery/", {"delivery": "email"})
    service.baskets[MINE] = {"DOTS": [1, 1250]}
    for page in ("/checkout/", "/checkout/delivery/"):
        assert "Standard delivery" in text(gifts.get(page)), page
    for page in ("/checkout/payment/", "/checkout/review/"):
        assert gifts.get(page).url == "/checkout/delivery/"
    gifts.post("/checkout/delivery/", {"delivery": "standard"})
    service.baskets[MINE] = {GIFT: [1, 2500]}
    assert "By e-mail" in text(gifts.get("/checkout/"))


def test_an_order_of_gift_vouchers_has_one_address_which_is_the_invoices(gifts: Client) -> None:
    assert ANOTHER not in gifts.get("/checkout/").content.decode()
    gifts.post("/checkout/", GOOD)
    gifts.post("/checkout/delivery/", {"delivery": "email"})
    give_card(gifts)
    assert text(gifts.get("/checkout/review/")).count("Invoice to") == 1
