"""The payment step of a shop that is paid through Stripe. What goes wrong comes first."""

import json

import pytest
from django.test import Client
from pytest_django.fixtures import Settings

from backend.contracts.payment.models import EnteredCard
from storefront.checkout.address_form import values_of
from storefront.order import card_visits
from storefront.web import payment_pages
from tests.storefront.card import BACK, PAYMENT, come_back
from tests.storefront.reading import text
from tests.storefront.service import ADA, ADDRESS, Service

REVIEW = "/checkout/review/"
STRIPE = "https://checkout.stripe.com"
HANDED_OVER = EnteredCard(token="pm_" + "1" * 24 + ".cus_" + "2" * 14, brand="Visa", last4="4242")


@pytest.fixture
def at_stripe(shopper: Client, service: Service, settings: Settings) -> Client:
    """Ada at the payment step of a shop that is paid through Stripe."""
    names = {"PaymentProvider": "stripe", "PaymentPages": "https://*.stripe.com", "ProviderUrl": ""}
    settings.SHOP_OUTPUTS = json.dumps({"Shop": json.loads(settings.SHOP_OUTPUTS)["Shop"] | names})
    service.entered = {}
    service.baskets[f"shopper#{ADA}"] = {"TIDE-A4": [1, 2400]}
    shopper.post("/checkout/", values_of(ADDRESS))
    shopper.post("/checkout/delivery/", {"delivery": "standard"})
    return shopper


def visit_stripe(client: Client) -> tuple[str, str]:
    """Go to Stripe's page; the session that it has there, and the state that this browser has."""
    response = client.post(PAYMENT)
    assert response.status_code == 303
    assert response.headers["Location"].startswith(f"{STRIPE}/c/pay/cs_test_")
    return response.headers["Location"].rpartition("/")[2], client.session[card_visits.VISITS][-1]["state"]


def test_leaving_stripes_page_without_a_card_orders_nothing(at_stripe: Client) -> None:
    _, state = visit_stripe(at_stripe)
    response = at_stripe.get(BACK, {"state": state}, follow=True)
    assert "No card was given, and nothing is ordered." in text(response)
    assert at_stripe.get(REVIEW).headers["Location"] == PAYMENT


def test_a_token_in_the_way_back_from_stripe_is_nobodys(at_stripe: Client) -> None:
    _, state = visit_stripe(at_stripe)
    assert come_back(at_stripe, state).headers["Location"] == PAYMENT


def test_a_card_page_elsewhere_is_not_gone_to(at_stripe: Client, service: Service, settings: Settings) -> None:
    settings.SHOP_OUTPUTS = settings.SHOP_OUTPUTS.replace("*.stripe.com", "*.stripe.example")
    response = at_stripe.post(PAYMENT)
    assert response.status_code == 503


def test_a_card_given_at_stripe_is_read_by_its_session_and_never_in_the_browser(
    at_stripe: Client, service: Service
) -> None:
    session, state = visit_stripe(at_stripe)
    assert service.entered is not None
    service.entered[session] = HANDED_OVER
    assert at_stripe.get(BACK, {"state": state}).headers["Location"] == REVIEW
    review = at_stripe.get(REVIEW)
    assert "Visa ending 4242" in text(review)
    assert "demonstration" not in text(review)
    assert HANDED_OVER.token not in review.content.decode()


def test_the_policy_lets_forms_lead_to_stripe_and_the_page_names_it(at_stripe: Client) -> None:
    page = at_stripe.get(PAYMENT)
    assert (
        "https://*.stripe.com" in page.headers["Content-Security-Policy"].partition("form-action")[2].partition(";")[0]
    )
    assert "Enter your card at Stripe" in text(page)
    assert "sandbox" not in text(page).lower()


@pytest.mark.parametrize(
    ("address", "allowed"),
    [
        ("https://hooks.stripe.com/3d_secure_2/hosted?merchant=acct_1", True),
        ("http://hooks.stripe.com/", False),
        ("https://stripe.com.evil.example/", False),
        ("https://evilstripe.com/", False),
        ("https://evil.example/?hooks.stripe.com", False),
        ("https://hooks.stripe.com@evil.example/", False),
        ("https://[", False),
        ("javascript:alert(1)", False),
        ("", False),
        (None, False),
    ],
)
def test_a_bank_asks_for_a_confirmation_on_stripes_pages_alone(
    at_stripe: Client, address: str | None, allowed: bool
) -> None:
    assert payment_pages.is_provider_page(address) is allowed
