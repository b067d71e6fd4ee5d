"""A checkout that gift vouchers pay for: the card pays the rest, and none is asked for where nothing is left."""

from django.test import Client

from tests.storefront.checkout.steps import GOOD, MINE, order
from tests.storefront.reading import text, value
from tests.storefront.service import Service


def put_in(service: Service, balance: int) -> None:
    voucher = service.add_voucher(balance)
    service.entered_vouchers[MINE] = (voucher.id,)


def test_a_review_shows_what_the_voucher_pays_and_what_the_card_does(ready: Client, service: Service) -> None:
    put_in(service, 1000)
    page = text(ready.get("/checkout/review/"))
    for part in ("€10.00 by gift voucher", "ending", "Pay €43.90"):
        assert part in page, part
    placed = ready.get(order(ready).url)
    for part in ("Gift voucher", "…WXYZ", "−€10.00", "By card", "€43.90"):
        assert part in text(placed), part


def test_no_card_is_asked_for_where_a_voucher_pays_all_of_it(buyer: Client, service: Service) -> None:
    put_in(service, 50_000)
    buyer.post("/checkout/", GOOD)
    buyer.post("/checkout/delivery/", {"delivery": "standard"})
    assert buyer.get("/checkout/payment/").url == "/checkout/review/"
    assert "No card is needed." in text(buyer.get("/checkout/review/"))
    order(buyer)
    ((sent, _),) = service.checkouts.values()
    assert sent.token == ""


def test_a_card_is_asked_for_once_the_voucher_is_taken_out(buyer: Client, service: Service) -> None:
    put_in(service, 50_000)
    buyer.post("/checkout/", GOOD)
    buyer.post("/checkout/delivery/", {"delivery": "standard"})
    sealed = value(buyer.get("/checkout/review/"), "agreed")
    service.entered_vouchers.clear()
    assert order(buyer, sealed).url == "/checkout/payment/"
    assert not service.checkouts


def test_a_voucher_with_less_than_was_shown_is_reported_before_anything_is_ordered(
    ready: Client, service: Service
) -> None:
    put_in(service, 1000)
    sealed = value(ready.get("/checkout/review/"), "agreed")
    put_in(service, 400)
    page = text(order(ready, sealed))
    assert "By gift voucher: you agreed to €10.00 , now it is €4.00" in page or "By gift voucher" in page
    assert not service.checkouts
