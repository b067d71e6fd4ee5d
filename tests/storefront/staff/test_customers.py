"""Customers: found by what is known of them, with orders and notes, and signed out everywhere."""

import re

import pytest
from django.test import Client

from backend.contracts.notification.models import Feedback, FeedbackKind, FeedbackReason
from backend.contracts.problem import Problem
from storefront.account import login, second_factor
from storefront.clients.api import Refusal
from tests.storefront.order.orders import placed_order
from tests.storefront.reading import text
from tests.storefront.service import Service
from tests.storefront.staff.test_desk import confirm_order

LIST, ONE = "/staff/customers/", "/staff/customers/one/"
ADA = "ada@example.org"
KEY = "k" * 32
AT = "2026-11-20T10:00:00.000Z"


@pytest.fixture
def ended_sign_ins(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The addresses whose sign-ins were ended."""
    found: list[str] = []
    monkeypatch.setattr(login, "end_others", lambda request, email, username: found.append(email))
    return found


@pytest.mark.parametrize("page", [LIST, f"{ONE}?email={ADA}"])
def test_shoppers_find_no_customers(shopper: Client, service: Service, page: str) -> None:
    assert shopper.get(page).status_code == 404
    assert not {"search_orders", "list_customer_notes"} & set(service.calls)


def test_shoppers_sign_nobody_out(shopper: Client, ended_sign_ins: list[str]) -> None:
    assert shopper.post(f"{LIST}sign-out/", {"email": ADA, "key": KEY}).status_code == 404
    assert ended_sign_ins == []


def test_without_orders_nobody_is_listed(worker: Client, service: Service) -> None:
    assert "Nobody has ordered yet." in text(worker.get(LIST))
    assert "No customer matches." in text(worker.get(LIST, {"q": "nobody"}))


def test_unreadable_input_is_reported_at_its_field(worker: Client) -> None:
    page = worker.get(LIST, {"q": "a\x00b"})
    assert (page.status_code, 'aria-invalid="true"' in page.content.decode()) == (422, True)


def test_a_cursor_that_is_not_ours_leads_to_the_first_page(worker: Client, service: Service) -> None:
    service.refuse["search_orders"] = Problem(type="bad-query", title="No", status=400)
    assert worker.get(LIST, {"after": "Zm9v"}).headers["Location"] == LIST
    assert worker.get(ONE, {"email": ADA, "after": "Zm9v"}).headers["Location"] == f"{ONE}?email=ada%40example.org"


def test_each_customer_stands_once_with_the_latest_order(worker: Client, service: Service) -> None:
    for _ in range(3):
        placed_order(service)
    html = worker.get(LIST).content.decode()
    assert html.count("<tbody><tr>") == 1
    assert re.findall(r'desk__pieces">(\d+)<', html) == ["3"]
    assert f'href="{ONE}?email=ada%40example.org"' in html


@pytest.mark.parametrize("email", ["", "ada", "a b@c.de", "x" * 195 + "@b.org", "a@b\n.org"])
def test_what_is_no_address_has_no_page(worker: Client, email: str) -> None:
    assert worker.get(ONE, {"email": email}).status_code == 404


def test_a_customer_without_orders_has_an_empty_page(worker: Client, service: Service) -> None:
    page = text(worker.get(ONE, {"email": "new@example.org"}))
    assert ("No order has this address." in page, "Nothing is noted yet." in page) == (True, True)


def test_the_page_has_the_orders_of_this_address_only_in_whatever_case(worker: Client, service: Service) -> None:
    order_id = confirm_order(service)
    html = worker.get(ONE, {"email": "ADA@example.org"}).content.decode()
    assert f"/staff/orders/{order_id}/" in html
    similar = worker.get(ONE, {"email": "ad.a@example.org"})
    assert f"/staff/orders/{order_id}/" not in similar.content.decode()


@pytest.mark.parametrize(
    ("feedback", "words"),
    [
        (None, ""),
        (Feedback(kind=FeedbackKind.UNDELIVERED, at=AT, reason=FeedbackReason.MAILBOX_UNKNOWN), "takes no mail: mailbox unknown, 20 "),
        (Feedback(kind=FeedbackKind.UNDELIVERED, at=AT), "takes no mail: the other side did not say why, 20 "),
        (Feedback(kind=FeedbackKind.SPAM, at=AT), "a mail of ours was marked as spam, 20 "),
    ],
    ids=["none", "unknown", "unsaid", "spam"],
)  # fmt: skip
def test_the_page_says_that_the_address_takes_no_mail(
    worker: Client, service: Service, feedback: Feedback | None, words: str
) -> None:
    if feedback:
        service.feedback[ADA] = feedback
    page = text(worker.get(ONE, {"email": "Ada@example.org"}))
    assert (words in page, ("takes no mail" in page or "marked as spam" in page)) == (True, feedback is not None)


def test_a_page_whose_address_cannot_be_looked_up_says_so_and_shows_the_rest(worker: Client, service: Service) -> None:
    service.down.add("notification")
    page = text(worker.get(ONE, {"email": ADA}))
    assert ("takes mail cannot be shown" in page, "No order has this address." in page) == (True, True)


def test_a_note_is_written_once_signed_and_shown_as_text(worker: Client, service: Service) -> None:
    typed = {"email": ADA, "key": KEY, "text": "Rings often.\r\n<b>Kind</b>"}
    for _ in range(2):
        page = worker.post(f"{LIST}notes/", typed, follow=True)
    assert [note.text for note in service.notes[ADA]] == ["Rings often.\n<b>Kind</b>"]
    assert ("The note is saved." in text(page), "&lt;b&gt;" in page.content.decode()) == (True, True)


@pytest.mark.parametrize("typed", [{"text": " "}, {"key": "short"}, {"email": "ada"}, {"text": "x" * 4_001}])
def test_a_mistake_in_a_note_is_reported_and_nothing_is_written(
    worker: Client, service: Service, typed: dict[str, str]
) -> None:
    page = worker.post(f"{LIST}notes/", {"email": ADA, "key": KEY, "text": "Rang"} | typed, follow=True)
    assert (page.status_code, service.notes) == (200, {})


def test_signing_out_is_noted_first_and_then_done(worker: Client, service: Service, ended_sign_ins: list[str]) -> None:
    page = worker.post(f"{LIST}sign-out/", {"email": ADA, "key": KEY}, follow=True)
    assert (ended_sign_ins, [note.text for note in service.notes[ADA]]) == ([ADA], ["Signed out everywhere."])
    assert "Every sign-in with this address is ended." in text(page)


def test_what_cannot_be_noted_is_not_done(worker: Client, service: Service, ended_sign_ins: list[str]) -> None:
    service.refuse["add_customer_note"] = Problem(type="try-later", title="Not now", status=409)
    page = worker.post(f"{LIST}sign-out/", {"email": ADA, "key": KEY}, follow=True)
    assert (ended_sign_ins, "Nothing was done." in text(page)) == ([], True)


@pytest.fixture
def removed_factors(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The addresses whose second factors were removed; a colleague's is refused."""
    addresses: list[str] = []

    def refuse(email: str) -> None:
        if email != ADA:
            raise Refusal(Problem(type="staff", title=second_factor.OWNERS_TASK, status=409))

    monkeypatch.setattr(second_factor, "refuse_for_staff", refuse)
    monkeypatch.setattr(second_factor, "remove_for", addresses.append)
    return addresses


def test_shoppers_remove_nobodys_second_factor(shopper: Client, removed_factors: list[str]) -> None:
    assert shopper.post(f"{LIST}second-factor/", {"email": ADA, "key": KEY}).status_code == 404
    assert removed_factors == []


@pytest.mark.parametrize("typed", [{}, {"email": "x", "key": KEY}, {"email": "grace@example.org", "key": KEY}])
def test_the_second_factor_of_a_colleague_or_nobody_stays(
    worker: Client, service: Service, removed_factors: list[str], typed: dict[str, str]
) -> None:
    worker.post(f"{LIST}second-factor/", typed)
    assert (removed_factors, dict(service.notes)) == ([], {})


def test_without_a_note_the_second_factor_stays(worker: Client, service: Service, removed_factors: list[str]) -> None:
    service.refuse["add_customer_note"] = Problem(type="try-later", title="Not now", status=409)
    page = worker.post(f"{LIST}second-factor/", {"email": ADA, "key": KEY}, follow=True)
    assert (removed_factors, "Nothing was done." in text(page)) == ([], True)


def test_a_second_factor_is_removed_for_who_lost_the_phone(
    worker: Client, service: Service, removed_factors: list[str]
) -> None:
    page = worker.post(f"{LIST}second-factor/", {"email": ADA, "key": KEY}, follow=True)
    assert (removed_factors, [note.text for note in service.notes[ADA]]) == ([ADA], ["Second factor removed."])
    assert "The second factor is removed. A mail says so" in text(page)
    ((address, _),) = service.removals
    assert address == ADA


def test_support_removes_none_without_a_mail_about_it(
    worker: Client, service: Service, removed_factors: list[str]
) -> None:
    service.refuse["report_second_factor_removal_for"] = Problem(type="busy", title="Not now", status=409)
    page = worker.post(f"{LIST}second-factor/", {"email": ADA, "key": KEY}, follow=True)
    assert (removed_factors, "Nothing was done." in text(page)) == ([], True)


def test_an_order_leads_to_its_customer(worker: Client, service: Service) -> None:
    html = worker.get(f"/staff/orders/{confirm_order(service)}/").content.decode()
    assert f'href="{ONE}?email=ada%40example.org"' in html
