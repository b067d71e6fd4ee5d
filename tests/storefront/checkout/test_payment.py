"""The payment step: to the provider's card page and back. What goes wrong comes first."""

from collections.abc import Callable

import pytest
from django.test import Client

from backend.contracts.order.states import State
from backend.contracts.payment.models import MAX_ATTEMPTS
from backend.payment.events import REASONS
from storefront.account.shopper import ENTRY
from storefront.checkout.address_form import values_of
from storefront.order import card_visits
from tests.storefront.card import BACK, PAYMENT, come_back, give_card, sent_with
from tests.storefront.order.orders import placed_order
from tests.storefront.reading import text, value
from tests.storefront.service import ADA, ADDRESS, BOB, TOKEN, Service

MINE = f"shopper#{ADA}"
REVIEW = "/checkout/review/"
OTHER = "tok_" + "9" * 32
SignIn = Callable[..., None]


@pytest.fixture
def buyer(shopper: Client, service: Service) -> Client:
    """Ada at the payment step."""
    service.baskets[MINE] = {"TIDE-A4": [1, 2400]}
    shopper.post("/checkout/", values_of(ADDRESS))
    shopper.post("/checkout/delivery/", {"delivery": "standard"})
    return shopper


def test_a_state_that_this_session_did_not_make_brings_no_card(buyer: Client) -> None:
    sent_with(buyer.post(PAYMENT))
    for state in ("", "x", "é", "a" * 32):
        response = come_back(buyer, state)
        assert response.headers["Location"] == PAYMENT
    assert "That card page was not opened from here" in text(buyer.get(PAYMENT))
    assert buyer.get(REVIEW).headers["Location"] == PAYMENT


def test_another_sessions_state_brings_no_card(buyer: Client, service: Service, sign_in: SignIn) -> None:
    state = sent_with(buyer.post(PAYMENT))["state"]
    stranger = Client()
    sign_in(stranger, BOB)
    assert come_back(stranger, state).headers["Location"] == PAYMENT
    assert "checkout.card" not in stranger.session


@pytest.mark.parametrize("brought", [
    {}, {"token": ""}, {"token": "tok_short", "brand": "Visa", "last4": "4242"}, {"token": TOKEN, "brand": "<b>", "last4": "4242"},
    {"token": TOKEN, "brand": "Visa", "last4": "4242424242424242"}, {"token": TOKEN, "brand": "Visa"}, {"error": "cancelled"},
])  # fmt: skip
def test_coming_back_without_a_card_says_so_and_orders_nothing(buyer: Client, brought: dict[str, str]) -> None:
    state = sent_with(buyer.post(PAYMENT))["state"]
    response = buyer.get(BACK, {"state": state, **brought}, follow=True)
    assert response.redirect_chain[-1] == (PAYMENT, 303)
    assert "No card was given, and nothing is ordered." in text(response)


def test_a_visitor_who_comes_back_is_sent_to_the_gate(guest: Client) -> None:
    assert come_back(guest, "x").headers["Location"] == "/checkout/start/"


@pytest.mark.parametrize("down", ["", "basket", "order"])
@pytest.mark.parametrize("signed_in", [True, False])
def test_only_the_providers_redirect_carries_the_token_in_its_address(
    buyer: Client, service: Service, down: str, signed_in: bool
) -> None:
    state = sent_with(buyer.post(PAYMENT))["state"]
    service.down = {down}
    if not signed_in:
        session = buyer.session
        del session[ENTRY]
        session.save()
    response = buyer.get(BACK, {"state": state, "token": TOKEN, "brand": "Visa", "last4": "4242"}, follow=True)
    assert response.redirect_chain
    assert TOKEN not in str(response.redirect_chain) + response.content.decode()


def test_a_card_that_was_brought_after_the_sign_in_had_ended_is_there_after_the_next(
    buyer: Client, sign_in: SignIn
) -> None:
    state = sent_with(buyer.post(PAYMENT))["state"]
    session = buyer.session
    entry = session.pop(ENTRY)
    session.save()
    where = come_back(buyer, state).headers["Location"]
    assert where == f"/account/sign-in?next=%2Fcheckout%2Fcard%2F%3Fstate%3D{state}&ended=1"
    session = buyer.session
    session[ENTRY] = entry
    session.save()
    assert buyer.get(BACK, {"state": state}).headers["Location"] == REVIEW


def test_a_visit_of_an_earlier_release_still_takes_its_card(buyer: Client) -> None:
    session = buyer.session
    session[card_visits.VISITS] = [{"state": "s" * 32, "order_id": "", "attempt": 1}]
    session.save()
    assert come_back(buyer, "s" * 32).headers["Location"] == REVIEW


def test_a_card_whose_token_was_used_up_is_asked_for_again(buyer: Client, service: Service) -> None:
    order_id = placed_order(service)
    service.advance(order_id, State.HELD, State.DECLINED, note=REASONS["token_used"])
    page = text(buyer.get(f"/orders/{order_id}/"))
    assert "Your card was declined." in page
    assert "The card details had been used for another payment. Please enter the card again." in page
    assert come_back(buyer, sent_with(buyer.post(f"/orders/{order_id}/pay/"))["state"], OTHER).status_code == 303
    assert service.paid == [(order_id, OTHER, 2)]


def test_a_card_changed_in_another_window_is_noticed(buyer: Client, service: Service) -> None:
    give_card(buyer)
    agreed = value(buyer.get(REVIEW), "agreed")
    give_card(buyer, OTHER)
    assert buyer.post(REVIEW, {"agreed": agreed}).status_code == 409
    assert service.orders == {}


def test_what_a_session_remembers_of_its_visits_is_bounded(buyer: Client) -> None:
    for _ in range(card_visits.MAX_VISITS + 3):
        buyer.post(PAYMENT)
    assert len(buyer.session[card_visits.VISITS]) == card_visits.MAX_VISITS


def test_the_provider_gets_the_total_and_the_return_address(buyer: Client) -> None:
    asked = sent_with(buyer.post(PAYMENT))
    assert (asked["amount"], asked["currency"], asked["return_url"]) == (
        "2890",
        "EUR",
        "http://localhost:8000/checkout/card/",
    )
    assert len(asked["state"]) >= 32


def test_a_form_may_end_at_the_provider_and_nowhere_else_outside(buyer: Client) -> None:
    policy = dict(each.split(" ", 1) for each in buyer.get(PAYMENT)["Content-Security-Policy"].split("; "))
    assert policy["form-action"] == "'self' http://login.test http://provider.test"


def test_the_card_is_named_and_its_token_never_shown(buyer: Client) -> None:
    give_card(buyer)
    for path in (PAYMENT, REVIEW):
        page = buyer.get(path)
        assert "Visa ending 4242" in text(page)
        assert TOKEN not in page.content.decode()


def test_the_order_is_paid_with_the_token_and_the_next_one_asks_again(buyer: Client, service: Service) -> None:
    give_card(buyer)
    buyer.post(REVIEW, {"agreed": value(buyer.get(REVIEW), "agreed")})
    (checkout,) = (body for body, _ in service.checkouts.values())
    assert checkout.token == TOKEN
    service.baskets[MINE] = {"DOTS": [1, 1250]}
    assert buyer.get(REVIEW).headers["Location"] == PAYMENT


def test_prices_days_and_tax_are_those_of_the_country(buyer: Client) -> None:
    buyer.post("/checkout/", values_of(ADDRESS) | {"country": "FI"})
    page = text(buyer.get("/checkout/delivery/"))
    for part in ("Arrives by Mon 30 Nov", "€7.90", "€14.90", "of which 25.5 % VAT: €6.48", "To Finland."):
        assert part in page, part


def declined_order(service: Service) -> str:
    order_id = placed_order(service)
    service.advance(order_id, State.HELD, State.DECLINED, note="Your card has expired.")
    return order_id


def test_another_card_pays_the_same_order_with_nothing_to_fill_in(buyer: Client, service: Service) -> None:
    order_id = declined_order(service)
    asked = sent_with(buyer.post(f"/orders/{order_id}/pay/"))
    assert asked["amount"] == str(service.order(order_id).total)
    assert come_back(buyer, asked["state"], OTHER).headers["Location"] == f"/orders/{order_id}/"
    assert service.paid == [(order_id, OTHER, 2)]
    assert "checkout.card" not in buyer.session


def test_coming_back_twice_pays_once(buyer: Client, service: Service) -> None:
    order_id = declined_order(service)
    state = sent_with(buyer.post(f"/orders/{order_id}/pay/"))["state"]
    for _ in range(2):
        come_back(buyer, state, OTHER)
    assert len(service.paid) == 1


def test_a_second_decline_asks_for_a_third_card(buyer: Client, service: Service) -> None:
    order_id = declined_order(service)
    come_back(buyer, sent_with(buyer.post(f"/orders/{order_id}/pay/"))["state"], OTHER)
    service.advance(order_id, State.DECLINED, note="Not enough funds.")
    page = text(buyer.get(f"/orders/{order_id}/"))
    assert "Not enough funds." in page
    assert "Trying the other card" in page
    come_back(buyer, sent_with(buyer.post(f"/orders/{order_id}/pay/"))["state"])
    assert [attempt for _, _, attempt in service.paid] == [2, 3]


def test_an_order_whose_cards_are_used_up_asks_for_no_other_and_says_what_to_do(
    buyer: Client, service: Service
) -> None:
    order_id = declined_order(service)
    service.advance(order_id, State.HELD, State.DECLINED, attempt=MAX_ATTEMPTS - 1)
    assert come_back(buyer, sent_with(buyer.post(f"/orders/{order_id}/pay/"))["state"], OTHER).status_code == 303
    service.advance(order_id, State.DECLINED, note="Not enough funds.")
    page = buyer.get(f"/orders/{order_id}/")
    assert "Not enough funds." in text(page)
    assert "Try another card" not in text(page)
    assert "Cancel it, and order once more with another card." in text(page)
    response = buyer.post(f"/orders/{order_id}/pay/")
    assert response.headers["Location"] == f"/orders/{order_id}/"
    assert "No more cards can be tried for this order" in text(buyer.get(f"/orders/{order_id}/"))
    service.baskets[MINE] = {"TIDE-A4": [1, 2400]}
    assert give_card(buyer).headers["Location"] == REVIEW


def test_visits_that_cannot_be_read_are_forgotten_and_the_next_begins_anew(buyer: Client) -> None:
    session = buyer.session
    session[card_visits.VISITS] = [{"state": "x", "order_id": "0" * 28, "attempt": MAX_ATTEMPTS + 1}]
    session.save()
    assert come_back(buyer, "x").headers["Location"] == PAYMENT
    assert give_card(buyer).headers["Location"] == REVIEW


def test_leaving_the_card_page_leads_back_to_the_order(buyer: Client, service: Service) -> None:
    order_id = declined_order(service)
    state = sent_with(buyer.post(f"/orders/{order_id}/pay/"))["state"]
    assert buyer.get(BACK, {"state": state}).headers["Location"] == f"/orders/{order_id}/"
    assert service.paid == []


def test_an_order_that_is_past_it_asks_for_no_card(buyer: Client, service: Service) -> None:
    order_id = declined_order(service)
    state = sent_with(buyer.post(f"/orders/{order_id}/pay/"))["state"]
    service.advance(order_id, State.REFUSED)
    assert "This order needs no other card any more." in text(buyer.post(f"/orders/{order_id}/pay/", follow=True))
    come_back(buyer, state, OTHER)
    assert service.paid == []


def test_while_the_order_service_is_down_the_card_can_be_sent_again(buyer: Client, service: Service) -> None:
    order_id = declined_order(service)
    state = sent_with(buyer.post(f"/orders/{order_id}/pay/"))["state"]
    service.down |= {"order"}
    assert come_back(buyer, state, OTHER).status_code == 503
    service.down.clear()
    come_back(buyer, state, OTHER)
    assert len(service.paid) == 1
