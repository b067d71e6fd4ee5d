"""The account's page of saved addresses, and its forms. What goes wrong comes first."""

import re
from collections.abc import Callable

import pytest
from django.http import HttpResponse
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from backend.contracts.basket.address_book import MAX_ADDRESSES
from backend.contracts.problem import Problem
from storefront.checkout.address_form import AddressForm
from tests.storefront.addressing import FIRST_ID
from tests.storefront.checkout.steps import GOOD, MINE
from tests.storefront.reading import text, value
from tests.storefront.service import BOB, Service

LIST, NEW = "/account/addresses/", "/account/addresses/new/"
HTMX = {"HX-Request": "true"}


def change(number: int) -> str:
    """The form of the address that was saved as this one, counted from 1."""
    return f"{LIST}{FIRST_ID - 1 + number:016x}/"


def save(client: Client, **fields: str) -> HttpResponse:
    return client.post(NEW, GOOD | fields, follow=True)


def streets(service: Service, owner: str = MINE) -> list[str]:
    return [each.address.street for each in service.books.get(owner, ())]


@pytest.fixture
def two(shopper: Client) -> Client:
    """Ada with two saved addresses."""
    save(shopper)
    save(shopper, street="Kastanienallee 7")
    return shopper


@pytest.mark.parametrize("path", [LIST, NEW, change(1)])
def test_visitors_are_sent_to_sign_in(guest: Client, path: str) -> None:
    assert guest.get(path).headers["Location"].startswith("/account/sign-in")


@pytest.mark.parametrize(
    "path", [NEW, *(f"{change(1)}{end}" for end in ("", "default/", "remove/", "invoices/", "no-invoices/"))]
)
def test_a_form_without_its_csrf_token_changes_nothing(two: Client, service: Service, path: str) -> None:
    strict = Client(enforce_csrf_checks=True)
    strict.cookies = two.cookies
    assert strict.post(path, GOOD | {"street": "Elsewhere 1"}).status_code == 403
    assert streets(service) == ["Dorset Street 1", "Kastanienallee 7"]


def test_anothers_address_is_a_404_and_stays_as_it_is(
    two: Client, service: Service, sign_in: Callable[..., None]
) -> None:
    bob = Client()
    sign_in(bob, BOB)
    assert bob.get(change(1)).status_code == 404
    assert bob.post(change(1), GOOD | {"street": "Elsewhere 1"}).status_code == 404
    for deed in ("default", "remove"):
        assert "That address was removed already." in text(bob.post(f"{change(2)}{deed}/", follow=True))
    assert streets(service) == ["Dorset Street 1", "Kastanienallee 7"]


@pytest.mark.parametrize("odd", ["0", "zz", "0" * 16, "0" * 500])
def test_an_id_that_nobody_has_is_a_404_page_or_the_list_with_a_word(shopper: Client, odd: str) -> None:
    assert shopper.get(f"{LIST}{odd}/").status_code == 404
    assert shopper.post(f"{LIST}{odd}/remove/").status_code in (303, 404)


def test_a_wrong_address_is_reported_at_the_field_and_nothing_typed_is_lost(shopper: Client, service: Service) -> None:
    response = shopper.post(NEW, GOOD | {"town": "", "street": "Straße <1>"})
    assert response.status_code == 422
    assert "Town: Enter the town." in text(response)
    assert value(response, "street") == "Straße <1>"
    assert service.books == {}


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(typed=st.dictionaries(st.sampled_from([*AddressForm.base_fields, "drawn-for"]), st.text(max_size=500)))
def test_whatever_is_typed_is_answered_and_saves_nothing(
    shopper: Client, service: Service, typed: dict[str, str]
) -> None:
    assert shopper.post(NEW, typed | {"town": ""}).status_code == 422
    assert service.books == {}


def test_a_full_book_says_so_on_the_page_and_at_the_form(shopper: Client, service: Service) -> None:
    for number in range(MAX_ADDRESSES):
        save(shopper, extra=f"Flat {number}")
    page = shopper.get(LIST)
    assert "You have 20 saved addresses, which is the most. Remove one to add another." in text(page)
    assert NEW not in page.content.decode()
    assert "You have 20 saved addresses, which is the most. Remove one first." in text(save(shopper, extra="One more"))
    assert len(streets(service)) == MAX_ADDRESSES


@pytest.mark.parametrize("problem", ["busy", "invalid"])
def test_a_refusal_is_shown_above_the_form(shopper: Client, service: Service, problem: str) -> None:
    service.refuse["save_address"] = Problem(type=problem, title="No", status=409)
    response = shopper.post(NEW, GOOD)
    assert response.status_code == 422
    assert value(response, "street") == "Dorset Street 1"


def test_while_the_service_is_down_the_list_says_so_and_a_form_is_a_503(two: Client, service: Service) -> None:
    service.down |= {"get_address_book", "save_address"}
    page = two.get(LIST)
    assert page.status_code == 503
    assert "Your addresses are not available right now." in text(page)
    assert two.post(NEW, GOOD).status_code == 503


def test_an_account_without_a_book_has_an_empty_page_with_a_way_to_the_first(shopper: Client) -> None:
    page = shopper.get(LIST)
    assert "No addresses yet." in text(page)
    assert NEW in page.content.decode()
    assert LIST in shopper.get("/account/").content.decode()


def test_a_new_form_knows_name_and_email_of_the_account(shopper: Client) -> None:
    page = shopper.get(NEW)
    assert (value(page, "name"), value(page, "email")) == ("Ada Lovelace", "ada@example.org")


def test_saved_addresses_are_listed_with_the_default_first(two: Client, service: Service) -> None:
    page = text(two.get(LIST))
    assert page.index("Default") < page.index("Dorset Street 1") < page.index("Kastanienallee 7")
    page = text(two.post(f"{change(2)}default/", follow=True))
    assert "That is your default address now." in page
    assert page.index("Default") < page.index("Kastanienallee 7") < page.index("Dorset Street 1")
    assert streets(service) == ["Kastanienallee 7", "Dorset Street 1"]


def test_an_address_is_changed_and_removed(two: Client, service: Service) -> None:
    assert value(two.get(change(2)), "street") == "Kastanienallee 7"
    response = two.post(change(2), GOOD | {"street": "Kastanienallee 8"}, follow=True)
    assert "The address is changed." in text(response)
    assert streets(service) == ["Dorset Street 1", "Kastanienallee 8"]
    assert "The address is removed." in text(two.post(f"{change(1)}remove/", follow=True))
    assert streets(service) == ["Kastanienallee 8"]


def test_an_equal_address_is_not_saved_twice(two: Client, service: Service) -> None:
    assert "The address is saved." in text(save(two))
    assert streets(service) == ["Dorset Street 1", "Kastanienallee 7"]


def test_without_scripts_a_button_brings_the_fields_of_another_country_and_keeps_what_is_typed(
    shopper: Client, service: Service
) -> None:
    typed = GOOD | {"country": "ES", "name": "Ada of Spain", "drawn-for": "DE", "other-country": "yes"}
    page = shopper.post(NEW, typed)
    assert value(page, "name") == "Ada of Spain"
    assert "Province" in text(page)
    assert "Choose the province." not in text(page)
    assert service.books == {}


def test_a_field_is_checked_as_it_is_left_without_affecting_the_checkout(shopper: Client, service: Service) -> None:
    service.baskets[MINE] = {"TIDE-A4": [1, 2400]}
    page = shopper.get(NEW).content.decode()
    assert set(re.findall(r'hx-post="([^"]+)"', page)) == {"/account/addresses/check/"}
    typed = GOOD | {"postal_code": "!", "town": "Nowhere"}
    response = shopper.post(f"{LIST}check/", typed, headers=HTMX | {"HX-Trigger-Name": "postal_code"})
    assert "In Germany a postal code has five digits" in text(response)
    assert 'hx-post="/account/addresses/check/"' in response.content.decode()
    assert "Nowhere" not in shopper.get("/checkout/").content.decode()
    other = shopper.post(f"{LIST}check/", typed | {"country": "IE"}, headers=HTMX | {"HX-Trigger-Name": "country"})
    assert "County (optional)" in text(other)
    assert shopper.post(f"{LIST}check/", typed, headers=HTMX | {"HX-Trigger-Name": "nothing"}).status_code == 404


@pytest.mark.parametrize("way", ["invoices", "no-invoices"])
def test_an_address_that_was_removed_is_for_no_invoices(two: Client, service: Service, way: str) -> None:
    page = two.post(f"{LIST}{'0' * 16}/{way}/", follow=True)
    assert "That address was removed already." in text(page)
    assert not any(each.for_invoices for each in service.books[MINE])


def test_an_address_is_chosen_for_invoices_and_no_more(two: Client, service: Service) -> None:
    page = two.post(f"{change(2)}invoices/", follow=True)
    assert "Your invoices go to that address now." in text(page)
    assert [each.for_invoices for each in service.books[MINE]] == [False, True]
    page = two.post(f"{change(2)}no-invoices/", follow=True)
    assert "Your invoices go to the delivery address now." in text(page)
    assert "Not for invoices" not in text(page)
