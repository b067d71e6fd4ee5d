"""Issues of the newsletter in the back office: written, looked at, tried, sent once and stopped. What goes wrong comes
first."""

from typing import Any

import pytest
from django.test import Client
from msgspec.structs import replace

from backend.contracts.newsletter.issues import IssueState
from backend.contracts.problem import Problem
from backend.contracts.product.models import Card
from storefront.staff import issue_sending
from tests.storefront.product.products import product
from tests.storefront.reading import text
from tests.storefront.service import Service
from tests.storefront.staff.conftest import As
from tests.storefront.staff.test_newsletter import _subscriber

ISSUE = "0" * 31 + "1"
LIST, PAGE = "/staff/newsletter/issues/", f"/staff/newsletter/issues/{ISSUE}/"
FORM = {"version": "0", "subject_en": "New prints", "text_en": "Look.\n\nThey are here.", "products": ""}


def _store(worker: Client, **typed: str) -> Any:
    return worker.post(PAGE, FORM | typed)


@pytest.mark.parametrize("group", ["orders", "support", "read-only"])
@pytest.mark.parametrize("path", [LIST, PAGE, f"{PAGE}send/", f"{PAGE}en/", f"{PAGE}en/html/", f"{LIST}new/"])
def test_roles_that_do_not_send_it_see_none(work_as: As, service: Service, group: str, path: str) -> None:
    assert work_as(group).get(path).status_code == 403
    assert service.calls == []


@pytest.mark.parametrize("path", ["send/", "stop/", "test/"])
def test_roles_that_do_not_send_it_send_none(work_as: As, service: Service, path: str) -> None:
    assert work_as("orders").post(f"{PAGE}{path}").status_code == 403
    assert service.calls == []


@pytest.mark.parametrize("issue_id", ["SENDING", "0" * 31, "x" * 32, "0" * 33])
@pytest.mark.parametrize("path", ["", "send/", "en/", "en/html/"])
def test_what_is_no_issue_is_not_found(worker: Client, service: Service, issue_id: str, path: str) -> None:
    assert worker.get(f"{LIST}{issue_id}/{path}").status_code == 404


@pytest.mark.parametrize("path", ["send/", "en/", "en/html/"])
def test_one_that_nobody_has_stored_is_neither_sent_nor_shown(worker: Client, service: Service, path: str) -> None:
    assert worker.get(f"{PAGE}{path}").status_code == 404


class TestWriting:
    @pytest.mark.parametrize(
        ("typed", "said"),
        [
            ({"subject_en": ""}, "Write a subject."),
            ({"text_en": " \n "}, "Write a text."),
            ({"subject_en": "x" * 201}, "Keep it to 200 characters."),
            ({"text_en": "x" * 4001}, "Keep it to 4,000 characters."),
            ({"subject_de": "Neu"}, "Write the text, too, or leave both empty."),
            ({"text_fr": "Ici."}, "Write the subject, too, or leave both empty."),
            ({"products": "no-such-thing"}, "Not in the shop: no-such-thing."),
            ({"products": "Not_A_Slug!"}, "is not written as its address is."),
            ({"products": "a b c d e f g"}, "Name 6 at most."),
            ({"version": "x"}, "not stored"),
        ],
    )
    def test_mistakes_are_reported_and_nothing_is_stored(
        self, worker: Client, service: Service, typed: dict[str, str], said: str
    ) -> None:
        reply = _store(worker, **typed)
        assert reply.status_code == 422
        assert said in text(reply)
        assert service.issues == {}

    def test_what_a_colleague_has_changed_is_not_written_over(self, worker: Client, service: Service) -> None:
        _store(worker)
        reply = _store(worker, subject_en="Other")
        assert reply.status_code == 422
        assert "Somebody has changed or sent this issue meanwhile." in text(reply)
        assert "Other" in reply.content.decode()

    def test_a_new_one_has_its_id_in_its_address_and_is_stored_in_its_languages(
        self, worker: Client, service: Service
    ) -> None:
        begun = worker.get(f"{LIST}new/")
        assert begun.status_code == 303
        assert len(begun["Location"].rstrip("/").rpartition("/")[2]) == 32
        assert worker.get(begun["Location"]).status_code == 200
        assert _store(worker, subject_de="Neu", text_de="Da.")["Location"] == PAGE
        content = service.issues[ISSUE].content
        assert [each.language for each in content.texts] == ["en", "de"]
        assert content.text_in("fr").subject == "New prints"
        assert "The draft is stored." in text(worker.get(PAGE))

    def test_they_are_listed_with_how_far_they_are(self, worker: Client, service: Service) -> None:
        assert "There is no issue yet." in text(worker.get(LIST))
        _store(worker, subject_en="L" * 200)
        assert "L" * 200 in text(worker.get(LIST))


class TestLooking:
    @pytest.mark.parametrize(("language", "subject"), [("en", "New prints"), ("de", "Neu"), ("fr", "New prints")])
    def test_it_is_shown_as_text_and_in_a_frame(
        self, worker: Client, service: Service, language: str, subject: str
    ) -> None:
        _store(worker, subject_de="Neu", text_de="Da.")
        page = worker.get(f"{PAGE}{language}/")
        assert subject in text(page)
        assert f'src="{PAGE}{language}/html/"' in page.content.decode()
        assert "frame-src 'self'" in page["Content-Security-Policy"]

    def test_its_html_runs_nothing_and_stands_in_our_own_frames_only(self, worker: Client, service: Service) -> None:
        _store(worker)
        reply = worker.get(f"{PAGE}en/html/")
        policy = reply["Content-Security-Policy"]
        assert "default-src 'none'" in policy
        assert "frame-ancestors 'self'" in policy
        assert "sandbox" in policy
        assert reply["X-Frame-Options"] == "SAMEORIGIN"

    def test_a_language_that_the_shop_has_not_is_not_found(self, worker: Client, service: Service) -> None:
        _store(worker)
        assert worker.get(f"{PAGE}xx/").status_code == 404

    def test_a_test_is_mailed_to_the_person_who_asks(self, worker: Client, service: Service) -> None:
        _store(worker)
        sent = {"language": "de", "key": "k" * 16}
        assert worker.post(f"{PAGE}test/", sent)["Location"] == PAGE
        assert [(each.language, each.key) for each in service.issues_tested] == [("de", "k" * 16)]
        assert "The draft is on its way to your own address." in text(worker.get(PAGE))

    @pytest.mark.parametrize("sent", [{}, {"language": "xx", "key": "k" * 16}, {"language": "de", "key": "a\nb"}])
    def test_what_no_page_sends_tests_nothing(self, worker: Client, service: Service, sent: dict[str, str]) -> None:
        _store(worker)
        assert worker.post(f"{PAGE}test/", sent)["Location"] == PAGE
        assert service.issues_tested == []

    def test_a_refusal_is_reported(self, worker: Client, service: Service) -> None:
        _store(worker)
        service.refuse["test_issue"] = Problem(type="no-address", title="You have no confirmed address", status=409)
        worker.post(f"{PAGE}test/", {"language": "de", "key": "k" * 16})
        assert "You have no confirmed address" in text(worker.get(PAGE))


class TestSending:
    @pytest.mark.parametrize(
        "sent", [{}, {"version": "0", "addressees": "1"}, {"version": "1", "addressees": "-1"}, {"version": "９" * 99}]
    )
    def test_what_no_page_sends_sends_nothing(self, worker: Client, service: Service, sent: dict[str, str]) -> None:
        _store(worker)
        assert worker.post(f"{PAGE}send/", sent).status_code == 422
        assert service.issues[ISSUE].state is IssueState.DRAFT

    def test_how_many_get_it_is_looked_at_before_it_is_sent(self, worker: Client, service: Service) -> None:
        service.subscribers = [_subscriber(f"{name}@example.org") for name in "abc"]
        _store(worker)
        assert "To 3 addresses, now." in text(worker.get(f"{PAGE}send/"))
        assert service.issues[ISSUE].state is IssueState.DRAFT
        service.is_estimated = True
        assert "To about 3 addresses, now." in text(worker.get(f"{PAGE}send/"))
        assert worker.post(f"{PAGE}send/", {"version": "1", "addressees": "3"})["Location"] == PAGE
        assert (service.issues[ISSUE].state, service.issues[ISSUE].addressees) == (IssueState.SENDING, 3)
        assert "Addresses when it was begun 3 Sent 0 Left, at the most 3" in text(worker.get(PAGE))

    def test_prices_that_vary_are_named_as_the_mail_names_them(
        self, worker: Client, service: Service, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        tide = Card(id="slow-tide", title="Slow tide", currency="EUR", price=2400, prices_vary=True)
        monkeypatch.setattr(issue_sending, "read_cards", lambda ids: ((tide,), []))
        _store(worker)
        assert "Slow tide, from €24.00" in text(worker.get(f"{PAGE}send/"))

    def test_a_price_that_a_page_has_still_in_its_cache_is_not_the_one_that_is_sent(
        self, worker: Client, service: Service
    ) -> None:
        service.products = [product()]
        worker.get("/product/slow-tide/")
        cheaper = (replace(each, price=1234) for each in service.products[0].variants)
        service.products = [replace(service.products[0], variants=tuple(cheaper))]
        _store(worker, products="slow-tide")
        worker.post(f"{PAGE}send/", {"version": "1", "addressees": "3"})
        assert [each.price for each in service.issues[ISSUE].content.products] == [1234]

    def test_a_second_click_or_an_old_page_leads_to_how_far_it_is(self, worker: Client, service: Service) -> None:
        _store(worker)
        for _ in range(2):
            assert worker.post(f"{PAGE}send/", {"version": "1", "addressees": "3"})["Location"] == PAGE
        assert worker.get(f"{PAGE}send/")["Location"] == PAGE
        assert _store(worker, version="1")["Location"] == PAGE
        assert "This issue was sent meanwhile. What you wrote was not stored." in text(worker.get(PAGE))

    def test_another_issue_that_is_being_sent_is_reported(self, worker: Client, service: Service) -> None:
        _store(worker)
        service.refuse["start_issue"] = Problem(type="another-is-sent", title="Another issue is being sent", status=409)
        worker.post(f"{PAGE}send/", {"version": "1", "addressees": "3"})
        assert "Another issue is being sent" in text(worker.get(PAGE))

    def test_it_is_stopped_by_a_button_that_only_a_running_one_has(self, worker: Client, service: Service) -> None:
        _store(worker)
        worker.post(f"{PAGE}send/", {"version": "1", "addressees": "3"})
        assert "Stop sending it" in text(worker.get(PAGE))
        assert worker.post(f"{PAGE}stop/")["Location"] == PAGE
        service.issues[ISSUE] = replace(service.issues[ISSUE], sent=2, rejected=1)
        shown = text(worker.get(PAGE))
        assert "Sent 2 Left, at the most 0 Did not arrive for good, or called spam 1" in shown
        assert "Stop sending it" not in shown
