"""The way from the basket to the order. What goes wrong comes first."""

import re
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.core.cache import cache
from django.http import HttpResponse
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from backend.contracts.problem import FieldError, Problem
from storefront.checkout.address_form import AddressForm
from tests.storefront.card import PAYMENT, give_card
from tests.storefront.checkout.steps import BASKET, GOOD, MINE, order
from tests.storefront.reading import text, value
from tests.storefront.service import BOB, Offer, Service

STEPS = ("/checkout/", "/checkout/delivery/", "/checkout/payment/", "/checkout/review/")
HTMX = {"HTTP_HX_REQUEST": "true"}
SignIn = Callable[..., None]


@pytest.mark.parametrize("step", STEPS)
def test_a_visitor_is_sent_to_the_gate_first(guest: Client, step: str) -> None:
    assert guest.get(step).headers["Location"] == "/checkout/start/"


@pytest.mark.parametrize("step", [*STEPS, "/checkout/check/"])
def test_a_form_without_its_csrf_token_is_refused(buyer: Client, service: Service, step: str) -> None:
    strict = Client(enforce_csrf_checks=True)
    strict.cookies = buyer.cookies
    assert strict.post(step, GOOD).status_code == 403
    assert "check_out" not in service.calls


@pytest.mark.parametrize("step", STEPS)
def test_an_empty_basket_leads_back_to_it_with_the_reason(ready: Client, service: Service, step: str) -> None:
    service.baskets.clear()
    response = ready.get(step, follow=True)
    assert response.redirect_chain[-1] == (BASKET, 303)
    assert "There is nothing in your basket to order." in text(response)


def test_a_withdrawn_line_leads_back_to_the_basket_with_the_reason(buyer: Client, service: Service) -> None:
    service.offers["DOTS"] = Offer(title="Dot Notebook", price=1250, withdrawn=True)
    assert "Something in your basket is no longer available." in text(buyer.get("/checkout/", follow=True))


def test_no_step_can_be_skipped(buyer: Client) -> None:
    assert buyer.get("/checkout/delivery/").headers["Location"] == "/checkout/"
    assert buyer.get("/checkout/review/").headers["Location"] == "/checkout/"
    buyer.post("/checkout/", GOOD)
    assert buyer.get("/checkout/review/").headers["Location"] == "/checkout/delivery/"
    assert buyer.get("/checkout/payment/").headers["Location"] == "/checkout/delivery/"
    buyer.post("/checkout/delivery/", {"delivery": "standard"})
    assert buyer.get("/checkout/review/").headers["Location"] == "/checkout/payment/"


def test_a_wrong_address_is_reported_at_the_top_and_at_the_field_and_nothing_typed_is_lost(buyer: Client) -> None:
    response = buyer.post("/checkout/", GOOD | {"town": "", "street": "Straße des 17. Juni <1>"})
    html = response.content.decode()
    assert response.status_code == 422
    assert '<a class="link" href="#id_town">Town: Enter the town.</a>' in html
    assert 'id="id_town_error"' in html
    assert value(response, "street") == "Straße des 17. Juni <1>"
    assert value(buyer.get("/checkout/"), "street") == "Straße des 17. Juni <1>"


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    typed=st.dictionaries(
        st.sampled_from([*AddressForm.base_fields, "delivery", "agreed", "key"]), st.text(max_size=500)
    ),
    step=st.sampled_from(STEPS),
)
def test_whatever_is_typed_is_answered_and_orders_nothing(
    buyer: Client, service: Service, typed: dict[str, str], step: str
) -> None:
    assert buyer.post(step, typed).status_code in (303, 409, 422)
    assert "check_out" not in service.calls
    assert buyer.get("/checkout/").status_code == 200


@pytest.mark.parametrize(
    "body", [b"", b"%", b"a" * 250_000, b"name=%ed%a0%80&town=%00", b"&".join(b"a=1" for _ in range(250))]
)
def test_a_body_that_is_no_form_is_answered(buyer: Client, body: bytes) -> None:
    assert buyer.post("/checkout/", body, content_type="application/x-www-form-urlencoded").status_code == 422


@pytest.mark.parametrize("body", [b"a" * 300_000, b"&".join(b"a=1" for _ in range(600))])
def test_a_body_that_is_too_large_is_a_400(buyer: Client, body: bytes) -> None:
    assert buyer.post("/checkout/", body, content_type="application/x-www-form-urlencoded").status_code in (400, 413)


def test_what_is_kept_of_a_form_is_bounded(buyer: Client) -> None:
    buyer.post("/checkout/", dict.fromkeys(AddressForm.base_fields, "x" * 20000))
    assert len(str(dict(buyer.session))) < 8_000


def test_an_address_sent_after_the_sign_in_has_ended_is_there_again_after_signing_in(
    buyer: Client, sign_in: SignIn
) -> None:
    mark = {"seen-by": value(buyer.get("/checkout/"), "seen-by")}
    cache.clear()
    response = buyer.post(
        "/checkout/", GOOD | {"town": "Potsdam"} | mark, headers={"referer": "http://testserver/checkout/"}
    )
    assert response.headers["Location"].startswith("/account/sign-in?next=%2Fcheckout%2F")
    sign_in(buyer)
    assert value(buyer.get("/checkout/"), "town") == "Potsdam"


def test_a_field_is_checked_as_it_is_left_and_kept(buyer: Client) -> None:
    typed = {"postal_code": "!", "country": "DE"}
    response = buyer.post("/checkout/check/", typed, headers={"HX-Request": "true", "HX-Trigger-Name": "postal_code"})
    assert "In Germany a postal code has five digits, such as 10115." in text(response)
    assert "Enter the town" not in text(response)
    assert value(buyer.get("/checkout/"), "postal_code") == "!"


def test_another_country_brings_its_fields_and_says_nothing_of_those_still_empty(buyer: Client) -> None:
    typed = {"postal_code": "10115", "country": "IE"}
    response = buyer.post("/checkout/check/", typed, headers={"HX-Request": "true", "HX-Trigger-Name": "country"})
    assert "Postal code (optional) Such as D02 X285. Leave it empty if you do not know it." in text(response)
    assert "County (optional)" in text(response)
    assert value(response, "postal_code") == "10115"
    assert "Enter" not in text(response)


def test_without_scripts_a_button_brings_the_fields_of_another_country_and_keeps_what_is_typed(buyer: Client) -> None:
    typed = GOOD | {"country": "ES", "name": "Ada of Spain", "drawn-for": "DE", "other-country": "yes"}
    assert buyer.post("/checkout/", typed).headers["Location"] == "/checkout/"
    page = buyer.get("/checkout/")
    assert value(page, "name") == "Ada of Spain"
    assert "Province" in text(page)
    assert "Choose the province." not in text(page)


def test_enter_in_a_field_goes_on_although_the_countrys_button_comes_first(buyer: Client) -> None:
    typed = GOOD | {"drawn-for": "DE", "other-country": "yes"}
    assert buyer.post("/checkout/", typed).headers["Location"] == "/checkout/delivery/"


def test_a_spanish_address_typed_in_an_earlier_release_is_taken_for_what_it_is(buyer: Client) -> None:
    buyer.post("/checkout/", GOOD | {"country": "ES", "postal_code": "28013", "state": "Madrid"})
    session = buyer.session
    session["checkout.address"] = {
        name: each for name, each in session["checkout.address"].items() if name not in ("state", "company", "vat_id")
    }
    session.save()
    assert buyer.get("/checkout/delivery/").status_code == 200


def test_an_irish_order_needs_no_postal_code(buyer: Client, service: Service) -> None:
    assert (
        buyer.post("/checkout/", GOOD | {"country": "IE", "postal_code": ""}).headers["Location"]
        == "/checkout/delivery/"
    )


def test_an_address_kept_by_an_earlier_release_is_asked_for_a_right_code(buyer: Client) -> None:
    buyer.post("/checkout/", GOOD | {"postal_code": "12"})
    assert buyer.get("/checkout/review/").headers["Location"] == "/checkout/"
    assert value(buyer.get("/checkout/"), "postal_code") == "12"


def test_a_field_there_is_not_is_a_404(buyer: Client) -> None:
    assert buyer.post("/checkout/check/", {}, headers={"HX-Trigger-Name": "__class__"}).status_code == 404


def test_while_the_basket_is_down_the_address_can_be_typed_and_later_steps_say_it_is_safe(
    buyer: Client, service: Service
) -> None:
    service.down |= {"basket"}
    assert "You can fill in the address in the meantime." in text(buyer.get("/checkout/"))
    assert buyer.post("/checkout/", GOOD).status_code == 303
    response = buyer.get("/checkout/delivery/")
    assert response.status_code == 503
    assert "Your basket is safe." in text(response)


def test_a_delivery_there_is_not_is_refused_in_words(buyer: Client) -> None:
    buyer.post("/checkout/", GOOD)
    response = buyer.post("/checkout/delivery/", {"delivery": "teleport"})
    assert response.status_code == 422
    assert "Choose one of these delivery methods." in text(response)


def test_a_changed_total_is_shown_old_and_new_and_nothing_is_ordered(ready: Client, service: Service) -> None:
    agreed = value(ready.get("/checkout/review/"), "agreed")
    service.offers["TIDE-A4"] = Offer(title="Slow Tide", price=2600)
    response = order(ready, agreed)
    assert response.status_code == 409
    assert "Slow Tide, A4, Unframed, each: you agreed to €24.00 , now it is €26.00 ." in text(response)
    assert "Total: you agreed to €53.90 , now it is €51.00 ." in text(response)
    assert service.orders == {}
    assert order(ready, value(response, "agreed")).status_code == 303


@pytest.mark.parametrize(("kind", "status", "said"), [
    ("withdrawn", 409, "no longer available"),
    ("sold-out", 409, "Something in your basket is sold out."),
    ("empty-basket", 409, "There is nothing in your basket to order."),
    ("over-limit", 422, "The basket is full."),
])  # fmt: skip
def test_a_refusal_leads_to_the_basket_with_the_reason(
    ready: Client, service: Service, kind: str, status: int, said: str
) -> None:
    service.refuse["check_out"] = Problem(type=kind, title="The basket holds too much", status=status)
    response = order(ready, follow=True)
    assert response.redirect_chain == [(BASKET, 303)]
    assert said in text(response)


def test_a_shopper_who_is_too_late_sees_what_is_sold_out_and_orders_the_rest(ready: Client, service: Service) -> None:
    agreed = value(ready.get("/checkout/review/"), "agreed")
    service.put_stock("TIDE-A4", 0)
    response = order(ready, agreed, follow=True)
    assert (response.status_code, response.redirect_chain) == (200, [(BASKET, 303)])
    assert "Now sold out: Slow Tide. Remove it, and you can order the rest." in text(response)
    assert "The total has changed" not in text(response)
    assert service.orders == {}
    ready.post("/basket/remove/", {"sku": "TIDE-A4"})
    assert order(ready).status_code == 303
    assert len(service.orders[MINE]) == 1


@pytest.mark.parametrize("step", STEPS)
def test_no_step_goes_on_while_fewer_are_left_than_are_wanted(ready: Client, service: Service, step: str) -> None:
    service.put_stock("DOTS", 1)
    assert ready.get(step).headers["Location"] == BASKET
    assert "Take 1" in text(ready.get(BASKET))


def test_an_address_that_the_service_does_not_take_leads_back_to_it(ready: Client, service: Service) -> None:
    errors = (FieldError(field="address.town", message="Expected `str`"),)
    service.refuse["check_out"] = Problem(type="invalid", title="Wrong shape", status=422, errors=errors)
    response = order(ready, follow=True)
    assert response.redirect_chain == [("/checkout/", 303)]
    assert "Something about the address was not accepted." in text(response)


def test_a_key_that_was_used_leads_to_the_orders(ready: Client, service: Service) -> None:
    service.refuse["check_out"] = Problem(type="key-reused", title="Already made", status=422)
    assert order(ready).headers["Location"] == "/orders/"


def test_a_sign_in_that_ended_at_the_button_leads_back_to_the_last_look(ready: Client, service: Service) -> None:
    agreed = value(ready.get("/checkout/review/"), "agreed")
    service.refuse["check_out"] = Problem(type="not-signed-in", title="Please sign in", status=401)
    response = order(ready, agreed, headers={"referer": "http://testserver/checkout/review/"})
    assert response.headers["Location"] == "/account/sign-in?next=%2Fcheckout%2Freview%2F&ended=1"


def test_while_the_service_is_down_the_same_form_can_be_sent_again_and_makes_one_order(
    ready: Client, service: Service
) -> None:
    service.down |= {"check_out"}
    response = order(ready)
    assert response.status_code == 503
    assert "Your basket is safe." in text(response)
    service.down.clear()
    assert order(ready, value(response, "agreed")).status_code == 303
    assert len(service.orders[MINE]) == 1


def test_an_answer_that_was_lost_after_the_order_was_made_is_found_again_by_the_same_form(
    ready: Client, service: Service
) -> None:
    service.lose_answer_of |= {"check_out"}
    response = order(ready)
    assert response.status_code == 503
    again = order(ready, value(response, "agreed"))
    assert again.headers["Location"] == f"/orders/{next(iter(service.orders[MINE]))}/"
    assert len(service.orders[MINE]) == 1


@pytest.mark.parametrize("agreed", ["", "x", "a:b:c"])
def test_a_form_that_we_did_not_make_orders_nothing_and_shows_the_last_look(
    ready: Client, service: Service, agreed: str
) -> None:
    response = order(ready, agreed)
    assert response.status_code == 409
    assert "This page was out of date." in text(response)
    assert "check_out" not in service.calls


def test_another_shoppers_form_orders_nothing(ready: Client, service: Service, sign_in: SignIn) -> None:
    agreed = value(ready.get("/checkout/review/"), "agreed")
    sign_in(ready, BOB)
    service.baskets[f"shopper#{BOB}"] = {"DOTS": [1, 1250]}
    ready.post("/checkout/", GOOD)
    ready.post("/checkout/delivery/", {"delivery": "standard"})
    give_card(ready)
    assert order(ready, agreed).status_code == 409
    assert service.orders == {}


def test_an_address_changed_in_another_window_is_noticed(ready: Client, service: Service) -> None:
    agreed = value(ready.get("/checkout/review/"), "agreed")
    ready.post("/checkout/", GOOD | {"town": "Potsdam"})
    response = order(ready, agreed)
    assert response.status_code == 409
    assert "You changed the address, the delivery or the card in another window." in text(response)
    assert "Potsdam" in text(response)
    assert service.orders == {}


def test_sending_the_form_twice_makes_one_order_even_at_once(ready: Client, service: Service) -> None:
    agreed = value(ready.get("/checkout/review/"), "agreed")

    def send(_: int) -> str:
        window = Client()
        window.cookies = ready.cookies
        return str(order(window, agreed).headers["Location"])

    with ThreadPoolExecutor(8) as threads:
        places = set(threads.map(send, range(8)))
    assert len(places) == 1
    assert len(service.orders[MINE]) == 1


def test_reloading_or_going_back_after_the_order_leads_to_the_same_order(ready: Client, service: Service) -> None:
    agreed = value(ready.get("/checkout/review/"), "agreed")
    place = order(ready, agreed).headers["Location"]
    service.baskets[MINE] = {"DOTS": [1, 1250]}
    assert order(ready, agreed).headers["Location"] == place
    assert service.calls.count("check_out") == 1


def test_going_back_to_an_empty_basket_names_the_order_that_emptied_it(ready: Client) -> None:
    order(ready)
    assert "What was in your basket is ordered: it is order 0000-0001." in text(
        ready.get("/checkout/review/", follow=True)
    )


def test_the_whole_way_makes_the_order_that_was_looked_at(buyer: Client, service: Service) -> None:
    assert buyer.post("/checkout/", GOOD | {"extra": "c/o Babbage"}).headers["Location"] == "/checkout/delivery/"
    assert buyer.post("/checkout/delivery/", {"delivery": "express"}).headers["Location"] == PAYMENT
    assert give_card(buyer).headers["Location"] == "/checkout/review/"
    looked_at = text(buyer.get("/checkout/review/"))
    for part in (
        "Ada Lovelace",
        "c/o Babbage",
        "Dorset Street 1",
        "10115 Berlin",
        "Germany",
        "ada@example.org",
        "Visa ending 4242",
        "Slow Tide",
        "€58.90",
    ):
        assert part in looked_at
    response = order(buyer)
    ((order_id, made),) = service.orders[MINE].items()
    assert response.status_code == 303
    assert response.headers["Location"] == f"/orders/{order_id}/"
    assert (made.address.extra, made.delivery, made.total) == ("c/o Babbage", "express", 5890)


def test_the_basket_in_the_header_is_empty_after_the_order(ready: Client) -> None:
    place = order(ready).headers["Location"]
    assert "Basket, empty" in text(ready.get(place))


def test_going_back_finds_what_was_typed_and_chosen(ready: Client) -> None:
    assert value(ready.get("/checkout/"), "street") == "Dorset Street 1"
    ready.post("/checkout/delivery/", {"delivery": "express"})
    assert re.search(r'value="express"\s+checked', ready.get("/checkout/delivery/").content.decode())


def test_the_first_time_the_sign_in_fills_in_what_it_knows(buyer: Client) -> None:
    page = buyer.get("/checkout/")
    assert (value(page, "name"), value(page, "email")) == ("Ada Lovelace", "ada@example.org")


def test_the_next_time_the_last_order_fills_in_the_address(ready: Client, service: Service, sign_in: SignIn) -> None:
    order(ready)
    cache.clear()
    sign_in(ready)
    service.baskets[MINE] = {"DOTS": [1, 1250]}
    assert value(ready.get("/checkout/"), "street") == "Dorset Street 1"


def test_while_the_order_service_is_down_nothing_is_filled_in_and_the_form_stands(
    buyer: Client, service: Service
) -> None:
    service.down |= {"order"}
    assert value(buyer.get("/checkout/"), "name") == "Ada Lovelace"


@pytest.mark.parametrize("step", STEPS)
def test_every_step_shows_the_sum_and_where_one_is(ready: Client, step: str) -> None:
    page = ready.get(step)
    assert text(page).count("€53.90") + text(page).count("€49.00") >= 1
    assert page.content.decode().count('aria-current="step"') == 1
    assert page.headers["Cache-Control"].count("no-store") == 1


def test_nothing_leads_away_from_the_checkout_but_the_way_back_and_help(ready: Client) -> None:
    html = ready.get("/checkout/").content.decode()
    assert 'class="menu"' not in html
    assert 'role="search"' not in html
    assert '<nav class="page" aria-label="Help">' in html


def choose(client: Client, how: str) -> HttpResponse:
    return client.post("/checkout/delivery/choose/", {"delivery": how}, **HTMX)


def test_a_chosen_delivery_is_in_the_sums_at_once_and_kept(ready: Client) -> None:
    part = choose(ready, "express")
    assert part.content.decode().count("hx-swap-oob") == 4
    assert "Express delivery Arrives by Mon 23 Nov €9.90" in text(part)
    assert "the total is €58.90" in text(part)
    page = ready.get("/checkout/delivery/")
    assert re.search(r'value="express"\s+checked', page.content.decode())
    assert "€58.90" in text(page)


@pytest.mark.parametrize("how", ["", "teleport", "standard\x00"])
def test_a_delivery_there_is_not_is_not_chosen(ready: Client, how: str) -> None:
    assert choose(ready, how).status_code == 404
    assert "€53.90" in text(ready.get("/checkout/delivery/"))


def test_a_delivery_is_chosen_for_an_address(buyer: Client) -> None:
    assert choose(buyer, "express").status_code == 404


def test_an_address_form_looks_up_once_where_its_fields_are_checked(buyer: Client, address_names: list[object]) -> None:
    buyer.get("/checkout/")
    address_names.clear()
    buyer.get("/checkout/")
    assert address_names == ["check"]


def test_what_the_steps_have_around_them_is_drawn_once(buyer: Client) -> None:
    once = {"checkout/header.html", "checkout/footer.html", "components/steps.html", "components/field-label.html"}
    first, second = ({each.name for each in buyer.get("/checkout/").templates} for _ in range(2))
    assert once <= first
    assert not once & second
