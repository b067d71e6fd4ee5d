"""Whoever changes the address of an account, the one before is told: once, and never an address that a caller names."""

from typing import Any
from unittest import mock

import pytest
from botocore.exceptions import ClientError

from backend.contracts.notification.events import AccountEmailChanged
from backend.contracts.notification.operations import RECORD_ACCOUNT_EMAIL
from backend.contracts.order.events import AccountClosed
from backend.notification import account_emails
from backend.notification.consumer import handler as consume
from backend.notification.domain import Mail
from backend.notification.handler import handler
from backend.shared import aws, compression
from tests.backend.events import http, sqs, token

OWNER = "shopper#ada"
AT = "2026-11-03T10:12:00.000Z"


def record(account: mock.Mock, email: str, verified: str = "true", **query: str) -> int:
    account.return_value = {
        "UserAttributes": [{"Name": "email", "Value": email}, {"Name": "email_verified", "Value": verified}]
    }
    headers = {"authorization": "Bearer access-token"}
    call = http(RECORD_ACCOUNT_EMAIL, claims=token("ada"), headers=headers, query=query)
    return int(handler(call, None)["statusCode"])


def events() -> list[AccountEmailChanged]:
    """What the table's stream shows, as the relay reads it."""
    items = aws.client("dynamodb").scan(TableName="notification")["Items"]
    return [compression.decode(bytes(item["event"]["B"]), AccountEmailChanged) for item in items if "event" in item]


@pytest.mark.parametrize("code", ["NotAuthorizedException", "UserNotFoundException"])
def test_a_token_that_tells_of_no_account_any_more_is_refused(account: mock.Mock, code: str) -> None:
    account.side_effect = ClientError({"Error": {"Code": code}}, "GetUser")
    assert record(account, "ada@example.org") == 401
    assert account_emails.read(OWNER) is None


def test_an_address_that_is_not_confirmed_is_passed_over(account: mock.Mock) -> None:
    assert record(account, "ada@example.org", verified="false") == 204
    assert account_emails.read(OWNER) is None


def test_the_former_address_is_notified_once_a_new_one_takes_effect(account: mock.Mock) -> None:
    assert [record(account, each) for each in ("ada@example.org",) * 2] == [204, 204]
    assert events() == []
    record(account, "countess@example.org")
    (event,) = events()
    assert (event.owner, event.email) == (OWNER, "ada@example.org")
    assert account_emails.read(OWNER) == account_emails.AccountEmail(email="countess@example.org")


@pytest.mark.parametrize(("query", "language"), [({}, "en"), ({"language": "fr"}, "fr")])
def test_the_language_of_the_page_goes_along(account: mock.Mock, query: dict[str, str], language: str) -> None:
    """A storefront of an earlier release names none."""
    record(account, "ada@example.org", **query)
    record(account, "countess@example.org", **query)
    assert [event.language for event in events()] == [language]


@pytest.mark.parametrize("language", ["", "xx", "EN", "de\n", "de" * 500])
def test_a_language_that_the_shop_has_not_is_refused(account: mock.Mock, language: str) -> None:
    assert record(account, "ada@example.org", language=language) == 400
    assert account_emails.read(OWNER) is None


def test_of_two_at_once_one_tells(account: mock.Mock, monkeypatch: pytest.MonkeyPatch) -> None:
    record(account, "ada@example.org")
    stale = account_emails.read(OWNER)
    record(account, "countess@example.org")
    monkeypatch.setattr(account_emails, "read", lambda owner: stale)
    assert record(account, "other@example.org") == 204
    assert [each.email for each in events()] == ["ada@example.org"]


def test_a_change_that_ends_while_it_is_looked_up_is_mailed_only_to_the_former_address(account: mock.Mock) -> None:
    record(account, "ada@example.org")

    def change_meanwhile(**token: str) -> dict[str, Any]:
        present = account.return_value
        account.side_effect = None
        record(account, "countess@example.org")
        return dict(present)

    account.side_effect = change_meanwhile
    account_emails.record(OWNER, "access-token")
    assert [each.email for each in events()] == ["ada@example.org"]
    assert account_emails.read(OWNER) == account_emails.AccountEmail(email="countess@example.org")


def test_it_is_mailed_once_however_often_it_arrives(outbox: list[Mail]) -> None:
    event = AccountEmailChanged(owner=OWNER, at=AT, email="ada@example.org")
    consume(sqs(event), None)
    consume(sqs(event), None)
    (mail,) = outbox
    assert mail.to == "ada@example.org"
    assert "On 3 Nov 2026" in mail.text
    assert "/contact/" in mail.text


def test_a_closed_account_is_forgotten_and_a_replay_mails_nobody(account: mock.Mock, outbox: list[Mail]) -> None:
    record(account, "ada@example.org")
    record(account, "countess@example.org")
    (event,) = events()
    consume(sqs(event), None)
    consume(sqs(AccountClosed(owner=OWNER, at=AT, email="countess@example.org")), None)
    consume(sqs(event), None)
    assert len(outbox) == 1
    kept: list[Any] = aws.client("dynamodb").scan(TableName="notification")["Items"]
    assert "example.org" not in str(kept)
    assert account_emails.read(OWNER) is None


@pytest.mark.parametrize("now", ["Ada@Example.org", "ada@EXAMPLE.ORG"])
def test_the_same_address_written_in_another_way_is_no_change(account: mock.Mock, now: str) -> None:
    record(account, "ada@example.org")
    record(account, now)
    assert events() == []
