"""Saved addresses at the checkout: which are offered, which is chosen, and what is saved of what is typed."""

import re

import pytest
from django.core.cache import cache
from django.http import HttpResponse
from django.test import Client
from msgspec.structs import replace

from backend.basket import address_rules
from backend.contracts.basket.address_book import MAX_ADDRESSES
from backend.contracts.basket.models import NewAddress
from storefront.checkout import invoice_form
from storefront.checkout.invoice_form import ANOTHER
from tests.storefront.card import give_card
from tests.storefront.checkout.steps import GOOD, MINE
from tests.storefront.reading import text, value
from tests.storefront.service import ADDRESS, Service

AWAY = replace(ADDRESS, street="Rue de Rivoli 1", town="Paris", postal_code="75001", country="FR")
HOME_ID, AWAY_ID = f"{1:016x}", f"{2:016x}"
TYPED = GOOD | {"saved": "other", "street": "Kastanienallee 7"}


@pytest.fixture
def with_book(buyer: Client, service: Service) -> Client:
    """Ada with two saved addresses: at home, which is the default, and away."""
    keep(service, ADDRESS, AWAY)
    return buyer


def keep(service: Service, *addresses: NewAddress) -> None:
    for number, address in enumerate(addresses, start=len(service.books.get(MINE, ())) + 1):
        service.books[MINE] = address_rules.save(service.books.get(MINE, ()), f"{number:016x}", address)


def chosen_addresses(page: HttpResponse) -> list[str]:
    return re.findall(r'name="saved" value="(\w+)" checked', page.content.decode())


def offered_addresses(page: HttpResponse) -> list[str]:
    return re.findall(r'name="saved" value="(\w+)"', page.content.decode())


def review(client: Client) -> str:
    client.post("/checkout/delivery/", {"delivery": "standard"})
    return text(client.get("/checkout/payment/"))


def test_guests_and_accounts_without_a_book_see_the_form_alone(buyer: Client, service: Service) -> None:
    page = buyer.get("/checkout/")
    assert offered_addresses(page) == []
    assert "Save this address in your account" in text(page)
    guest = Client()
    guest.post("/basket/add/", {"sku": "TIDE-A4", "quantity": "1"})
    guest.post("/checkout/start/", {"email": "eve@example.org"})
    page = guest.get("/checkout/")
    assert page.status_code == 200
    assert "Save this address" not in text(page)


def test_a_guest_who_sends_an_id_or_the_box_is_taken_for_a_guest(service: Service) -> None:
    guest = Client()
    guest.post("/basket/add/", {"sku": "TIDE-A4", "quantity": "1"})
    guest.post("/checkout/start/", {"email": "eve@example.org"})
    assert (
        guest.post("/checkout/", TYPED | {"saved": HOME_ID, "save": "yes"}).headers["Location"] == "/checkout/delivery/"
    )
    assert not {"get_address_book", "save_address"} & set(service.calls)


@pytest.mark.parametrize("odd", ["", "f" * 16, "x", "../", "0" * 5_000, "\x00", HOME_ID.upper() + " "])
def test_an_address_that_is_not_in_the_book_leads_back_with_a_word(with_book: Client, odd: str) -> None:
    response = with_book.post("/checkout/", TYPED | {"saved": odd}, follow=True)
    assert response.redirect_chain[0] == ("/checkout/", 303)
    assert "That address is not saved any more. Please choose again." in text(response)
    assert chosen_addresses(response) == [HOME_ID]


def test_while_the_book_is_down_the_form_is_shown_as_without_one(with_book: Client, service: Service) -> None:
    service.down.add("get_address_book")
    page = with_book.get("/checkout/")
    assert (page.status_code, offered_addresses(page)) == (200, [])
    assert with_book.post("/checkout/", {"saved": HOME_ID}).status_code == 503
    assert with_book.post("/checkout/", TYPED).headers["Location"] == "/checkout/delivery/"


@pytest.mark.parametrize("down", [True, False])
def test_an_address_that_cannot_be_saved_holds_nobody_up(buyer: Client, service: Service, down: bool) -> None:
    if down:
        service.down.add("save_address")
    else:
        keep(service, *(replace(ADDRESS, extra=f"Flat {number}") for number in range(MAX_ADDRESSES)))
    response = buyer.post("/checkout/", TYPED | {"save": "yes"}, follow=True)
    assert response.redirect_chain[-1] == ("/checkout/delivery/", 303)
    why = "could not be saved in your account" if down else "you have 20 saved addresses, which is the most"
    assert why in text(response)


def test_a_full_book_offers_no_box(buyer: Client, service: Service) -> None:
    keep(service, *(replace(ADDRESS, extra=f"Flat {number}") for number in range(MAX_ADDRESSES)))
    page = buyer.get("/checkout/")
    assert len(offered_addresses(page)) == MAX_ADDRESSES + 1
    assert "Save this address" not in text(page)


def test_a_wrong_address_that_is_typed_stays_typed_and_its_box_ticked(with_book: Client, service: Service) -> None:
    page = with_book.post("/checkout/", TYPED | {"town": "", "save": "yes"})
    assert (page.status_code, chosen_addresses(page)) == (422, ["other"])
    assert 'name="save" value="yes" checked' in page.content.decode()
    assert len(service.books[MINE]) == 2


def test_a_saved_address_of_an_earlier_release_that_its_country_refuses_by_now_is_typed_again(
    with_book: Client, service: Service
) -> None:
    keep(service, replace(AWAY, country="ES", postal_code="28013", town="Madrid"))  # no province
    page = with_book.post("/checkout/", {"saved": f"{3:016x}"})
    assert (page.status_code, chosen_addresses(page)) == (422, ["other"])
    assert "Province: Choose the province." in text(page)
    assert value(page, "town") == "Madrid"


def test_an_ended_sign_in_keeps_no_half_typed_address_of_who_chose_a_saved_one(with_book: Client) -> None:
    mark = {"seen-by": value(with_book.get("/checkout/"), "seen-by")}
    cache.clear()
    with_book.post("/checkout/", GOOD | {"saved": AWAY_ID, "town": ""} | mark)
    assert "checkout.address" not in with_book.session


def test_the_default_is_chosen_and_goes_to_the_review(with_book: Client, service: Service) -> None:
    page = with_book.get("/checkout/")
    assert offered_addresses(page) == [HOME_ID, AWAY_ID, "other"]
    assert chosen_addresses(page) == [HOME_ID]
    assert "list_orders" not in service.calls
    assert with_book.post("/checkout/", {"saved": HOME_ID}).headers["Location"] == "/checkout/delivery/"
    assert with_book.get("/checkout/delivery/").status_code == 200


def test_another_saved_address_stays_chosen_and_its_country_is_the_baskets(with_book: Client) -> None:
    with_book.post("/checkout/", TYPED | {"saved": AWAY_ID})
    assert "To France." in text(with_book.get("/checkout/delivery/"))
    page = with_book.get("/checkout/")
    assert chosen_addresses(page) == [AWAY_ID]
    assert value(page, "street") == AWAY.street


def test_a_country_chosen_in_the_basket_goes_before_the_default(with_book: Client) -> None:
    with_book.post("/basket/country/", {"country": "FR"})
    assert chosen_addresses(with_book.get("/checkout/")) == [AWAY_ID]
    with_book.post("/basket/country/", {"country": "ES"})
    page = with_book.get("/checkout/")
    assert chosen_addresses(page) == ["other"]
    assert value(page, "name") == "Ada Lovelace"
    assert "Province" in text(page)


def test_a_typed_address_is_saved_only_where_its_box_is_ticked(with_book: Client, service: Service) -> None:
    with_book.post("/checkout/", TYPED)
    assert len(service.books[MINE]) == 2
    assert chosen_addresses(with_book.get("/checkout/")) == ["other"]
    response = with_book.post("/checkout/", TYPED | {"save": "yes", "postal_code": " 10115 "}, follow=True)
    assert "The address is saved in your account." in text(response)
    assert [each.address.street for each in service.books[MINE]][2] == "Kastanienallee 7"
    with_book.post("/checkout/", TYPED | {"save": "yes"})
    assert len(service.books[MINE]) == 3
    assert chosen_addresses(with_book.get("/checkout/")) == [service.books[MINE][2].id]


def test_the_box_is_for_one_address_and_unticked_for_the_next(with_book: Client, service: Service) -> None:
    with_book.post("/checkout/", TYPED | {"save": "yes"})
    assert 'name="save" value="yes">' in with_book.get("/checkout/").content.decode()
    service.down.add("save_address")
    with_book.post("/checkout/", TYPED | {"save": "yes", "town": "Potsdam"})
    assert 'name="save" value="yes">' in with_book.get("/checkout/").content.decode()


def test_a_check_that_comes_after_its_form_neither_ticks_the_box_nor_undoes_the_choice(with_book: Client) -> None:
    late = {"headers": {"HX-Request": "true", "HX-Trigger-Name": "town"}}
    with_book.post("/checkout/", TYPED | {"save": "yes"})
    with_book.post("/checkout/check/", TYPED | {"save": "yes"}, **late)
    assert 'name="save" value="yes">' in with_book.get("/checkout/").content.decode()
    with_book.post("/checkout/", {"saved": AWAY_ID})
    with_book.post("/checkout/check/", TYPED | {"saved": AWAY_ID}, **late)
    assert chosen_addresses(with_book.get("/checkout/")) == [AWAY_ID]


def test_the_box_of_a_saved_address_saves_nothing(with_book: Client, service: Service) -> None:
    with_book.post("/checkout/", TYPED | {"saved": HOME_ID, "save": "yes"})
    assert "save_address" not in service.calls


def test_without_scripts_the_fields_of_another_country_keep_the_tick(with_book: Client) -> None:
    typed = TYPED | {"country": "ES", "drawn-for": "DE", "other-country": "yes", "save": "yes"}
    page = with_book.post("/checkout/", typed, follow=True)
    assert chosen_addresses(page) == ["other"]
    assert "Province" in text(page)
    assert 'name="save" value="yes" checked' in page.content.decode()


def test_the_first_button_is_no_obstacle_to_a_saved_address(with_book: Client) -> None:
    typed = TYPED | {"saved": AWAY_ID, "country": "ES", "drawn-for": "DE", "other-country": "yes"}
    assert with_book.post("/checkout/", typed).headers["Location"] == "/checkout/delivery/"


def has_ticked_invoice(page: HttpResponse) -> bool:
    return f'name="{ANOTHER}" value="yes" checked' in page.content.decode()


@pytest.fixture
def with_invoices(with_book: Client, service: Service) -> Client:
    """Ada, whose invoices go to the second address."""
    service.books[MINE] = address_rules.use_for_invoices(service.books[MINE], AWAY_ID)
    return with_book


def test_while_the_book_is_down_no_address_for_invoices_is_chosen(with_invoices: Client, service: Service) -> None:
    service.down.add("get_address_book")
    assert not has_ticked_invoice(with_invoices.get("/checkout/"))


def test_without_an_address_for_invoices_its_box_is_not_ticked(with_book: Client) -> None:
    assert not has_ticked_invoice(with_book.get("/checkout/"))


def test_an_invoice_address_that_has_become_wrong_is_reported_at_its_field(
    with_invoices: Client, service: Service
) -> None:
    page = with_invoices.post("/checkout/", {"saved": HOME_ID, ANOTHER: "yes", **invoice_of(AWAY), "invoice-town": ""})
    assert page.status_code == 422
    assert has_ticked_invoice(page)


def invoice_of(address: NewAddress) -> dict[str, object]:
    """What the form of the invoice sends."""
    return invoice_form.of_address(address)


def test_the_address_for_invoices_is_filled_in_and_goes_to_the_review(with_invoices: Client) -> None:
    page = with_invoices.get("/checkout/")
    assert has_ticked_invoice(page)
    assert value(page, "invoice-street") == AWAY.street
    assert chosen_addresses(page) == [HOME_ID]
    sent = {"saved": HOME_ID, ANOTHER: "yes", **invoice_of(AWAY)}
    assert with_invoices.post("/checkout/", sent).headers["Location"] == "/checkout/delivery/"
    assert f"Invoice to Ada Lovelace {AWAY.street}" in last_look(with_invoices)


def last_look(client: Client) -> str:
    client.post("/checkout/delivery/", {"delivery": "standard"})
    give_card(client)
    return text(client.get("/checkout/review/"))


def test_an_invoice_to_the_delivery_address_is_no_other_address(with_invoices: Client) -> None:
    with_invoices.post("/checkout/", {"saved": AWAY_ID, ANOTHER: "yes", **invoice_of(AWAY)})
    page = last_look(with_invoices)
    assert AWAY.street in page
    assert "Invoice to" not in page


def test_a_box_that_was_unticked_stays_so(with_invoices: Client) -> None:
    with_invoices.post("/checkout/", {"saved": HOME_ID})
    assert not has_ticked_invoice(with_invoices.get("/checkout/"))
