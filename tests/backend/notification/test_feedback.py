"""What became of a mail stands at the mail, and at an address that takes none, whatever SES tells in whatever order."""

import itertools
import json
from typing import Any

import pytest

from backend.contracts.email_addresses import address_hash
from backend.contracts.notification.events import AddressRejectedMail
from backend.contracts.notification.operations import GET_ADDRESS_FEEDBACK, LIST_ORDER_MAILS
from backend.contracts.order.events import AccountClosed, OrderErased
from backend.notification import feedback, repository
from backend.notification.consumer import handler as consume
from backend.notification.domain import Mail
from backend.notification.handler import handler
from backend.shared import aws, clock, compression
from tests.backend.events import http, said, sqs, token
from tests.backend.notification.test_consumer import CHECKED_OUT, CONFIRMED, ORDER, SENT, WHOSE

ADA = CHECKED_OUT.address.email
STAFF = token("grace", groups="[staff]")
AT, LATER = "2026-11-20T10:00:00.000Z", "2026-11-21T10:00:00.000Z"
UNKNOWN = {
    "bounceType": "Permanent",
    "bounceSubType": "General",
    "bouncedRecipients": [
        {
            "emailAddress": ADA,
            "action": "failed",
            "status": "5.1.1",
            "diagnosticCode": f"smtp; 550 5.1.1 <{ADA}>: Recipient address rejected: User unknown",
        }
    ],
    "timestamp": AT,
    "feedbackId": "0100017f-1",
    "reportingMTA": "dsn; a8-70.smtp-out.amazonses.com",
}
FULL = UNKNOWN | {"bounceType": "Transient", "bounceSubType": "MailboxFull"}
SPAM = {
    "complainedRecipients": [{"emailAddress": ADA}],
    "timestamp": LATER,
    "complaintSubType": None,
    "complaintFeedbackType": "abuse",
    "arrivalDate": LATER,
}


def ses(kind: str, what: Any, mail_id: str = "ses-1", to: tuple[str, ...] = (ADA,)) -> str:
    """SES's event as EventBridge puts it into the queue.

    After https://docs.aws.amazon.com/ses/latest/dg/event-publishing-retrieving-sns-examples.html
    """
    mail = {
        "timestamp": AT,
        "source": "orders@halftone.example",
        "messageId": mail_id,
        "destination": list(to),
        "headersTruncated": False,
        "tags": {"ses:configuration-set": ["Sent"], "mail": ["confirmed"]},
    }
    return event({"eventType": kind.title(), kind: what, "mail": mail})


def event(detail: Any) -> str:
    return json.dumps(
        {"version": "0", "id": "1f", "detail-type": "Email Bounced", "source": "aws.ses", "detail": detail}
    )


def succeeds(*events: Any) -> bool:
    return consume(sqs(*events), None) == {"batchItemFailures": []}


def fates() -> dict[str, Any]:
    """What staff see of each mail's fate, by the mail's name."""
    reply = handler(http(LIST_ORDER_MAILS, claims=STAFF, path={"order_id": ORDER}), None)
    return {mail["name"]: mail.get("feedback") for mail in said(reply)["items"]}


def told_of(email: str = ADA) -> Any:
    reply = handler(http(GET_ADDRESS_FEEDBACK, claims=STAFF, query={"email": email}), None)
    assert reply["statusCode"] == 200
    return said(reply).get("feedback")


def stored_keys() -> list[str]:
    keys = (item["pk"]["S"] for item in aws.client("dynamodb").scan(TableName="notification")["Items"])
    return [key for key in keys if key.startswith(("SENT#", "ADDRESS#"))]


def test_shoppers_read_of_no_address(outbox: list[Mail]) -> None:
    reply = handler(http(GET_ADDRESS_FEEDBACK, claims=token("ada"), query={"email": ADA}), None)
    assert reply["statusCode"] == 403


@pytest.mark.parametrize("email", ["", "nobody", "a\nb@example.org"])
def test_what_is_no_address_is_refused(email: str) -> None:
    assert handler(http(GET_ADDRESS_FEEDBACK, claims=STAFF, query={"email": email}), None)["statusCode"] == 400


def test_a_mail_without_any_report_has_no_feedback(outbox: list[Mail]) -> None:
    assert succeeds(CHECKED_OUT, CONFIRMED)
    assert (fates(), told_of()) == ({"confirmed": None}, None)


def test_a_bounce_stands_at_its_mail_alone_and_at_the_address(outbox: list[Mail]) -> None:
    assert succeeds(CHECKED_OUT, CONFIRMED, SENT, ses("bounce", UNKNOWN))
    unknown = {"kind": "undelivered", "at": AT, "reason": "mailbox-unknown"}
    assert fates() == {"confirmed": unknown, "sent": None}
    assert told_of(ADA.upper()) == unknown
    assert told_of("other@example.com") is None


def test_feedback_that_overtakes_the_mails_mark_waits_for_it(outbox: list[Mail]) -> None:
    assert succeeds(ses("bounce", UNKNOWN))
    assert fates() == {}
    assert succeeds(CHECKED_OUT, CONFIRMED)
    assert fates()["confirmed"]["kind"] == "undelivered"


def test_an_address_that_puts_a_mail_off_still_takes_mail(outbox: list[Mail]) -> None:
    assert succeeds(CHECKED_OUT, CONFIRMED, ses("bounce", FULL))
    assert fates()["confirmed"] == {"kind": "put-off", "at": AT, "reason": "mailbox-full"}
    assert told_of() is None


def test_a_spam_complaint_is_shown_at_the_mail(outbox: list[Mail]) -> None:
    assert succeeds(CHECKED_OUT, CONFIRMED, ses("complaint", SPAM))
    assert fates()["confirmed"] == told_of() == {"kind": "spam", "at": LATER}


def test_whatever_comes_in_whatever_order_the_worst_stays_with_its_first_time(outbox: list[Mail]) -> None:
    assert succeeds(CHECKED_OUT, CONFIRMED)
    news = [("bounce", FULL), ("bounce", UNKNOWN | {"timestamp": LATER}), ("bounce", UNKNOWN)]
    for order in itertools.permutations(news):
        feedback.erase([ADA], ["ses-1"])
        assert succeeds(*(ses(*each) for each in order), ses(*order[0]))
        assert fates()["confirmed"] == {"kind": "undelivered", "at": AT, "reason": "mailbox-unknown"}


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"bounceSubType": "OnAccountSuppressionList"}, "suppressed"),
        ({"bounceSubType": "Suppressed", "bouncedRecipients": None}, "suppressed"),
        ({"bounceSubType": "NoEmail", "bouncedRecipients": []}, "mailbox-unknown"),
        ({"bouncedRecipients": [{"emailAddress": ADA}]}, None),
        ({"bouncedRecipients": [{"emailAddress": ADA, "status": None, "diagnosticCode": "smtp; 550 no"}]}, None),
        ({"bouncedRecipients": [{"emailAddress": ADA, "diagnosticCode": "smtp; 552 5.2.2 full"}]}, "mailbox-full"),
        ({"bouncedRecipients": [{"status": "5.7.1"}]}, None),
        ({"bounceSubType": None, "timestamp": "yesterday"}, "mailbox-unknown"),
        ({"timestamp": "9999-12-31T23:59:59Z"}, "mailbox-unknown"),
        ({"timestamp": "2026-11-20T11:00:00+01:00"}, "mailbox-unknown"),
    ],
)
def test_a_bounce_in_odd_forms_is_reported_as_far_as_it_is_understood(
    outbox: list[Mail], changes: dict[str, Any], reason: str | None
) -> None:
    assert succeeds(CHECKED_OUT, CONFIRMED, ses("bounce", UNKNOWN | changes))
    found = fates()["confirmed"]
    assert (found["kind"], found.get("reason")) == ("undelivered", reason)
    assert AT <= found["at"] <= clock.now()
    assert told_of() == found


def test_what_concerns_nobody_is_passed_over(outbox: list[Mail]) -> None:
    odd = [{}, {"eventType": "Delivery", "delivery": {}}, {"bounce": None, "mail": None}, {"mail": {"messageId": None}}]
    assert succeeds(CHECKED_OUT, CONFIRMED, *map(event, odd))
    assert succeeds(ses("complaint", SPAM | {"complaintFeedbackType": "not-spam"}))
    assert succeeds(event({"bounce": {}, "mail": {}}), event({"bounce": UNKNOWN, "mail": {"messageId": "x" * 3000}}))
    assert (fates(), stored_keys()) == ({"confirmed": None}, [])


def test_a_mail_that_the_shop_did_not_send_changes_none_of_its_own(outbox: list[Mail]) -> None:
    assert succeeds(CHECKED_OUT, CONFIRMED, ses("bounce", UNKNOWN, "another-senders"))
    assert fates() == {"confirmed": None}


def test_an_address_that_complained_before_was_sent_nothing(outbox: list[Mail]) -> None:
    assert succeeds(CHECKED_OUT, CONFIRMED)
    assert succeeds(ses("complaint", SPAM | {"complaintSubType": "OnAccountSuppressionList"}))
    assert fates()["confirmed"] == {"kind": "undelivered", "at": LATER, "reason": "suppressed"}


def test_of_several_recipients_those_who_are_named_take_no_mail(outbox: list[Mail]) -> None:
    named = [{"emailAddress": f"Ada Lovelace <{ADA.upper()}>"}, {"emailAddress": "bob@example.com"}]
    three = (ADA, "bob@example.com", "eve@example.com")
    assert succeeds(ses("bounce", UNKNOWN | {"bouncedRecipients": named}, to=three))
    assert [bool(told_of(each)) for each in three] == [True, True, False]
    assert succeeds(ses("bounce", UNKNOWN | {"bouncedRecipients": []}, to=("x@example.com", "y@example.com")))
    assert told_of("x@example.com") is None


def test_of_a_forwarded_mail_the_address_that_it_was_sent_to_takes_no_mail(outbox: list[Mail]) -> None:
    elsewhere = UNKNOWN | {"bouncedRecipients": [{"emailAddress": "ada@forwarded.example", "status": "5.1.1"}]}
    assert succeeds(ses("bounce", elsewhere))
    assert (bool(told_of()), told_of("ada@forwarded.example")) == (True, None)


def test_what_cannot_be_read_is_a_failed_message_and_the_others_are_done(outbox: list[Mail]) -> None:
    broken = event({"bounce": "no", "mail": []})
    reply = consume(sqs(broken, "{", CHECKED_OUT, CONFIRMED, ses("bounce", UNKNOWN)), None)
    assert sorted(each["itemIdentifier"] for each in reply["batchItemFailures"]) == ["message-0", "message-1"]
    assert fates()["confirmed"]["kind"] == "undelivered"


def test_mails_of_earlier_releases_have_no_id_and_are_listed_as_before(outbox: list[Mail]) -> None:
    assert succeeds(CHECKED_OUT, CONFIRMED, ses("bounce", UNKNOWN))
    key = repository._key(ORDER, "MAIL#confirmed")
    aws.client("dynamodb").update_item(TableName="notification", Key=key, UpdateExpression="REMOVE mail_id")
    assert fates() == {"confirmed": None}


def test_no_address_is_stored_in_what_became_of_mails(outbox: list[Mail]) -> None:
    assert succeeds(ses("bounce", UNKNOWN), ses("complaint", SPAM))
    items = aws.client("dynamodb").scan(TableName="notification")["Items"]
    assert items
    assert ADA not in str(items)
    assert all(int(item["expires"]["N"]) <= clock.epoch() + feedback.DAYS * 86_400 for item in items)


def test_with_the_order_and_with_the_account_all_of_it_is_erased(outbox: list[Mail]) -> None:
    assert succeeds(CHECKED_OUT, CONFIRMED, ses("bounce", UNKNOWN))
    assert len(stored_keys()) == 3
    assert succeeds(OrderErased(**WHOSE))
    assert stored_keys() == []
    assert succeeds(ses("bounce", UNKNOWN, "", ("ada@example.net",)))
    assert len(stored_keys()) == 2
    assert succeeds(AccountClosed(owner="shopper#1", at=AT, email="Ada@example.net"))
    assert stored_keys() == []


def rejections() -> list[AddressRejectedMail]:
    """What the table's stream shows of addresses."""
    items = aws.client("dynamodb").scan(TableName="notification")["Items"]
    events = (bytes(item["event"]["B"]) for item in items if item["sk"]["S"] == "REJECTED")
    return [compression.decode(each, AddressRejectedMail) for each in events]


@pytest.mark.parametrize("told", [("bounce", FULL), ("complaint", SPAM | {"complaintFeedbackType": "not-spam"})])
def test_what_may_still_arrive_is_mailed_to_nobody(outbox: list[Mail], told: tuple[str, Any]) -> None:
    assert succeeds(ses(*told))
    assert rejections() == []


@pytest.mark.parametrize(("told", "kind"), [(("bounce", UNKNOWN), "undelivered"), (("complaint", SPAM), "spam")])
def test_staff_who_write_to_an_address_see_that_it_rejects_mails(
    outbox: list[Mail], told: tuple[str, Any], kind: str
) -> None:
    assert succeeds(ses(*told), ses(*told))
    (event,) = rejections()
    assert (event.address, event.kind, event.at) == (address_hash(ADA), kind, told[1]["timestamp"])


def test_an_address_that_rejects_mails_again_is_reported_again(outbox: list[Mail]) -> None:
    assert succeeds(ses("bounce", UNKNOWN), ses("bounce", UNKNOWN | {"timestamp": LATER}))
    assert told_of()["at"] == AT
    assert [event.at for event in rejections()] == [LATER]


def test_of_a_closed_account_no_rejection_is_kept(outbox: list[Mail]) -> None:
    assert succeeds(ses("bounce", UNKNOWN))
    assert succeeds(AccountClosed(owner="shopper#ada", at=AT, email=ADA))
    assert rejections() == []
