"""Alerts in the storefront: asked for in a form, confirmed and stopped by a mail's link or a mail program's click."""

from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client

from backend.contracts.problem import Problem
from storefront.wish import alert_views
from tests.storefront.reading import text
from tests.storefront.service import Service

KEY = "0123456789abcdef" * 4
LINK = f"/wishes/alerts/back/TIDE-A4/{KEY}/"
ASKED = {"kind": "back", "product": "slow-tide", "sku": "TIDE-A4", "email": "grace@example.org"}


pytestmark = pytest.mark.usefixtures("attempts_in_memory")


def _ask(client: Client, **changed: Any) -> HttpResponse:
    return client.post("/wishes/alerts/ask/", {**ASKED, **changed})


def _page_text(client: Client) -> str:
    return text(client.get("/wishes/"))


class TestAsking:
    @pytest.mark.parametrize("email", ["", "grace", "grace@", "a@b.c\r\nBcc: x@y.z", "ä@example.org", "x" * 300])
    def test_an_invalid_address_is_asked_for_again_with_what_was_typed(
        self, guest: Client, service: Service, email: str
    ) -> None:
        answer = _ask(guest, email=email)
        assert answer.status_code == 422
        assert "Type your e-mail address" in text(answer)
        assert 'value="TIDE-A4"' in answer.content.decode()
        assert "request_alert" not in service.calls

    @pytest.mark.parametrize("wrong", [{"kind": "cheapest"}, {"sku": "../x"}, {"product": "Slow Tide"}])
    def test_what_no_form_of_ours_sends_is_refused(
        self, guest: Client, service: Service, wrong: dict[str, str]
    ) -> None:
        assert _ask(guest, **wrong).status_code == 422
        assert not service.asked

    def test_a_guests_address_is_asked_to_confirm_first_and_the_page_says_so(
        self, guest: Client, service: Service
    ) -> None:
        answer = _ask(guest)
        assert answer["Location"] == "/product/slow-tide/?v=TIDE-A4"
        assert "We have written to grace@example.org." in _page_text(guest)
        assert [each.email for each in service.asked] == ["grace@example.org"]

    @pytest.mark.parametrize(("prefix", "language"), [("", "en"), ("/de", "de"), ("/fr", "fr")])
    def test_an_alert_is_asked_for_in_the_language_of_the_page(
        self, guest: Client, service: Service, prefix: str, language: str
    ) -> None:
        guest.post(f"{prefix}/wishes/alerts/ask/", ASKED)
        assert [each.language for each in service.asked] == [language]

    def test_a_shoppers_own_address_is_taken_whatever_is_sent(self, shopper: Client, service: Service) -> None:
        _ask(shopper, email="grace@example.org")
        assert "We will e-mail you when it is back." in _page_text(shopper)
        assert not service.asked
        assert [each.sku for each in service.alerts] == ["TIDE-A4"]

    @pytest.mark.parametrize(
        ("type", "said"), [("in-stock", "It is in stock"), ("not-found", "no longer available"), ("new", "no longer")]
    )
    def test_a_refusal_is_reported(self, guest: Client, service: Service, type: str, said: str) -> None:
        service.refuse["request_alert"] = Problem(type=type, title="No", status=409)
        _ask(guest)
        assert said in _page_text(guest)

    def test_a_service_that_is_down_is_reported(self, guest: Client, service: Service) -> None:
        service.down |= {"request_alert"}
        _ask(guest)
        assert "Alerts are not available right now." in _page_text(guest)

    def test_one_client_may_ask_so_often(
        self, guest: Client, service: Service, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(alert_views, "MAX_ASKED", 2)
        for _ in range(4):
            _ask(guest)
        assert len(service.asked) == 2
        assert "That was tried too often." in _page_text(guest)


class TestLink:
    @pytest.mark.parametrize("link", [LINK.replace("back", "never"), LINK.replace(KEY, "0" * 64), f"{LINK[:-9]}/"])
    def test_one_that_opens_nothing_is_not_found(self, guest: Client, link: str) -> None:
        assert guest.get(link).status_code == 404
        assert guest.post(f"{link}unsubscribe/").status_code == 404

    def test_opening_it_changes_nothing_and_its_buttons_confirm_and_stop(self, guest: Client, service: Service) -> None:
        service.link_alert(KEY)
        page = guest.get(LINK)
        assert "Please confirm your alert" in text(page)
        assert 'content="noindex"' in page.content.decode()
        assert "Please confirm your alert" in text(guest.get(LINK))
        assert guest.post(LINK)["Location"] == LINK
        assert "Your alert is on" in text(guest.get(LINK))
        guest.post(LINK, {"stop": "1"})
        assert "This alert is off" in text(guest.get(LINK))


class TestUnsubscribing:
    def test_a_mail_program_needs_no_cookie_and_no_token(self, service: Service) -> None:
        service.link_alert(KEY)
        for _ in range(2):
            answer = Client(enforce_csrf_checks=True).post(
                f"{LINK}unsubscribe/", "List-Unsubscribe=One-Click", content_type="application/x-www-form-urlencoded"
            )
            assert answer.status_code == 200
            assert answer["Content-Type"] == "text/plain; charset=utf-8"
            assert not answer.cookies
        assert service.stopped == {KEY}

    def test_opening_the_link_leads_to_the_page_and_a_scanner_stops_nothing(
        self, guest: Client, service: Service
    ) -> None:
        service.link_alert(KEY)
        answer = guest.get(f"{LINK}unsubscribe/")
        assert (answer.status_code, answer["Location"]) == (303, LINK)
        assert not service.stopped

    def test_one_link_is_used_so_often(self, guest: Client, service: Service, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(alert_views, "MAX_OPENED", 1)
        service.link_alert(KEY)
        assert [guest.post(f"{LINK}unsubscribe/").status_code for _ in range(2)] == [200, 429]


class TestPreferences:
    def test_they_are_a_shoppers(self, guest: Client) -> None:
        assert guest.get("/wishes/alerts/").status_code == 302

    def test_each_is_listed_and_stopped(self, shopper: Client, service: Service) -> None:
        assert "No alerts yet." in text(shopper.get("/wishes/alerts/"))
        _ask(shopper, kind="cheaper")
        shown = text(shopper.get("/wishes/alerts/"))
        assert "An e-mail when it costs less than €24.00" in shown
        shopper.post("/wishes/alerts/stop/", {"kind": "cheaper", "sku": "TIDE-A4"})
        assert "That alert is off." in text(shopper.get("/wishes/alerts/"))
        assert not service.alerts

    @pytest.mark.parametrize("wrong", [{}, {"kind": "cheaper"}, {"kind": "x", "sku": "TIDE-A4"}])
    def test_a_link_that_names_no_kind_stops_none(
        self, shopper: Client, service: Service, wrong: dict[str, str]
    ) -> None:
        _ask(shopper)
        assert shopper.post("/wishes/alerts/stop/", wrong)["Location"] == "/wishes/alerts/"
        assert service.alerts

    @pytest.mark.parametrize("wrong", [{}, {"kind": "x"}, {"kind": ""}])
    def test_naming_no_kind_stops_none(self, shopper: Client, service: Service, wrong: dict[str, str]) -> None:
        _ask(shopper)
        assert shopper.post("/wishes/alerts/stop-all/", wrong)["Location"] == "/wishes/alerts/"
        assert service.alerts

    def test_visitors_stop_none(self, guest: Client, service: Service) -> None:
        assert guest.post("/wishes/alerts/stop-all/", {"kind": "back"}).status_code == 302
        assert "delete_alerts" not in service.calls

    def test_all_of_one_kind_are_stopped_at_once(self, shopper: Client, service: Service) -> None:
        _ask(shopper, kind="cheaper")
        _ask(shopper)
        shopper.post("/wishes/alerts/stop-all/", {"kind": "back"})
        shown = text(shopper.get("/wishes/alerts/"))
        assert "These e-mails are off." in shown
        assert "Stop all e-mails that something is cheaper" in shown
        assert [each.kind for each in service.alerts] == ["cheaper"]

    def test_while_alerts_cannot_be_stopped_the_page_says_so(self, shopper: Client, service: Service) -> None:
        _ask(shopper)
        service.down |= {"delete_alerts"}
        shopper.post("/wishes/alerts/stop-all/", {"kind": "back"})
        assert "not available right now" in text(shopper.get("/wishes/alerts/"))

    def test_mails_that_always_come_are_named(self, shopper: Client) -> None:
        shown = text(shopper.get("/wishes/alerts/"))
        assert "They are part of the purchase." in shown

    def test_while_the_service_is_down_the_page_says_so(self, shopper: Client, service: Service) -> None:
        service.down |= {"list_alerts"}
        page = shopper.get("/wishes/alerts/")
        assert page.status_code == 503
        assert "Nothing is lost." in text(page)


def test_the_list_offers_shoppers_an_alert(shopper: Client) -> None:
    shopper.post("/wishes/change/", {"wish": "slow-tide"})
    assert "E-mail me when it gets cheaper" in text(shopper.get("/wishes/"))
