"""Issues of the newsletter: nobody gets one twice or unasked, and who had confirmed when it was begun gets it."""

import time
from collections.abc import Callable
from typing import Any
from unittest import mock

import pytest
from msgspec.structs import replace

from backend.contracts.email_addresses import address_hash
from backend.contracts.newsletter.events import IssueAddressed, IssueStarted, IssueTested
from backend.contracts.newsletter.issue_operations import (
    GET_ISSUE,
    LIST_ISSUES,
    SAVE_ISSUE,
    START_ISSUE,
    STOP_ISSUE,
    TEST_ISSUE,
)
from backend.contracts.newsletter.issues import IssueContent, IssueText, mail_name
from backend.contracts.newsletter.models import SubscriptionState
from backend.contracts.notification.events import AddressRejectedMail
from backend.contracts.notification.models import FeedbackKind
from backend.newsletter import consumer, handler, issue_progress, repository, sending, service, sweeper
from backend.shared import accounts, clock, compression
from backend.shared.aws import client
from tests.backend.events import http, said, sqs, token

ISSUE, OTHER = "0" * 31 + "1", "0" * 31 + "2"
CONTENT: dict[str, Any] = {"texts": [{"language": "en", "subject": "New prints", "text": "Look.\n\nThey are here."}]}
BEFORE, STARTED, AFTER = (f"2026-11-20T1{hour}:00:00.000Z" for hour in range(3))
STAFF = token("grace", "catalogue")


class Context:
    """What Lambda tells a sweeper: there is time."""

    def get_remaining_time_in_millis(self) -> int:
        return 60_000


@pytest.fixture(autouse=True)
def waits(service_table: Callable[[str], str], monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """Seconds that a sweeper waited; in truth it does not."""
    seconds: list[float] = []
    service_table("newsletter")
    monkeypatch.setenv("MAILS_PER_MINUTE", "600")
    monkeypatch.setattr(time, "sleep", seconds.append)
    return seconds


def _ask(operation: Any, issue_id: str = ISSUE, **body: Any) -> dict[str, Any]:
    path = {"issue_id": issue_id} if operation.parameters else None
    return handler.handler(http(operation, claims=STAFF, path=path, body=body or None), None)


def _save(issue_id: str = ISSUE, version: int = 0, content: Any = CONTENT) -> dict[str, Any]:
    return _ask(SAVE_ISSUE, issue_id, content=content, version=version)


def _start(issue_id: str = ISSUE, version: int = 1, at: str = STARTED) -> dict[str, Any]:
    with mock.patch.object(clock, "now", return_value=at):
        return _ask(START_ISSUE, issue_id, version=version, addressees=3)


def _subscribe(*emails: str, at: str = BEFORE) -> None:
    for email in emails:
        new = repository.new_subscription(email, "en", 1, SubscriptionState.ACTIVE, "shopper#x")
        event = IssueAddressed(issue_id=ISSUE, key=new.key, email=email)
        assert repository.put_for_shopper(replace(new, asked_at=at, confirmed_at=at), event)


def _sweep() -> int:
    return sweeper.handler({}, Context())["sent"]


def _list_addressed(issue_id: str = ISSUE) -> list[str]:
    """Return whom the issue was last addressed to, as the subscriptions' outboxes tell."""
    items = client("dynamodb").scan(TableName="newsletter")["Items"]
    active = [each for each in items if each["pk"]["S"].startswith("SUBSCRIPTION") and "issued_at" in each]
    events = [compression.decode(bytes(each["event"]["B"]), IssueAddressed) for each in active]
    return sorted(each.email for each in events if each.issue_id == issue_id)


def _issue(issue_id: str = ISSUE) -> Any:
    return said(_ask(GET_ISSUE, issue_id))


class TestWriting:
    @pytest.mark.parametrize(
        "content",
        [
            {"texts": []},
            {"texts": [{"language": "de", "subject": "Neu", "text": "Da."}]},
            {"texts": CONTENT["texts"] * 2},
            {"texts": [{"language": "xx", "subject": "New", "text": "Here."}]},
            {"texts": [{"language": "en", "subject": "a\r\nBcc: x@example.org", "text": "Here."}]},
            {"texts": [{"language": "en", "subject": "", "text": "Here."}]},
            {"texts": [{"language": "en", "subject": "x" * 201, "text": "Here."}]},
            {"texts": [{"language": "en", "subject": "New", "text": "\x00"}]},
            CONTENT | {"products": [{"id": "x"}]},
        ],
    )
    def test_what_no_form_sends_is_refused(self, content: Any) -> None:
        assert _save(content=content)["statusCode"] in (400, 422)
        assert _ask(GET_ISSUE)["statusCode"] == 404

    @pytest.mark.parametrize("issue_id", ["SENDING", "x", "0" * 31, "G" * 32])
    def test_what_is_no_issue_is_not_found(self, issue_id: str) -> None:
        assert _ask(GET_ISSUE, issue_id)["statusCode"] in (400, 404, 422)
        assert _save(issue_id)["statusCode"] in (400, 404, 422)

    def test_the_same_form_sent_twice_stores_one_version(self) -> None:
        assert [said(_save())["version"] for _ in range(2)] == [1, 1]

    def test_nobody_writes_over_what_a_colleague_has_changed(self) -> None:
        other = {"texts": [{"language": "en", "subject": "Other", "text": "Other."}]}
        _save()
        assert _save(version=1, content=other)["statusCode"] == 200
        assert _save(version=1)["statusCode"] == 409
        assert _issue()["content"]["texts"][0]["subject"] == "Other"

    def test_they_are_listed_newest_first_without_the_mark_of_the_one_that_is_sent(self) -> None:
        _save()
        _save(OTHER)
        _start()
        assert [each["id"] for each in said(_ask(LIST_ISSUES))["items"]] == [OTHER, ISSUE]

    def test_one_whose_id_begins_with_a_letter_is_listed_too(self) -> None:
        _save("f" * 32)
        _start("f" * 32)
        assert [each["id"] for each in said(_ask(LIST_ISSUES))["items"]] == ["f" * 32]

    def test_a_test_goes_to_the_callers_own_address_alone(self) -> None:
        _save()
        with mock.patch.object(accounts, "read_account", return_value=accounts.Account("grace@example.org", "")):
            assert _ask(TEST_ISSUE, language="de", key="k" * 16)["statusCode"] == 204
        (item,) = [each for each in client("dynamodb").scan(TableName="newsletter")["Items"] if "event" in each]
        event = compression.decode(bytes(item["event"]["B"]), IssueTested)
        assert (event.email, event.language, event.key) == ("grace@example.org", "de", "k" * 16)
        assert item["expires"]["N"], "whoever leaves the shop is not remembered by a draft"

    def test_without_a_confirmed_address_there_is_no_test(self) -> None:
        _save()
        with mock.patch.object(accounts, "read_account", return_value=accounts.Account("", "")):
            assert _ask(TEST_ISSUE, language="de", key="k" * 16)["statusCode"] == 409


class TestStarting:
    def test_another_version_than_the_one_looked_at_is_not_sent(self) -> None:
        _save()
        assert _start(version=2)["statusCode"] == 409
        assert _issue()["state"] == "draft"

    def test_two_are_not_sent_at_once(self) -> None:
        _save()
        _save(OTHER)
        _start()
        assert _start(OTHER)["statusCode"] == 409
        assert _issue(OTHER)["state"] == "draft"

    def test_a_second_click_changes_nothing(self) -> None:
        _save()
        assert [said(_start(at=at))["started_at"] for at in (STARTED, AFTER)] == [STARTED, STARTED]

    def test_what_was_begun_is_not_written_again_or_tested(self) -> None:
        _save()
        _start()
        other = {"texts": [{"language": "en", "subject": "Other", "text": "Other."}]}
        assert _save(version=1, content=other)["statusCode"] == 409
        with mock.patch.object(accounts, "read_account", return_value=accounts.Account("grace@example.org", "")):
            assert _ask(TEST_ISSUE, language="de", key="k" * 16)["statusCode"] == 409

    def test_the_mailing_service_gets_the_content_of_the_issue(self) -> None:
        _save()
        _start()
        (item,) = [each for each in client("dynamodb").scan(TableName="newsletter")["Items"] if "event" in each]
        event = compression.decode(bytes(item["event"]["B"]), IssueStarted)
        assert event.content == IssueContent(
            texts=(IssueText(language="en", subject="New prints", text=CONTENT["texts"][0]["text"]),)
        )
        assert event.content.text_in("de").paragraphs == ("Look.", "They are here.")


class TestSending:
    def test_nothing_is_sent_while_there_is_nothing_to_send(self) -> None:
        _subscribe("ada@example.org")
        _save()
        assert _sweep() == 0
        assert _list_addressed() == []

    def test_subscribers_without_a_confirmation_before_the_start_get_none(self) -> None:
        _subscribe("late@example.org", at=AFTER)
        asked = repository.new_subscription("asked@example.org", "en", 1, SubscriptionState.UNCONFIRMED)
        repository.put_unconfirmed(asked, IssueAddressed(issue_id=ISSUE, key=asked.key, email=asked.email))
        _save()
        _start()
        _sweep()
        assert _list_addressed() == []
        assert (_issue()["state"], _issue()["sent"]) == ("sent", 0)

    def test_subscribers_who_stop_after_the_start_get_none(self) -> None:
        _subscribe("ada@example.org", "bob@example.org")
        _save()
        _start()
        service.stop_address("bob@example.org")
        _sweep()
        assert _list_addressed() == ["ada@example.org"]
        assert _issue()["sent"] == 1

    def test_a_subscription_stopped_after_its_page_was_read_gets_none(self, monkeypatch: pytest.MonkeyPatch) -> None:
        _subscribe("bob@example.org")
        _save()
        _start()
        mark = repository.mark_issued

        def mark_late(*arguments: Any) -> bool:
            service.stop_address("bob@example.org")
            return mark(*arguments)

        monkeypatch.setattr(repository, "mark_issued", mark_late)
        _sweep()
        assert _list_addressed() == []
        assert _issue()["sent"] == 0

    def test_everybody_gets_it_once_whatever_the_pages_are(self, monkeypatch: pytest.MonkeyPatch) -> None:
        emails = sorted(f"reader-{number}@example.org" for number in range(23))
        _subscribe(*emails)
        monkeypatch.setattr(sending, "PAGE", 2)
        _save()
        _start()
        assert _sweep() == 23
        assert _list_addressed() == emails
        assert (_issue()["state"], _issue()["sent"]) == ("sent", 23)
        assert _sweep() == 0

    def test_so_many_are_sent_in_a_minute(self, monkeypatch: pytest.MonkeyPatch) -> None:
        _subscribe(*(f"reader-{number}@example.org" for number in range(9)))
        monkeypatch.setenv("MAILS_PER_MINUTE", "4")
        _save()
        _start()
        assert [_sweep() for _ in range(4)] == [4, 4, 1, 0]
        assert (_issue()["state"], _issue()["sent"]) == ("sent", 9)

    def test_mails_are_spread_over_a_run_so_that_ses_takes_them(
        self, waits: list[float], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        _subscribe(*(f"reader-{number}@example.org" for number in range(24)))
        monkeypatch.setenv("MAILS_PER_MINUTE", "25")
        _save()
        _start()
        assert _sweep() == 24
        assert 46 <= sum(waits) <= sending.SECONDS
        assert max(waits) <= sending.PAGE * sending.SECONDS / 25

    def test_a_run_that_dies_before_it_stores_how_far_it_is_sends_nothing_twice(self) -> None:
        _subscribe(*(f"reader-{number}@example.org" for number in range(9)))
        _save()
        _start()
        advance = issue_progress.advance

        def die(*arguments: Any) -> bool:
            if arguments[-1]:
                raise RuntimeError
            return advance(*arguments)

        with mock.patch.object(issue_progress, "advance", die), pytest.raises(RuntimeError):
            _sweep()
        marked: list[bool] = []
        mark = repository.mark_issued
        with mock.patch.object(repository, "mark_issued", lambda *each: marked.append(mark(*each))):
            _sweep()
        assert len(_list_addressed()) == 9
        assert marked.count(True) < 9
        assert _issue()["sent"] == 9

    def test_of_two_runs_at_once_each_address_gets_it_from_one(self, monkeypatch: pytest.MonkeyPatch) -> None:
        _subscribe(*(f"reader-{number}@example.org" for number in range(9)))
        _save()
        _start()
        mark, marked, inside = repository.mark_issued, [], iter([True])

        def mark_twice(*arguments: Any) -> bool:
            if next(inside, False):
                _sweep()
            marked.append(mark(*arguments))
            return marked[-1]

        monkeypatch.setattr(repository, "mark_issued", mark_twice)
        _sweep()
        assert marked.count(True) == 9
        assert _issue()["sent"] == 9

    def test_once_it_is_stopped_nobody_more_gets_it(self, monkeypatch: pytest.MonkeyPatch) -> None:
        _subscribe(*(f"reader-{number}@example.org" for number in range(9)))
        monkeypatch.setenv("MAILS_PER_MINUTE", "4")
        _save()
        _start()
        _sweep()
        assert [said(_ask(STOP_ISSUE, by="grace"))["state"] for _ in range(2)] == ["stopped", "stopped"]
        assert _sweep() == 0
        assert len(_list_addressed()) == 4

    def test_a_draft_is_not_stopped(self) -> None:
        _save()
        assert _ask(STOP_ISSUE, by="grace")["statusCode"] == 409

    def test_the_next_issue_goes_to_the_same_addresses_and_to_those_that_came_since(self) -> None:
        _subscribe("ada@example.org")
        _save()
        _save(OTHER)
        _start()
        _sweep()
        _subscribe("late@example.org", at=AFTER)
        assert _start(OTHER, at="2026-11-21T10:00:00.000Z")["statusCode"] == 200
        _sweep()
        assert _list_addressed(OTHER) == ["ada@example.org", "late@example.org"]

    def test_an_issue_that_is_begun_by_a_clock_that_is_behind_goes_to_everybody(self) -> None:
        _subscribe("ada@example.org")
        _save()
        _save(OTHER)
        _start(at=AFTER)
        _sweep()
        assert said(_start(OTHER, at=STARTED))["started_at"] > AFTER
        _sweep()
        assert _list_addressed(OTHER) == ["ada@example.org"]


class TestRejections:
    def test_a_mail_that_bounces_stops_the_newsletter_and_is_counted_once(self) -> None:
        _subscribe("ada@example.org")
        _save()
        _start()
        _sweep()
        bounced = AddressRejectedMail(
            address=address_hash("ada@example.org"), kind=FeedbackKind.UNDELIVERED, at=AFTER, mail=mail_name(ISSUE)
        )
        for _ in range(2):
            assert consumer.handler(sqs(bounced), None) == {"batchItemFailures": []}
        assert _issue()["rejected"] == 1
        assert _start(OTHER)["statusCode"] == 404

    @pytest.mark.parametrize("mail", ["", "confirmed", "issue-", mail_name(OTHER)])
    def test_one_of_another_mail_stops_it_and_is_counted_nowhere(self, mail: str) -> None:
        _subscribe("ada@example.org")
        _save()
        rejected = AddressRejectedMail(
            address=address_hash("ada@example.org"), kind=FeedbackKind.SPAM, at=AFTER, mail=mail
        )
        assert consumer.handler(sqs(rejected), None) == {"batchItemFailures": []}
        assert _issue()["rejected"] == 0
        stored = repository.read(address_hash("ada@example.org"))
        assert stored
        assert stored.state is SubscriptionState.STOPPED
