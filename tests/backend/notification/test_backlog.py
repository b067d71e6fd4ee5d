"""Mails that SES puts off: nothing is lost, nothing is sent twice, and mails about orders come first."""

import json
import secrets
from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import pytest
from botocore.exceptions import ClientError

from backend.contracts.alarm_messages import MAILS_WAIT
from backend.contracts.event import Event
from backend.contracts.newsletter.events import IssueAddressed, IssueStarted, SubscriptionStopped
from backend.contracts.newsletter.issues import IssueContent, IssueText
from backend.contracts.notification.mail_backlog import MailBacklog, MailDelay
from backend.contracts.order.events import OrderCancelled, OrderConfirmed, OrderErased
from backend.notification import backlog, email_client, sweeper, waiting_mails
from backend.notification.backlog_entry import DAYS, Entry, put
from backend.notification.consumer import handler
from backend.notification.domain import Mail
from backend.shared import aws, clock, compression, dynamodb
from tests.backend.events import sqs
from tests.backend.notification.samples import MINUTE
from tests.backend.order.checkouts import checked_out

ORDER, OTHER = "0" * 27 + "1", "0" * 27 + "2"
DONE: dict[str, Any] = {"batchItemFailures": []}
HOUR = 3_600
CHECKED_OUT = checked_out(order_id=ORDER, owner="shopper#1")
WHOSE: dict[str, Any] = {"order_id": ORDER, "owner": "shopper#1", "at": "2026-11-03T10:20:00.000Z"}
CONFIRMED, CANCELLED = OrderConfirmed(**WHOSE), OrderCancelled(**WHOSE)
ISSUE = "1" * 32
STARTED = IssueStarted(
    issue_id=ISSUE, content=IssueContent(texts=(IssueText(language="en", subject="New prints", text="Look."),))
)
FULL = ("LimitExceededException", 400, "Daily message quota exceeded.")
TOO_FAST = ("TooManyRequestsException", 429, "Maximum sending rate exceeded.")
PAUSED = ("SendingPausedException", 400, "Email sending is paused")
SUSPENDED = ("AccountSuspendedException", 400, "The account's ability to send email has been permanently restricted.")
HALTED = (
    "MessageRejected",
    400,
    "Sending suspended for this account. For more information, please check the inbox of the email address associated "
    "with your AWS account.",
)


def refuse(code: str, status: int, message: str) -> ClientError:
    told: Any = {"Error": {"Code": code, "Message": message}, "ResponseMetadata": {"HTTPStatusCode": status}}
    return ClientError(told, "SendEmail")


class Ses:
    """A mail provider that may be closed, and counts how often it is asked."""

    def __init__(self) -> None:
        self.sent: list[Mail] = []
        self.asked, self.room = 0, 0
        self.refusal: tuple[str, int, str] = FULL

    def send(self, mail: Mail) -> str:
        self.asked += 1
        if self.room <= 0:
            raise refuse(*self.refusal)
        self.room -= 1
        self.sent.append(mail)
        return f"ses-{len(self.sent)}"

    @property
    def names(self) -> list[str]:
        return [mail.name for mail in self.sent]


@pytest.fixture
def ses(monkeypatch: pytest.MonkeyPatch) -> Ses:
    provider = Ses()
    monkeypatch.setattr(email_client, "send", provider.send)
    return provider


def take(*events: Event | str) -> None:
    """Have the consumer take messages, each with an id of its own."""
    for event in events:
        message = sqs(event)
        message["Records"][0]["messageId"] = clock.new_id()
        assert handler(message, None) == DONE


def issue_mail_to(key: str) -> IssueAddressed:
    return IssueAddressed(issue_id=ISSUE, key=key * 64, email=f"{key}@example.com")


def sweep() -> dict[str, int]:
    return sweeper.handler({}, MINUTE)


@pytest.fixture
def wait(monkeypatch: pytest.MonkeyPatch) -> Callable[[float], None]:
    """Let so many seconds pass."""
    real, passed = clock.now, SimpleNamespace(seconds=0.0)
    monkeypatch.setattr(clock, "now", lambda: clock.later(real(), passed.seconds))

    def let_pass(seconds: float) -> None:
        passed.seconds += seconds

    return let_pass


@pytest.mark.parametrize("refusal", [FULL, TOO_FAST, PAUSED, SUSPENDED, HALTED], ids=lambda refusal: refusal[0])
def test_a_mail_that_is_put_off_is_no_failure_and_is_sent_once_ses_takes_mails_again(
    ses: Ses, refusal: tuple[str, int, str], capsys: pytest.CaptureFixture[str]
) -> None:
    ses.refusal = refusal
    take(CHECKED_OUT, CONFIRMED)
    assert f'"code":"{refusal[0]}"' in capsys.readouterr().out
    assert sweep() == {"waiting": 1, "sent": 0, "given_up": 0}
    assert ses.sent == []
    ses.room = 9
    assert sweep() == {"waiting": 0, "sent": 1, "given_up": 0}
    assert sweep() == {"waiting": 0, "sent": 0, "given_up": 0}
    assert ses.names == ["confirmed"]


def test_a_mail_is_sent_once_though_its_news_come_again_before_or_after_it_is_sent(ses: Ses) -> None:
    take(CHECKED_OUT, CONFIRMED, CONFIRMED)
    ses.room = 9
    take(CONFIRMED)
    assert sweep() == {"waiting": 0, "sent": 2, "given_up": 0}  # both entries are done with
    take(CONFIRMED)
    assert ses.names == ["confirmed"]


def test_a_closed_day_costs_one_call_a_minute_however_many_mails_wait(ses: Ses) -> None:
    take(CHECKED_OUT, CONFIRMED, CANCELLED)
    before = ses.asked
    assert sweep()["waiting"] == 2
    assert ses.asked == before + 1


def test_mails_about_orders_are_sent_before_an_issue_that_waited_longer(ses: Ses) -> None:
    take(CHECKED_OUT, STARTED, issue_mail_to("a"), CONFIRMED, issue_mail_to("b"), CANCELLED)
    ses.room = 3
    assert sweep() == {"waiting": 1, "sent": 3, "given_up": 0}
    assert ses.names[:2] == ["confirmed", "cancelled"]
    assert ses.sent[2].to == "a@example.com"


def test_an_issue_takes_no_room_from_mails_that_wait(ses: Ses) -> None:
    take(CHECKED_OUT, STARTED, CONFIRMED)
    ses.room = 1
    before = ses.asked
    take(issue_mail_to("a"))
    assert ses.asked == before
    sweep()
    assert ses.names == ["confirmed"]


def test_a_mail_of_an_issue_that_came_too_fast_holds_up_no_other_of_it(ses: Ses) -> None:
    ses.refusal = TOO_FAST
    take(STARTED, issue_mail_to("a"))
    ses.room = 9
    take(issue_mail_to("b"))
    assert [mail.to for mail in ses.sent] == ["b@example.com"]
    sweep()
    assert [mail.to for mail in ses.sent] == ["b@example.com", "a@example.com"]


def test_a_mail_about_an_order_is_tried_at_once_though_others_wait(ses: Ses) -> None:
    take(CHECKED_OUT, CONFIRMED)
    ses.room = 1
    take(CANCELLED)
    assert ses.names == ["cancelled"]


def test_a_mail_that_waits_too_long_becomes_a_dead_letter_which_can_be_sent_on(
    ses: Ses, wait: Callable[[float], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    dead = aws.client("sqs").create_queue(QueueName="dead")["QueueUrl"]
    monkeypatch.setenv("DEAD_LETTERS", dead)
    take(CHECKED_OUT, STARTED, CONFIRMED, issue_mail_to("a"))
    wait(DAYS * 24 * HOUR - HOUR)
    assert sweep()["given_up"] == 0
    wait(2 * HOUR)
    assert sweep() == {"waiting": 0, "sent": 0, "given_up": 2}
    letters = aws.client("sqs").receive_message(QueueUrl=dead, MaxNumberOfMessages=10)["Messages"]
    assert {json.loads(each["Body"])["detail-type"] for each in letters} == {"OrderConfirmed.v1", "IssueAddressed.v1"}
    take(*(each["Body"] for each in letters))  # while SES is still closed: they have two days again
    wait(DAYS * 24 * HOUR - HOUR)
    assert sweep() == {"waiting": 2, "sent": 0, "given_up": 0}
    ses.room = 9
    assert sweep() == {"waiting": 0, "sent": 2, "given_up": 0}
    assert sorted(ses.names) == sorted(["confirmed", f"issue-{ISSUE}"])


def test_one_mail_that_fails_otherwise_keeps_none_behind_it_from_being_sent(
    ses: Ses, monkeypatch: pytest.MonkeyPatch
) -> None:
    take(CHECKED_OUT, CONFIRMED, CANCELLED)
    ses.room = 9
    with monkeypatch.context() as patch:
        fail_for(patch, "confirmed")
        assert sweep() == {"waiting": 1, "sent": 1, "given_up": 0}
    assert ses.names == ["cancelled"]


def fail_for(monkeypatch: pytest.MonkeyPatch, *names: str) -> None:
    """Have mails of these names fail otherwise."""
    send = email_client.send

    def fail(mail: Mail) -> str:
        if mail.name in names:
            raise refuse("AccessDeniedException", 403, "Not allowed")
        return send(mail)

    monkeypatch.setattr(email_client, "send", fail)


def put_off_poison(count: int) -> None:
    """Store so many messages that nobody can read."""
    for number in range(count):
        since = clock.now()
        body = compression.compress('{"detail":{"type":"Nothing.v1"}}')
        id = f"poison-{number}"
        dynamodb.write("put_item", **put(Entry(f"1#{since}#{id}", since, MailDelay.QUOTA, id, body)))


def test_six_hundred_that_keep_failing_do_not_keep_a_good_mail_from_being_sent(
    ses: Ses, wait: Callable[[float], None]
) -> None:
    put_off_poison(600)
    take(CHECKED_OUT, CONFIRMED)
    ses.room = 9
    assert sweep() == {"waiting": 500, "sent": 0, "given_up": 0}
    wait(60)
    assert sweep()["sent"] == 1
    assert ses.names == ["confirmed"]


def test_what_keeps_failing_holds_up_no_issue_and_no_sweep(ses: Ses) -> None:
    put_off_poison(3)
    ses.room = 9
    assert sweep() == {"waiting": 3, "sent": 0, "given_up": 0}
    take(STARTED, issue_mail_to("a"))
    assert [mail.to for mail in ses.sent] == ["a@example.com"]
    assert sweep() == {"waiting": 0, "sent": 0, "given_up": 0}  # its next try is a minute later


def test_a_mail_that_fails_is_tried_at_distances_that_grow_and_becomes_a_dead_letter(
    ses: Ses, wait: Callable[[float], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    dead = aws.client("sqs").create_queue(QueueName="dead")["QueueUrl"]
    monkeypatch.setenv("DEAD_LETTERS", dead)
    take(CHECKED_OUT, CONFIRMED)
    ses.room = 9
    fail_for(monkeypatch, "confirmed")
    tried = []
    for minute in range(64):
        if sweep()["waiting"]:
            tried.append(minute)
        wait(60)
    assert tried == [0, 1, 3, 7, 15, 31]
    assert len(tried) == backlog.TRIES
    (letter,) = aws.client("sqs").receive_message(QueueUrl=dead, MaxNumberOfMessages=10)["Messages"]
    assert json.loads(letter["Body"])["detail-type"] == "OrderConfirmed.v1"


def test_a_failure_that_ends_costs_a_mail_nothing_but_time(
    ses: Ses, wait: Callable[[float], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    take(CHECKED_OUT, CONFIRMED)
    ses.room = 9
    with monkeypatch.context() as patch:
        fail_for(patch, "confirmed")
        sweep()
    wait(60)
    assert sweep() == {"waiting": 0, "sent": 1, "given_up": 0}
    assert ses.names == ["confirmed"]


def test_two_runs_at_once_that_fail_move_an_entry_once(ses: Ses) -> None:
    put_off_poison(1)
    (entry,) = backlog.read_due(9)
    backlog.fail(entry)
    backlog.fail(entry)
    assert waiting_mails.count().items[0].count == 1


@pytest.mark.parametrize(
    ("refusal", "delay"),
    [
        (FULL, "quota"),
        (TOO_FAST, "too-fast"),
        (PAUSED, "paused"),
        (SUSPENDED, "suspended"),
        (HALTED, "suspended"),
        (("Throttling", 400, "Maximum sending rate exceeded."), "too-fast"),
        (("Throttling", 400, "Daily message quota exceeded."), "quota"),
        (("ThrottlingException", 400, ""), "quota"),
    ],
    ids=lambda value: value[0] if isinstance(value, tuple) else "",
)
def test_staff_see_how_many_mails_wait_since_when_and_why(ses: Ses, refusal: tuple[str, int, str], delay: str) -> None:
    start = clock.now()
    ses.refusal = refusal
    take(CHECKED_OUT, CONFIRMED, STARTED, issue_mail_to("a"), CANCELLED)
    told = waiting_mails.count()
    assert told.complete
    assert {row.delay.value: row.count for row in told.items} == {delay: 2, "behind-others": 1}
    assert told.items[0].delay.value == delay
    assert start <= told.items[0].since < told.items[1].since <= clock.now()


def test_staff_see_the_last_reason_why_a_mail_was_put_off_or_failed(ses: Ses, monkeypatch: pytest.MonkeyPatch) -> None:
    take(CHECKED_OUT, CONFIRMED)
    ses.refusal = PAUSED
    sweep()
    assert [row.delay for row in waiting_mails.count().items] == [MailDelay.PAUSED]
    fail_for(monkeypatch, "confirmed")
    sweep()
    assert [row.delay for row in waiting_mails.count().items] == [MailDelay.FAILED]


def test_an_entry_of_the_release_before_is_counted_and_sent(ses: Ses) -> None:
    take(CHECKED_OUT, CONFIRMED)
    (entry,) = backlog.read_due(9)
    item = dict(put(entry)["Item"])
    del item["delay"], item["tries"]
    dynamodb.write("put_item", TableName=dynamodb.table_name(), Item=item)
    assert [row.delay for row in waiting_mails.count().items] == [MailDelay.UNKNOWN]
    ses.room = 1
    assert sweep() == {"waiting": 0, "sent": 1, "given_up": 0}


def test_of_very_many_mails_those_of_one_reading_are_counted(ses: Ses, monkeypatch: pytest.MonkeyPatch) -> None:
    assert waiting_mails.count() == MailBacklog(items=(), complete=True)
    put_off_poison(1)
    (entry,) = backlog.read_due(9)
    for number in range(4):  # each a third of a megabyte
        big = entry._replace(sk=f"2#{number}", body=secrets.token_bytes(350_000))
        dynamodb.write("put_item", **put(big))
    told = waiting_mails.count()
    assert not told.complete
    assert 1 < told.items[0].count < 5


def test_what_was_stopped_or_erased_while_it_waited_is_not_sent(ses: Ses) -> None:
    take(CHECKED_OUT, STARTED, CONFIRMED, issue_mail_to("a"))
    take(OrderErased(**WHOSE), SubscriptionStopped(key="a" * 64))
    ses.room = 9
    assert sweep() == {"waiting": 0, "sent": 2, "given_up": 0}
    assert ses.sent == []


def test_mails_that_wait_long_are_logged_but_not_those_of_a_full_second(
    ses: Ses, wait: Callable[[float], None], capsys: pytest.CaptureFixture[str]
) -> None:
    take(CHECKED_OUT, CONFIRMED)
    wait(60)
    sweep()
    assert MAILS_WAIT not in capsys.readouterr().out
    wait(sweeper.LATE_SECONDS)
    sweep()
    assert MAILS_WAIT in capsys.readouterr().out
    ses.room = 1
    sweep()
    assert MAILS_WAIT not in capsys.readouterr().out


def test_a_run_whose_time_is_over_leaves_the_rest_to_the_next(ses: Ses) -> None:
    take(CHECKED_OUT, CONFIRMED)
    ses.room = 9
    late = SimpleNamespace(get_remaining_time_in_millis=lambda: 5_000)
    assert sweeper.handler({}, late) == {"waiting": 1, "sent": 0, "given_up": 0}
    assert sweep()["sent"] == 1
