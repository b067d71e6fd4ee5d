"""Mails about alerts: each once, in true words, with a way out of them, and none after it was taken."""

from typing import Any
from unittest import mock

import pytest
from msgspec.structs import replace

from backend.contracts import shop
from backend.contracts.wish.alerts import AlertKind
from backend.contracts.wish.events import AlertRequested, AlertStopped, AlertTriggered
from backend.notification.consumer import handler
from backend.notification.domain import Mail
from backend.shared.aws import client
from tests.backend.events import sqs

KEY = "0123456789abcdef" * 4
WORDS: dict[str, Any] = {
    "kind": AlertKind.BACK, "sku": "HARBOUR-A3", "key": KEY, "email": "ada@example.com", "product_id": "harbour",
    "title": "Harbour <at> Dusk", "price": 2900, "currency": "EUR", "values": ("A3", "Oak"),
}  # fmt: skip
REQUESTED, BACK = AlertRequested(**WORDS), AlertTriggered(**WORDS, old_price=2900)
CHEAPER = replace(BACK, kind=AlertKind.CHEAPER, price=1900)
ALERT = f"https://halftone.example/wishes/alerts/back/HARBOUR-A3/{KEY}/"


def _consume(*events: Any) -> None:
    """One message each, as the queue gives them; doubles have ids of their own."""
    for event in events:
        assert handler(sqs(event), None) == {"batchItemFailures": []}


@pytest.mark.parametrize("event", [REQUESTED, BACK, CHEAPER])
def test_after_it_was_stopped_nothing_is_sent_not_even_what_was_on_its_way(outbox: list[Mail], event: Any) -> None:
    _consume(AlertStopped(key=KEY), AlertStopped(key=KEY), event)
    assert outbox == []


def test_stopping_one_alert_stops_no_other(outbox: list[Mail]) -> None:
    _consume(AlertStopped(key="f" * 64), BACK)
    assert len(outbox) == 1


def test_each_is_sent_once_and_a_lower_price_is_another_mail(outbox: list[Mail]) -> None:
    _consume(CHEAPER, CHEAPER, replace(CHEAPER, price=900), CHEAPER)
    assert [mail.name for mail in outbox] == ["cheaper-1900", "cheaper-900"]


def test_an_address_is_asked_to_confirm_and_the_mail_links_to_the_confirmation(outbox: list[Mail]) -> None:
    _consume(REQUESTED)
    (mail,) = outbox
    assert mail.to == "ada@example.com"
    assert f"Confirm: {ALERT}" in mail.text
    assert "If it was not you, ignore this e-mail" in mail.text
    assert mail.unsubscribe == ""


def test_articles_that_are_back_or_cheaper_are_mailed_with_their_price(outbox: list[Mail]) -> None:
    _consume(BACK, CHEAPER)
    back, cheaper = outbox
    assert "“Harbour <at> Dusk” (A3, Oak) is in stock again, at €29.00." in back.text
    assert "costs €19.00 now, and was €29.00." in cheaper.text
    assert "https://halftone.example/product/harbour/?v=HARBOUR-A3" in back.text
    assert "Harbour &lt;at&gt; Dusk" in back.html
    assert "<at>" not in back.html


def test_it_is_stopped_by_one_click_from_the_mail_program_or_its_foot(outbox: list[Mail]) -> None:
    _consume(BACK)
    assert f"Stop these e-mails: {ALERT}" in outbox[0].text
    assert outbox[0].unsubscribe == f"{ALERT}unsubscribe/"


def test_mails_to_an_account_link_to_the_page_of_all_e_mails(outbox: list[Mail]) -> None:
    _consume(BACK, replace(CHEAPER, has_account=True))
    way = "Which e-mails you get: https://halftone.example/wishes/alerts/\n"
    assert [way in mail.text for mail in outbox] == [False, True]


def test_ses_is_given_the_headers_of_rfc_8058() -> None:
    with mock.patch.object(client("sesv2"), "send_email", return_value={"MessageId": "ses-1"}) as sent:
        _consume(BACK)
    headers = {each["Name"]: each["Value"] for each in sent.call_args.kwargs["Content"]["Simple"]["Headers"]}
    assert headers == {
        "List-Unsubscribe": f"<{ALERT}unsubscribe/>",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
    }


def test_the_service_keeps_no_address_of_an_alert(outbox: list[Mail]) -> None:
    _consume(REQUESTED, BACK, AlertStopped(key=KEY))
    assert "ada@example.com" not in str(client("dynamodb").scan(TableName="notification")["Items"])


@pytest.mark.parametrize(("tax", "after"), [("included", "."), (shop.ADDED, " before tax.")])
def test_a_price_without_tax_is_shown_as_one(
    outbox: list[Mail], monkeypatch: pytest.MonkeyPatch, tax: str, after: str
) -> None:
    monkeypatch.setenv(shop.TAX_VARIABLE, tax)
    _consume(BACK)
    assert f"is in stock again, at €29.00{after}" in outbox[0].text
