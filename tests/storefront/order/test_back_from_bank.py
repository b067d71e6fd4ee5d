"""Whoever comes back from their bank goes on in the language that they paid in. What goes wrong comes first."""

from urllib.parse import parse_qs, urlsplit

import pytest
from django.conf import settings as base
from django.test import Client
from django.utils import translation
from pytest_django.fixtures import Settings

from backend.contracts.order.states import State
from backend.contracts.payment.models import BACK_FROM_BANK
from storefront.order.card_visits import LANGUAGE
from tests.storefront.order.orders import placed_order
from tests.storefront.service import Service


@pytest.fixture(autouse=True)
def three(settings: Settings) -> None:
    """The shop offers three languages, and other tests speak English again."""
    settings.LANGUAGES = [(code, base.LANGUAGE_NAMES[code]) for code in ("en", "de", "fr")]
    translation.activate("en")


@pytest.fixture
def order_id(service: Service) -> str:
    return placed_order(service)


@pytest.mark.parametrize("known", [None, "xx", "", 7, ["de"], "https://evil.test"])
def test_where_no_language_is_known_the_page_is_english_and_its_address_clean(
    shopper: Client, order_id: str, known: object
) -> None:
    session = shopper.session
    session[LANGUAGE] = known
    session.save()
    answer = shopper.get(f"/orders/{order_id}/?{BACK_FROM_BANK}=1&payment_intent=pi_1")
    assert (answer.status_code, answer["Location"]) == (303, f"/orders/{order_id}/")


def test_a_stranger_sees_no_more_than_without_the_mark(client: Client, order_id: str) -> None:
    answer = client.get(f"/orders/{order_id}/?{BACK_FROM_BANK}=1", follow=True)
    assert answer.redirect_chain[-1][0] == client.get(f"/orders/{order_id}/", follow=True).redirect_chain[-1][0]


@pytest.mark.parametrize("language", ["de", "fr"])
def test_a_card_is_asked_for_and_the_bank_answered_in_the_shoppers_language(
    shopper: Client, service: Service, order_id: str, language: str
) -> None:
    service.advance(order_id, State.AWAITING_PAYMENT, attempt=0)
    page = shopper.post(f"/{language}/orders/{order_id}/pay/")["Location"]
    assert parse_qs(urlsplit(page).query)["language"] == [language]
    translation.activate("en")
    answer = shopper.get(f"/orders/{order_id}/?{BACK_FROM_BANK}=1")
    assert (answer.status_code, answer["Location"]) == (303, f"/{language}/orders/{order_id}/")
