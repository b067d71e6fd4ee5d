"""One address for parcel and invoice unless the shopper says otherwise: the second form, what it keeps, and where its
address is seen."""

import re

import pytest
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from backend.contracts.basket.invoice_address import InvoiceAddress
from storefront.checkout.invoice_form import ANOTHER, FIELDS, InvoiceAddressForm
from tests.storefront.card import give_card
from tests.storefront.checkout.steps import GOOD, MINE, order
from tests.storefront.checkout.test_saved_addresses import AWAY, AWAY_ID, keep
from tests.storefront.reading import text, value
from tests.storefront.service import ADDRESS, Service

OFFICE = {
    "invoice-name": "Ada Lovelace",
    "invoice-company": "Analytical Engines",
    "invoice-street": "Zeil 1",
    "invoice-postal_code": "60313",
    "invoice-town": "Frankfurt",
    "invoice-country": "DE",
    "invoice-vat_id": "de 123 456 789",
}
TICKED = GOOD | OFFICE | {ANOTHER: "yes"}


def to_review(client: Client) -> Client:
    client.post("/checkout/delivery/", {"delivery": "standard"})
    give_card(client)
    return client


def is_ticked(page: str) -> bool:
    return bool(re.search(rf'name="{ANOTHER}" value="yes" checked', page))


@pytest.mark.parametrize(
    ("field", "typed", "said"),
    [
        ("name", " \u2028 ", "Enter the name for the invoice."),
        ("street", "", "Enter the street and the number."),
        ("street", "s" * 201, "too long"),
        ("town", "Ada\x1b[31m", "common punctuation"),
        ("postal_code", "1", "In Germany a postal code has five digits"),
        ("country", "AQ", "Choose a country from the list."),
        ("country", "", "Choose a country."),
        ("vat_id", "DE12", "written like DE123456789"),
        ("company", "", "the company that the VAT ID belongs to"),
    ],
)
def test_a_wrong_one_is_reported_at_the_top_and_at_its_field_and_nothing_typed_is_lost(
    buyer: Client, field: str, typed: str, said: str
) -> None:
    response = buyer.post("/checkout/", TICKED | {f"invoice-{field}": typed})
    page = text(response)
    assert response.status_code == 422
    assert page.count(said) == 2
    assert "Invoice address, " in page
    assert is_ticked(response.content.decode())
    assert value(response, "invoice-street" if field != "street" else "invoice-town") in ("Zeil 1", "Frankfurt")
    assert buyer.get("/checkout/delivery/").headers["Location"] == "/checkout/"


def test_both_forms_are_checked_at_once(buyer: Client) -> None:
    page = text(buyer.post("/checkout/", TICKED | {"town": "", "invoice-town": ""}))
    assert page.count("Town: Enter the town.") == 2


def test_without_the_box_what_is_in_the_form_counts_for_nothing_and_is_kept(buyer: Client, service: Service) -> None:
    assert buyer.post("/checkout/", GOOD | OFFICE | {"invoice-town": ""}).headers["Location"] == "/checkout/delivery/"
    assert value(buyer.get("/checkout/"), "invoice-street") == "Zeil 1"
    page = to_review(buyer).get("/checkout/review/")
    assert "Invoice to" not in text(page)
    order(buyer)
    (made,) = service.orders[MINE].values()
    assert made.invoice_address is None


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    typed=st.dictionaries(
        st.sampled_from([*FIELDS, "invoice-drawn-for", "invoice-other-country"]), st.text(max_size=500)
    )
)
def test_nothing_that_is_typed_breaks_the_page(buyer: Client, typed: dict[str, str]) -> None:
    assert buyer.post("/checkout/", TICKED | typed).status_code in (303, 422)
    assert buyer.get("/checkout/").status_code == 200


def test_the_session_keeps_no_more_of_it_than_a_field_takes(buyer: Client) -> None:
    buyer.post("/checkout/", GOOD | {ANOTHER: "yes"} | dict.fromkeys(FIELDS, "x" * 20_000))
    assert len(str(dict(buyer.session))) < 8_000


def test_the_review_the_order_and_its_page_name_both_addresses(buyer: Client, service: Service) -> None:
    assert buyer.post("/checkout/", TICKED).headers["Location"] == "/checkout/delivery/"
    review = text(to_review(buyer).get("/checkout/review/"))
    assert "Deliver to Ada Lovelace" in review
    assert re.search(r"Invoice to .*Zeil 1 60313 Frankfurt Germany VAT ID DE123456789", review)
    response = order(buyer)
    (made,) = service.orders[MINE].values()
    assert made.invoice_address == InvoiceAddress(
        name="Ada Lovelace",
        company="Analytical Engines",
        street="Zeil 1",
        postal_code="60313",
        town="Frankfurt",
        country="DE",
        vat_id="DE123456789",
    )
    assert made.address == ADDRESS
    page = text(buyer.get(response.headers["Location"]))
    assert "Delivery address" in page
    assert re.search(r"Invoice address .*Analytical Engines", page)


def test_a_guest_has_it_too(service: Service) -> None:
    guest = Client()
    guest.post("/basket/add/", {"sku": "TIDE-A4", "quantity": "1"})
    guest.post("/checkout/start/", {"email": "eve@example.org"})
    assert guest.post("/checkout/", TICKED | {"email": "eve@example.org"}).status_code == 303
    assert "Invoice to" in text(to_review(guest).get("/checkout/review/"))
    order(guest)
    (orders,) = service.orders.values()
    assert [each.invoice_address.street for each in orders.values() if each.invoice_address] == ["Zeil 1"]


def test_another_address_for_the_invoice_since_the_review_was_shown_orders_nothing(
    buyer: Client, service: Service
) -> None:
    buyer.post("/checkout/", TICKED)
    sealed = value(to_review(buyer).get("/checkout/review/"), "agreed")
    buyer.post("/checkout/", TICKED | {"invoice-street": "Zeil 2"})
    response = order(buyer, sealed)
    assert response.status_code == 409
    assert "You changed the address" in text(response)
    assert service.orders == {}


def test_it_goes_with_a_saved_address_whose_choice_stays_where_the_invoice_is_wrong(
    buyer: Client, service: Service
) -> None:
    keep(service, ADDRESS, AWAY)
    sent = {"saved": AWAY_ID, ANOTHER: "yes"} | OFFICE
    response = buyer.post("/checkout/", sent | {"invoice-town": ""})
    assert response.status_code == 422
    assert re.findall(r'name="saved" value="(\w+)" checked', response.content.decode()) == [AWAY_ID]
    assert buyer.post("/checkout/", sent).headers["Location"] == "/checkout/delivery/"
    page = buyer.get("/checkout/").content.decode()
    assert is_ticked(page)
    assert re.findall(r'name="saved" value="(\w+)" checked', page) == [AWAY_ID]
    review = text(to_review(buyer).get("/checkout/review/"))
    assert re.search(r"Rue de Rivoli 1 .*Invoice to .*Zeil 1", review)


def test_a_field_is_checked_as_it_is_left_and_kept(buyer: Client) -> None:
    htmx = {"HX-Request": "true", "HX-Trigger-Name": "invoice-postal_code"}
    response = buyer.post("/checkout/check/", TICKED | {"invoice-postal_code": "!"}, headers=htmx)
    assert "In Germany a postal code has five digits" in text(response)
    assert 'name="invoice-postal_code"' in response.content.decode()
    page = buyer.get("/checkout/")
    assert value(page, "invoice-postal_code") == "!"
    assert is_ticked(page.content.decode())


@pytest.mark.parametrize(
    "name", ["invoice-email", "invoice-phone", "invoice-__class__", "invoice-", "invoice-elsewhere"]
)
def test_a_field_there_is_not_is_a_404(buyer: Client, name: str) -> None:
    assert buyer.post("/checkout/check/", TICKED, headers={"HX-Trigger-Name": name}).status_code == 404


def test_another_country_brings_its_fields_in_the_form_of_the_invoice_alone(buyer: Client) -> None:
    htmx = {"HX-Request": "true", "HX-Trigger-Name": "invoice-country"}
    page = buyer.post("/checkout/check/", TICKED | {"invoice-country": "ES"}, headers=htmx).content.decode()
    assert 'id="invoice-address-fields"' in page
    assert 'name="invoice-state"' in page
    assert 'value="Zeil 1"' in page
    assert 'name="street"' not in page


@pytest.mark.parametrize("ticked", [{ANOTHER: "yes"}, {}])
def test_without_scripts_a_button_brings_the_fields_of_another_country_and_keeps_what_is_typed(
    buyer: Client, ticked: dict[str, str]
) -> None:
    pressed = {"invoice-country": "ES", "invoice-drawn-for": "DE", "invoice-other-country": "yes"}
    assert buyer.post("/checkout/", GOOD | OFFICE | ticked | pressed).headers["Location"] == "/checkout/"
    page = buyer.get("/checkout/")
    assert value(page, "invoice-street") == "Zeil 1"
    assert 'name="invoice-state"' in page.content.decode()
    assert is_ticked(page.content.decode()) is bool(ticked)


def test_every_field_has_its_token_of_the_bill_for_the_browser() -> None:
    form = InvoiceAddressForm(initial={"country": "ES"})
    tokens = {name: field.widget.attrs["autocomplete"] for name, field in form.fields.items()}
    assert tokens.pop("vat_id") == "off"
    assert all(token.startswith("billing ") for token in tokens.values()), tokens
    assert "state" in tokens


def test_the_last_orders_invoice_address_is_filled_in_with_the_box_unticked(buyer: Client, service: Service) -> None:
    buyer.post("/checkout/", TICKED)
    order(to_review(buyer))
    service.baskets[MINE] = {"DOTS": [1, 1250]}
    session = buyer.session
    del session["checkout.address"]
    session.save()
    page = buyer.get("/checkout/")
    assert value(page, "invoice-street") == "Zeil 1"
    assert not is_ticked(page.content.decode())
