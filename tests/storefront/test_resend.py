"""A form belongs to whom it was shown: it is never sent as somebody else, and what was typed is neither lost nor shown
to others."""

import re
from collections.abc import Callable

import pytest
from django.core.cache import cache
from django.http import HttpResponse
from django.test import Client

from storefront.web import unsent_forms
from tests.storefront.product.products import product
from tests.storefront.reading import text, value
from tests.storefront.service import ADA, BOB, STAFF, Service

SignIn = Callable[..., None]
BASKET = {"headers": {"referer": "http://testserver/basket/"}}
MINE, BOBS = f"shopper#{ADA}", f"shopper#{BOB}"
TYPED = {
    "email": "ada@example.org",
    "name": "Ada Lovelace",
    "street": "Dorset Street 1",
    "postal_code": "10115",
    "town": "Berlin",
    "country": "DE",
}


@pytest.fixture
def browser(service: Service, sign_in: SignIn) -> Client:
    """A browser as people use it, in which Ada is signed in; she has something in her basket."""
    service.baskets[MINE] = {"TIDE-A4": [1, 2400]}
    service.get_product = lambda *_: product()  # type: ignore[attr-defined]
    opened = Client(headers={"origin": "http://testserver"})
    sign_in(opened)
    return opened


def seen_by(browser: Client, path: str) -> dict[str, str]:
    """The mark in a page's forms."""
    return {"seen-by": value(browser.get(path), "seen-by")}


def sign_out(browser: Client) -> None:
    cache.clear()  # where the tests keep sessions
    browser.cookies.clear()


def sent_fields(form: str) -> dict[str, str]:
    return dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', form))


def resent(browser: Client, page: HttpResponse) -> HttpResponse:
    """The form of a page that asks to send it again, sent."""
    (form,) = re.findall(r'<form method="post" action="[^"]+">.*?Send it again', page.content.decode(), re.S)
    return browser.post(re.findall(r'action="([^"]+)"', form)[0], sent_fields(form))


def test_every_form_that_posts_names_whom_it_was_shown_to(browser: Client, sign_in: SignIn) -> None:
    for path in ("/basket/", "/checkout/", "/account/", "/product/slow-tide/", "/account/forgotten-password"):
        page = browser.get(path).content.decode()
        forms = re.findall(r'<form[^>]+method="post".*?</form>', page, re.S)
        assert forms
        assert all('name="seen-by"' in form for form in forms), path


def test_a_visitors_forms_carry_no_mark(service: Service) -> None:
    assert "seen-by" not in Client().get("/account/sign-up").content.decode()


def test_a_basket_page_of_ada_changes_nothing_of_bobs(browser: Client, service: Service, sign_in: SignIn) -> None:
    mark = seen_by(browser, "/basket/")
    sign_out(browser)
    sign_in(browser, BOB)
    page = browser.post("/basket/set/", {"sku": "TIDE-A4", "quantity": "5"} | mark, follow=True, **BASKET)
    assert "Somebody else has signed in since that page was opened" in text(page)
    assert BOBS not in service.baskets
    assert page.redirect_chain[0][0].startswith("/basket/?answer=")
    assert browser.post("/basket/set/", {"sku": "TIDE-A4"} | mark, headers={"hx-request": "true"}).status_code == 409


def test_a_basket_page_that_was_sent_after_signing_out_waits_for_its_owner(
    browser: Client, service: Service, sign_in: SignIn
) -> None:
    mark = seen_by(browser, "/basket/")
    sign_out(browser)
    left = browser.post("/basket/set/", {"sku": "TIDE-A4", "quantity": "5"} | mark, **BASKET)
    assert re.fullmatch(r"/account/sign-in\?next=%2Funsent%2F[\w-]{16}%2F&ended=1", left.headers["Location"])
    assert "You were signed out. Sign in and go on where you were." in text(browser.get(left.headers["Location"]))
    again = re.sub(r".*next=([^&]*).*", r"\1", left.headers["Location"]).replace("%2F", "/")
    sign_in(browser)
    page = browser.get(again)
    assert "nothing you typed is lost" in text(page)
    assert service.baskets[MINE]["TIDE-A4"][0] == 1
    assert resent(browser, page).status_code == 303
    assert service.baskets[MINE]["TIDE-A4"][0] == 5
    assert "There is nothing left to send" in text(browser.get(again, follow=True))


def test_nobody_else_sees_what_was_kept(browser: Client, service: Service, sign_in: SignIn) -> None:
    mark = seen_by(browser, "/basket/")
    sign_out(browser)
    left = browser.post("/basket/set/", {"sku": "TIDE-A4", "quantity": "5"} | mark, **BASKET)
    again = re.sub(r".*next=([^&]*).*", r"\1", left.headers["Location"]).replace("%2F", "/")
    sign_in(browser, BOB)
    page = browser.get(again, follow=True)
    assert "TIDE-A4" not in text(page)
    assert "There is nothing left to send" in text(page)


def test_what_ada_typed_into_the_address_is_never_bobs(browser: Client, service: Service, sign_in: SignIn) -> None:
    mark = seen_by(browser, "/checkout/")
    sign_out(browser)
    sent = browser.post("/checkout/", TYPED | mark, headers={"referer": "http://testserver/checkout/"})
    assert sent.headers["Location"] == "/account/sign-in?next=%2Fcheckout%2F&ended=1"
    service.baskets[BOBS] = {"DOTS": [1, 1250]}
    sign_in(browser, BOB)
    assert "Dorset" not in browser.get("/checkout/").content.decode()
    sign_in(browser, ADA)
    assert value(browser.get("/checkout/"), "street") == "Dorset Street 1"


def test_an_address_typed_while_signed_out_is_not_shown_to_the_next_account(browser: Client, sign_in: SignIn) -> None:
    sign_out(browser)
    browser.post("/checkout/", TYPED)
    sign_in(browser, BOB)
    assert "Dorset" not in browser.get("/checkout/").content.decode()


def test_a_form_of_staff_that_was_sent_after_signing_out_is_kept(
    service: Service, browser: Client, sign_in: SignIn
) -> None:
    sign_in(browser, STAFF)
    mark = seen_by(browser, "/staff/synonyms/")
    sign_out(browser)
    typed = "mug, cup\nposter, print\n" + "word, other\n" * 2000
    left = browser.post("/staff/synonyms/", {"groups": typed, "version": "0"} | mark)
    sign_in(browser, STAFF)
    page = browser.get(re.sub(r".*next=([^&]*).*", r"\1", left.headers["Location"]).replace("%2F", "/"))
    assert "mug, cup" in text(page)
    assert resent(browser, page).status_code == 303


def test_a_form_shown_to_a_visitor_may_be_sent_after_signing_in(service: Service, sign_in: SignIn) -> None:
    browser = Client()
    browser.post("/basket/add/", {"sku": "DOTS"})
    sign_in(browser)
    assert browser.post("/basket/set/", {"sku": "DOTS", "quantity": "2"}).status_code == 303
    assert service.baskets[MINE]["DOTS"][0] == 2


@pytest.mark.parametrize("path", ["/account/sign-out", "/account/sign-in", "/account/forgotten-password"])
def test_what_means_the_same_for_anyone_is_taken_from_anyone(browser: Client, sign_in: SignIn, path: str) -> None:
    mark = seen_by(browser, "/account/")
    sign_in(browser, BOB)
    assert "Please send it again" not in text(browser.post(path, mark, follow=False))


@pytest.mark.parametrize("mark", ["x", "a" * 16, "é", "\x00", "a" * 5000])
def test_a_mark_that_is_not_ours_is_somebody_elses(browser: Client, service: Service, mark: str) -> None:
    page = browser.post("/basket/clear/", {"seen-by": mark}, follow=True, **BASKET)
    assert "Somebody else has signed in" in text(page)
    assert service.baskets[MINE]


@pytest.mark.parametrize("name", ["password", "new_password", "code", "client_secret", "csrfmiddlewaretoken"])
def test_secrets_are_not_kept(browser: Client, service: Service, name: str) -> None:
    mark = seen_by(browser, "/basket/")
    sign_out(browser)
    browser.post("/basket/set/", {name: "top secret", "sku": "DOTS", "postal_code": "10115"} | mark, **BASKET)
    (entry,) = [entry["value"] for key, entry in browser.session.items() if key.startswith("unsent:")]
    assert dict(unsent_forms.Unsent(**entry).fields) == {"sku": "DOTS", "postal_code": "10115"}


def test_a_form_from_elsewhere_is_not_kept(browser: Client, service: Service) -> None:
    mark = seen_by(browser, "/basket/")
    sign_out(browser)
    browser.post("/basket/set/", mark, headers={"origin": "https://evil.example"})
    assert "session" not in browser.cookies


def strict(headers: dict[str, str] | None = None) -> Client:
    return Client(enforce_csrf_checks=True, headers=headers)


def test_what_was_chosen_on_a_page_that_stood_open_too_long_is_sent_with_one_press_more(service: Service) -> None:
    browser = strict({"origin": "http://testserver", "referer": "http://testserver/product/slow-tide/?v=TIDE-A4"})
    page = browser.post("/basket/add/", {"sku": "TIDE-A4", "quantity": "3", "csrfmiddlewaretoken": "old"}, follow=True)
    assert page.redirect_chain[0][0].startswith("/product/slow-tide/?v=TIDE-A4&answer=")
    assert page.status_code == 403
    assert 'href="/product/slow-tide/?v=TIDE-A4">Back to the page' in page.content.decode()
    assert "list_products" not in service.calls or not service.baskets
    assert resent(browser, page).status_code == 303
    assert [lines["TIDE-A4"][0] for lines in service.baskets.values()] == [3]


def test_a_forged_form_offers_nothing_to_press(service: Service) -> None:
    page = strict({"origin": "https://evil.example"}).post("/basket/add/", {"sku": "TIDE-A4"})
    assert page.status_code == 403
    assert "TIDE-A4" not in page.content.decode()


def test_a_page_of_ada_that_stood_open_too_long_shows_bob_nothing(browser: Client, sign_in: SignIn) -> None:
    mark = seen_by(browser, "/basket/")
    other = strict({"origin": "http://testserver"})
    sign_in(other, BOB)
    page = other.post("/basket/set/", {"sku": "TIDE-A4"} | mark, follow=True)
    assert page.status_code == 403
    assert "TIDE-A4" not in page.content.decode()


def test_a_page_of_ada_whose_cookies_are_all_gone_waits_for_her(browser: Client, sign_in: SignIn) -> None:
    mark = seen_by(browser, "/basket/")
    other = strict({"origin": "http://testserver"})
    assert "next=%2Funsent%2F" in other.post("/basket/set/", {"sku": "TIDE-A4"} | mark).headers["Location"]
