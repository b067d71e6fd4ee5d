"""Mails about the newsletter itself: each once, with a way out of it, and none after it was taken."""

from typing import Any
from unittest import mock

import pytest
from msgspec.structs import replace

from backend.contracts.newsletter.events import SubscriptionConfirmed, SubscriptionRequested, SubscriptionStopped
from backend.notification.consumer import handler
from backend.notification.domain import Mail
from backend.shared.aws import client
from tests.backend.events import sqs

KEY = "0123456789abcdef" * 4
REQUESTED = SubscriptionRequested(key=KEY, email="ada@example.com")
CONFIRMED = SubscriptionConfirmed(key=KEY, email="ada@example.com")
PAGE = f"https://halftone.example/newsletter/{KEY}/"


def _consume(*events: Any) -> None:
    for event in events:
        assert handler(sqs(event), None) == {"batchItemFailures": []}


@pytest.mark.parametrize("event", [REQUESTED, CONFIRMED])
def test_after_it_was_stopped_nothing_is_sent_not_even_what_was_on_its_way(outbox: list[Mail], event: Any) -> None:
    _consume(SubscriptionStopped(key=KEY), SubscriptionStopped(key=KEY), event)
    assert outbox == []


def test_stopping_one_subscription_stops_no_other(outbox: list[Mail]) -> None:
    _consume(SubscriptionStopped(key="f" * 64), REQUESTED)
    assert len(outbox) == 1


def test_each_is_sent_once(outbox: list[Mail]) -> None:
    _consume(REQUESTED, CONFIRMED, REQUESTED, CONFIRMED)
    assert [mail.name for mail in outbox] == ["newsletter-confirm", "newsletter-welcome"]


def test_an_address_is_asked_to_confirm_and_the_mail_links_to_the_confirmation(outbox: list[Mail]) -> None:
    _consume(REQUESTED)
    (mail,) = outbox
    assert mail.to == "ada@example.com"
    assert f"Confirm: {PAGE}" in mail.text
    assert "If it was not you, ignore this e-mail" in mail.text
    assert mail.unsubscribe == ""


@pytest.mark.parametrize(
    ("language", "subject", "page"),
    [
        ("de", "Bitte bestätigen: der Newsletter von", "/de/newsletter/"),
        ("fr", "À confirmer\u00a0: la", "/fr/newsletter/"),
    ],
)
def test_it_is_written_in_the_language_of_the_page(outbox: list[Mail], language: Any, subject: str, page: str) -> None:
    _consume(replace(REQUESTED, language=language))
    assert outbox[0].subject.startswith(subject)
    assert f"https://halftone.example{page}{KEY}/" in outbox[0].text


def test_it_is_stopped_by_one_click_from_the_mail_program_or_its_foot(outbox: list[Mail]) -> None:
    _consume(CONFIRMED)
    assert f"Stop these e-mails: {PAGE}" in outbox[0].text
    assert outbox[0].unsubscribe == f"{PAGE}unsubscribe/"


def test_mails_to_an_account_link_to_the_page_of_all_e_mails(outbox: list[Mail]) -> None:
    _consume(CONFIRMED, replace(CONFIRMED, key="f" * 64, has_account=True))
    way = "Which e-mails you get: https://halftone.example/wishes/alerts/\n"
    assert [way in mail.text for mail in outbox] == [False, True]


def test_ses_is_given_the_headers_of_rfc_8058() -> None:
    with mock.patch.object(client("sesv2"), "send_email") as sent:
        _consume(CONFIRMED)
    headers = {each["Name"]: each["Value"] for each in sent.call_args.kwargs["Content"]["Simple"]["Headers"]}
    assert headers == {
        "List-Unsubscribe": f"<{PAGE}unsubscribe/>",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
    }


def test_the_service_keeps_no_address_of_a_subscription(outbox: list[Mail]) -> None:
    _consume(REQUESTED, CONFIRMED, SubscriptionStopped(key=KEY))
    assert "ada@example.com" not in str(client("dynamodb").scan(TableName="notification")["Items"])
