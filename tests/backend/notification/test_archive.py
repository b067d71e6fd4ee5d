"""Staff read the mails about an order, and have one sent again; nobody else does."""

from typing import Any

import msgspec
import pytest
from msgspec.structs import replace

from backend.contracts.notification.events import MailResendRequested
from backend.contracts.notification.operations import LIST_ORDER_MAILS, RESEND_MAIL
from backend.notification import email_client, repository
from backend.notification.consumer import handler as consume
from backend.notification.domain import Mail
from backend.notification.handler import handler
from backend.shared import aws, compression, dynamodb
from tests.backend.events import http, said, sqs, token
from tests.backend.notification.test_consumer import (
    CANCELLED,
    CHECKED_OUT,
    CONFIRMED,
    ORDER,
    REFUSED,
    SENT,
    WHOSE,
    answer,
)

STAFF = token("grace", groups="[staff]")
KEY = "form-of-this-page-1"
ORDER_KEY = "0123456789abcdef0123456789abcdef"


def list_mails() -> list[dict[str, Any]]:
    mails: list[dict[str, Any]] = said(handler(http(LIST_ORDER_MAILS, claims=STAFF, path={"order_id": ORDER}), None))[
        "items"
    ]
    return mails


def resend(name: str, key: str = KEY) -> dict[str, Any]:
    body = {"key": key, "by": "grace@example.com"}
    return handler(http(RESEND_MAIL, claims=STAFF, path={"order_id": ORDER, "name": name}, body=body), None)


def requests() -> list[MailResendRequested]:
    """What the table's stream shows, as the relay reads it."""
    items = aws.client("dynamodb").scan(TableName="notification")["Items"]
    return [compression.decode(bytes(item["event"]["B"]), MailResendRequested) for item in items if "event" in item]


def is_consumed(*events: Any) -> bool:
    return consume(sqs(*events), None) == {"batchItemFailures": []}


def test_staff_see_and_send_again_a_mail_in_the_language_that_it_was_sent_in(outbox: list[Mail]) -> None:
    is_consumed(replace(CHECKED_OUT, language="de"), CONFIRMED)
    (mail,) = outbox
    assert mail.subject == "Ihre Bestellung 0000-0001 ist bestätigt"
    (shown,) = list_mails()
    assert (shown["subject"], shown["text"]) == (mail.subject, mail.text)
    resend("confirmed")
    is_consumed(*requests())
    assert [each.text for each in outbox] == [mail.text] * 2


def test_a_recipient_stored_by_an_earlier_release_is_mailed_in_english(outbox: list[Mail]) -> None:
    is_consumed(CHECKED_OUT)
    key = {"pk": {"S": f"ORDER#{ORDER}"}, "sk": {"S": "RECIPIENT"}}
    aws.client("dynamodb").update_item(TableName="notification", Key=key, UpdateExpression="REMOVE #l",
                                       ExpressionAttributeNames={"#l": "language"})  # fmt: skip
    is_consumed(CONFIRMED)
    assert outbox[0].subject == "Your order 0000-0001 is confirmed"


def test_shoppers_read_none_and_send_none(outbox: list[Mail]) -> None:
    is_consumed(CHECKED_OUT, CONFIRMED)
    ada, path = token("ada"), {"order_id": ORDER, "name": "confirmed"}
    assert handler(http(LIST_ORDER_MAILS, claims=ada, path={"order_id": ORDER}), None)["statusCode"] == 403
    assert handler(http(RESEND_MAIL, claims=ada, path=path, body={"key": KEY}), None)["statusCode"] == 403
    assert requests() == []


def test_an_order_without_mails_has_an_empty_list(outbox: list[Mail]) -> None:
    assert list_mails() == []
    is_consumed(CHECKED_OUT)
    assert list_mails() == []


@pytest.mark.parametrize("name", ["sent", "nothing", "message"])
def test_a_mail_that_was_not_sent_cannot_be_sent_again(outbox: list[Mail], name: str) -> None:
    is_consumed(CHECKED_OUT, CONFIRMED)
    assert (resend(name)["statusCode"], requests()) == (404, [])


def test_a_mail_from_before_texts_were_kept_is_listed_and_not_sent_again(outbox: list[Mail]) -> None:
    is_consumed(CHECKED_OUT)
    old = {
        "claimed_by": "m",
        "claimed_at": 1_795_000_000,
        "sent_at": "2026-11-03T10:20:00.000Z",
        "expires": 1_803_000_000,
    }
    aws.client("dynamodb").put_item(
        TableName="notification", Item=repository._key(ORDER, "MAIL#sent") | dynamodb.to_item(old)
    )
    assert list_mails() == [{"name": "sent", "at": "2026-11-03T10:20:00.000Z"}]
    assert (resend("sent")["statusCode"], requests()) == (409, [])


def test_every_mail_is_listed_with_its_text_newest_first(outbox: list[Mail]) -> None:
    for event in (CHECKED_OUT, CONFIRMED, SENT, CANCELLED):
        is_consumed(event)
    found = list_mails()
    assert {mail["name"] for mail in found} == {"confirmed", "sent", "cancelled"}
    assert [mail["at"] for mail in found] == sorted((mail["at"] for mail in found), reverse=True)
    texts = {mail.name: (mail.to, mail.subject, mail.text) for mail in outbox}
    assert {mail["name"]: (mail["to"], mail["subject"], mail["text"]) for mail in found} == texts


def test_the_key_of_a_guests_order_is_in_the_mail_and_not_shown_to_staff(outbox: list[Mail]) -> None:
    is_consumed(msgspec.structs.replace(CHECKED_OUT, order_key=ORDER_KEY), CONFIRMED)
    (mail,) = list_mails()
    assert (ORDER_KEY in outbox[0].text, ORDER_KEY in mail["text"]) == (True, False)


@pytest.mark.parametrize("code", ["MessageRejected"])
def test_a_mail_that_was_refused_is_listed_with_the_reason(code: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(email_client, "send", answer(code, 400))
    is_consumed(CHECKED_OUT, REFUSED)
    (mail,) = list_mails()
    assert (mail["refused"], mail["to"], "Sold" in mail["text"]) == (code, CHECKED_OUT.address.email, True)


def test_a_mail_without_a_sender_is_listed_as_not_sent(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MAIL_FROM", "")
    is_consumed(CHECKED_OUT, CONFIRMED)
    assert [(mail["name"], mail["refused"]) for mail in list_mails()] == [("confirmed", "no-sender")]


def test_a_form_sends_one_mail_again_however_often_it_comes(outbox: list[Mail]) -> None:
    is_consumed(CHECKED_OUT, CONFIRMED)
    for _ in range(2):
        assert resend("confirmed")["statusCode"] == 204
    for _ in range(2):
        assert is_consumed(*requests())
    first, again = outbox
    assert (again.subject, again.text, again.html) == (first.subject, first.text, first.html)
    newest = list_mails()[0]
    assert (newest["name"].startswith("confirmed-again-"), newest["by"]) == (True, "grace@example.com")


def test_another_form_sends_another_and_what_was_sent_again_can_be_sent_again(outbox: list[Mail]) -> None:
    is_consumed(CHECKED_OUT, CONFIRMED)
    resend("confirmed")
    is_consumed(*requests())
    again = next(mail["name"] for mail in list_mails() if "again" in mail["name"])
    assert resend(again, key="form-of-this-page-2")["statusCode"] == 204
    is_consumed(*requests())
    names = {mail.name for mail in outbox}
    assert (len(outbox), len(names), max(map(len, names))) == (3, 3, len(again))


def test_it_goes_to_the_address_that_the_order_has_by_now(outbox: list[Mail]) -> None:
    is_consumed(CHECKED_OUT, CONFIRMED)
    new = msgspec.structs.replace(CHECKED_OUT.address, email="ada@new.example")
    repository.change_address(ORDER, new, 7)
    resend("confirmed")
    is_consumed(*requests())
    assert [mail.to for mail in outbox] == [CHECKED_OUT.address.email, "ada@new.example"]
    assert [mail["to"] for mail in list_mails()] == ["ada@new.example", CHECKED_OUT.address.email]


def test_a_mark_stays_within_one_write_unit(outbox: list[Mail]) -> None:
    is_consumed(CHECKED_OUT, CONFIRMED)
    item = repository.read_mark(ORDER, "confirmed")
    size = sum(len(name) + len(next(iter(value.values()))) for name, value in item.items())
    assert size < 600, WHOSE
