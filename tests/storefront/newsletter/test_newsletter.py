"""The newsletter in the storefront: asked for in every page's foot, confirmed and stopped by who presses a button."""

import re
from http import HTTPStatus
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client

from backend.contracts.newsletter.models import CONSENT_VERSION, OwnSubscription, SubscriptionState
from backend.contracts.problem import Problem
from storefront.newsletter import views
from tests.storefront.reading import text
from tests.storefront.service import ADA, Service

KEY = "0123456789abcdef" * 4
LINK = f"/newsletter/{KEY}/"
EMAIL = "grace@example.org"
ABOUT = {"headers": {"referer": "http://testserver/about/"}}
FOOT = re.compile(r'<aside class="footer footer--newsletter".*?</aside>', re.S)
WORDINGS = {
    1: "About once a month: new prints, and how they are made. Every newsletter has a link that stops it. "
    "We give your address to nobody: see Privacy. You get an e-mail to confirm it first.",
}
"""By version: what was agreed to, in English. What stands here once is never changed: consents name its number."""


pytestmark = pytest.mark.usefixtures("attempts_in_memory")


def _ask(client: Client, email: str = EMAIL, prefix: str = "") -> HttpResponse:
    return client.post(f"{prefix}/newsletter/", {"email": email}, **ABOUT)  # type: ignore[arg-type]


def _said(client: Client) -> str:
    return text(client.get("/about/"))


def test_the_wording_that_is_agreed_to_has_its_version(guest: Client) -> None:
    """Who changes the sentence counts `CONSENT_VERSION` up, and adds a row here."""
    (foot,) = FOOT.findall(guest.get("/about/").content.decode())
    sentence = " ".join(re.sub("<[^>]+>", "", foot.partition('<p class="muted small">')[2]).split())
    assert sentence == WORDINGS[CONSENT_VERSION]


class TestAsking:
    @pytest.mark.parametrize("page", ["/", "/about/", "/basket/", "/nowhere/", "/de/about/"])
    def test_every_page_has_a_field_at_its_foot(self, guest: Client, service: Service, page: str) -> None:
        assert len(FOOT.findall(guest.get(page).content.decode())) == 1

    def test_the_checkout_and_the_newsletters_own_pages_have_none(self, shopper: Client, service: Service) -> None:
        service.subscriptions[KEY] = SubscriptionState.ACTIVE
        service.baskets[f"shopper#{ADA}"] = {"TIDE-A4": [1, 2400]}
        for page in ("/newsletter/", LINK, "/checkout/"):
            shown = shopper.get(page)
            assert shown.status_code == HTTPStatus.OK
            assert not FOOT.findall(shown.content.decode()), page

    @pytest.mark.parametrize(
        "email",
        [
            "",
            "grace",
            "grace@",
            "a@b.c\r\nBcc: x@y.z",
            "ä@example.org",
            "a@exämple.org",
            "ａ＠ｂ.org",
            "a b@c.org",
            "x" * 300,
        ],
    )
    def test_an_invalid_address_is_asked_for_again_with_what_was_typed(
        self, guest: Client, service: Service, email: str
    ) -> None:
        answer = guest.post("/newsletter/", {"email": email})
        assert answer.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
        assert 'id="id_email_error"' in answer.content.decode()
        assert not service.newsletters_asked

    @pytest.mark.parametrize("typed", ["  grace@example.org ", "grace@example.org\u200b", "grace@example.org\u00a0"])
    def test_what_nobody_sees_around_an_address_goes(self, guest: Client, service: Service, typed: str) -> None:
        _ask(guest, typed)
        assert [each.email for each in service.newsletters_asked] == [EMAIL]

    @pytest.mark.parametrize(("prefix", "language"), [("", "en"), ("/de", "de"), ("/fr", "fr")])
    def test_the_address_is_asked_in_the_language_of_the_page(
        self, guest: Client, service: Service, prefix: str, language: str
    ) -> None:
        _ask(guest, prefix=prefix)
        asked = [(each.language, each.consent_version) for each in service.newsletters_asked]
        assert asked == [(language, CONSENT_VERSION)]

    def test_everybody_who_asks_stays_on_the_page_and_gets_the_same_answer(
        self, guest: Client, service: Service
    ) -> None:
        assert _ask(guest)["Location"] == "/about/"
        assert f"If {EMAIL} does not get our newsletter yet, we have written to it." in _said(guest)

    def test_a_form_from_another_site_is_refused(self, service: Service) -> None:
        browser = Client(enforce_csrf_checks=True, headers={"origin": "https://evil.example"})
        assert browser.post("/newsletter/", {"email": EMAIL}).status_code == HTTPStatus.FORBIDDEN
        assert not service.newsletters_asked

    def test_a_form_of_ours_needs_no_token(self, service: Service) -> None:
        browser = Client(enforce_csrf_checks=True, headers={"origin": "http://testserver"})
        assert browser.post("/newsletter/", {"email": EMAIL}).status_code == HTTPStatus.SEE_OTHER
        assert service.newsletters_asked

    def test_one_client_may_ask_so_often(
        self, guest: Client, service: Service, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(views, "MAX_REQUESTS", 2)
        for _ in range(4):
            _ask(guest)
        assert len(service.newsletters_asked) == 2
        assert "That was tried too often." in _said(guest)

    def test_a_service_that_is_down_is_reported(self, guest: Client, service: Service) -> None:
        service.down |= {"newsletter"}
        assert _ask(guest).status_code == HTTPStatus.SEE_OTHER
        assert "The newsletter is not available right now." in _said(guest)

    def test_what_the_service_refuses_is_no_fault_of_the_shop(self, guest: Client, service: Service) -> None:
        service.refuse["request_subscription"] = Problem(type="new", title="No", status=409)
        assert _ask(guest).status_code == HTTPStatus.SEE_OTHER
        assert "not available right now" in _said(guest)


class TestLink:
    @pytest.mark.parametrize("link", [LINK.replace(KEY, "0" * 64), f"{LINK[:-9]}/", "/newsletter/UPPER/"])
    def test_one_that_opens_nothing_is_not_found(self, guest: Client, service: Service, link: str) -> None:
        assert guest.get(link).status_code == HTTPStatus.NOT_FOUND
        assert guest.post(link).status_code == HTTPStatus.NOT_FOUND
        assert guest.post(f"{link}unsubscribe/").status_code == HTTPStatus.NOT_FOUND

    def test_opening_it_changes_nothing_and_its_buttons_confirm_and_stop(self, guest: Client, service: Service) -> None:
        service.subscriptions[KEY] = SubscriptionState.UNCONFIRMED
        for _ in range(2):
            page = guest.get(LINK)
            assert "Please confirm the newsletter" in text(page)
            assert 'content="noindex"' in page.content.decode()
        assert guest.post(LINK)["Location"] == LINK
        assert "You get the newsletter" in text(guest.get(LINK))
        guest.post(LINK, {"stop": "1"})
        assert "The newsletter is off" in text(guest.get(LINK))


class TestUnsubscribing:
    def test_a_mail_program_needs_no_cookie_and_no_token(self, service: Service) -> None:
        service.subscriptions[KEY] = SubscriptionState.ACTIVE
        for _ in range(2):
            answer = Client(enforce_csrf_checks=True).post(
                f"{LINK}unsubscribe/", "List-Unsubscribe=One-Click", content_type="application/x-www-form-urlencoded"
            )
            assert answer.status_code == HTTPStatus.OK
            assert answer["Content-Type"] == "text/plain; charset=utf-8"
            assert not answer.cookies
        assert service.subscriptions[KEY] is SubscriptionState.STOPPED

    def test_opening_the_link_leads_to_the_page_and_a_scanner_stops_nothing(
        self, guest: Client, service: Service
    ) -> None:
        service.subscriptions[KEY] = SubscriptionState.ACTIVE
        answer = guest.get(f"{LINK}unsubscribe/")
        assert (answer.status_code, answer["Location"]) == (HTTPStatus.SEE_OTHER, LINK)
        assert service.subscriptions[KEY] is SubscriptionState.ACTIVE

    def test_one_link_is_used_so_often(self, guest: Client, service: Service, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(views, "MAX_OPENED", 1)
        service.subscriptions[KEY] = SubscriptionState.ACTIVE
        assert [guest.post(f"{LINK}unsubscribe/").status_code for _ in range(2)] == [200, 429]


class TestAccount:
    def test_the_page_of_e_mails_shows_it_and_changes_it(self, shopper: Client, service: Service) -> None:
        assert "It does not come to ada@example.org." in text(shopper.get("/wishes/alerts/"))
        assert shopper.post("/newsletter/own/")["Location"] == "/wishes/alerts/"
        shown = text(shopper.get("/wishes/alerts/"))
        assert "It comes to ada@example.org." in shown
        assert "You get the newsletter." in shown
        shopper.post("/newsletter/own/", {"stop": "1"})
        assert "The newsletter is off." in text(shopper.get("/wishes/alerts/"))
        assert not service.own.active

    def test_without_a_confirmed_address_there_is_no_button(self, shopper: Client, service: Service) -> None:
        service.own = OwnSubscription(email="", active=False)
        page = shopper.get("/wishes/alerts/")
        assert "Your account has no confirmed e-mail address." in text(page)
        assert 'action="/newsletter/own/"' not in page.content.decode()

    def test_a_refusal_is_reported(self, shopper: Client, service: Service) -> None:
        service.refuse["set_own_subscription"] = Problem(type="no-address", title="No", status=409)
        shopper.post("/newsletter/own/")
        assert "Your account has no confirmed e-mail address." in text(shopper.get("/wishes/alerts/"))

    @pytest.mark.parametrize("sent", [{}, {"stop": "1"}])
    def test_visitors_change_nothing(self, guest: Client, service: Service, sent: dict[str, Any]) -> None:
        assert guest.post("/newsletter/own/", sent).status_code == HTTPStatus.FOUND
        assert not service.own.active

    def test_while_its_service_is_down_alerts_are_still_shown(self, shopper: Client, service: Service) -> None:
        service.down |= {"newsletter"}
        page = shopper.get("/wishes/alerts/")
        assert page.status_code == HTTPStatus.SERVICE_UNAVAILABLE
        assert "No alerts yet." in text(page)
        assert "The newsletter is not available right now." in text(page)
