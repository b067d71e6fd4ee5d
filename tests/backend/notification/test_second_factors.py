"""Whoever's second factor is removed is told: once, in their language or in each, and a stranger by nobody."""

from typing import Any
from unittest import mock

from botocore.exceptions import ClientError

from backend.contracts.notification.events import SecondFactorRemoved
from backend.contracts.notification.operations import REPORT_REMOVAL, REPORT_REMOVAL_FOR
from backend.contracts.order.events import AccountClosed
from backend.notification import account_mail
from backend.notification.consumer import handler as consume
from backend.notification.domain import Mail
from backend.notification.handler import handler
from backend.shared import aws, compression
from tests.backend.events import http, sqs, token

ADA, AT = "ada@example.org", "2026-11-30T10:12:00.000Z"
KEY = "factor-form-key-01"


def report(account: mock.Mock, body: dict[str, str], verified: str = "true") -> int:
    account.return_value = {
        "UserAttributes": [{"Name": "email", "Value": ADA}, {"Name": "email_verified", "Value": verified}]
    }
    headers = {"authorization": "Bearer access-token"}
    return int(handler(http(REPORT_REMOVAL, body=body, claims=token("ada"), headers=headers), None)["statusCode"])


def report_for(email: str, key: str = KEY) -> int:
    body = {"email": email, "key": key, "by": "grace@example.com"}
    return int(handler(http(REPORT_REMOVAL_FOR, body=body, claims=token("grace", "support")), None)["statusCode"])


def events() -> list[SecondFactorRemoved]:
    """What the table's stream shows, as the relay reads it."""
    items = aws.client("dynamodb").scan(TableName="notification")["Items"]
    return [compression.decode(bytes(item["event"]["B"]), SecondFactorRemoved) for item in items if "event" in item]


def test_a_token_that_tells_of_no_account_any_more_is_refused(account: mock.Mock) -> None:
    account.side_effect = ClientError({"Error": {"Code": "NotAuthorizedException"}}, "GetUser")
    assert report(account, {}) == 401
    assert events() == []


def test_an_address_that_is_not_confirmed_is_passed_over(account: mock.Mock) -> None:
    assert report(account, {}, verified="false") == 204
    assert events() == []


def test_no_shopper_names_an_address(account: mock.Mock) -> None:
    report(account, {"email": "stranger@example.org"})
    assert {each.email for each in events()} <= {ADA}


def test_shoppers_are_told_in_the_language_of_the_page(account: mock.Mock) -> None:
    assert report(account, {"language": "de"}) == 204
    (event,) = events()
    assert (event.email, event.language) == (ADA, "de")


def test_each_form_of_staff_mails_a_customer_once() -> None:
    assert report_for(ADA) == 204
    (first,) = events()
    assert (first.email, first.language) == (ADA, None)
    report_for(ADA.upper())
    assert events() == [first]
    report_for(ADA, "factor-form-key-02")
    assert events() != [first]


def test_it_is_mailed_once_however_often_it_arrives(outbox: list[Mail]) -> None:
    event = SecondFactorRemoved(at=AT, email=ADA, language="de")
    consume(sqs(event), None)
    consume(sqs(event), None)
    (mail,) = outbox
    assert mail.to == ADA
    assert "zweite Faktor Ihres Kontos entfernt" in mail.text
    assert "/de/contact/" in mail.text


def test_whose_language_nobody_knows_reads_it_in_each() -> None:
    mail = account_mail.second_factor_mail(SecondFactorRemoved(at=AT, email=ADA), "https://shop.test")
    for text in ("second factor of your account was removed", "zweite Faktor", "second facteur", "30 Nov 2026"):
        assert text in mail.text


def test_a_closed_account_is_forgotten(account: mock.Mock) -> None:
    report(account, {})
    consume(sqs(AccountClosed(owner="shopper#ada", at=AT, email=ADA)), None)
    kept: list[Any] = aws.client("dynamodb").scan(TableName="notification")["Items"]
    assert (events(), ADA in str(kept)) == ([], False)
