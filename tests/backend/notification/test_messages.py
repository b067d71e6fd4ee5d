"""What somebody writes to the shop is taken once, read by staff, and mailed to both; a stranger's address is not mailed
without end."""

from typing import Any

import msgspec
import pytest
from botocore.exceptions import ClientError

from backend.contracts.notification.events import MessageAnswered, MessageReceived
from backend.contracts.notification.models import MESSAGES_PER_ADDRESS
from backend.contracts.notification.operations import ANSWER_MESSAGE, LIST_MESSAGES, SEND_MESSAGE
from backend.contracts.shop import SAMPLE_SELLER
from backend.notification import email_client, messages, sweeper
from backend.notification.consumer import handler as consume
from backend.notification.domain import Mail
from backend.notification.handler import handler
from backend.shared import aws, clock, compression, pagination
from tests.backend.events import http, said, sqs, token
from tests.backend.notification.samples import MINUTE

STAFF = token("grace", groups="[staff]")
SENT: dict[str, Any] = {
    "key": "a-form-of-this-page",
    "topic": "damaged",
    "email": "ada@example.com",
    "name": "Ada Lovelace",
    "order": "3F9A-72C1",
    "text": "The corner is bent.\n\nIt came so on Monday.",
}


def send(**changed: Any) -> dict[str, Any]:
    return handler(http(SEND_MESSAGE, body=SENT | changed), None)


def list_messages(**query: str) -> Any:
    return said(handler(http(LIST_MESSAGES, claims=STAFF, query=query), None))


def events() -> list[MessageReceived]:
    """What the table's stream shows, as the relay reads it."""
    items = aws.client("dynamodb").scan(TableName="notification")["Items"]
    return [compression.decode(bytes(item["event"]["B"]), MessageReceived) for item in items if "event" in item]


@pytest.mark.parametrize(
    "wrong",
    [
        {"text": ""}, {"text": "x" * 4_001}, {"text": "a\x00b"}, {"email": "ada"}, {"email": "a@b.co\r\nBcc: c@d.co"},
        {"order": "3F9A72C1"},
        {"order": "3F9A-72C1\n"}, {"topic": "sale"}, {"key": "short"}, {"name": "Ada\nLovelace"}, {"more": 1},
    ],
    ids=str,
)  # fmt: skip
def test_what_has_not_the_right_shape_is_refused_and_kept_nowhere(wrong: dict[str, Any]) -> None:
    assert send(**wrong)["statusCode"] == 422
    assert events() == []


def test_the_same_form_from_a_page_in_another_language_is_one_message_in_the_first_ones() -> None:
    for language in ("de", "en", "de"):
        assert send(language=language)["statusCode"] == 204
    assert [event.message.language for event in events()] == ["de"]


def test_a_form_that_is_sent_again_is_one_message_and_other_words_are_another() -> None:
    for _ in range(3):
        assert send()["statusCode"] == 204
    assert send(text="And the tube is wet.")["statusCode"] == 204
    assert [each["text"] for each in list_messages()["items"]] == ["And the tube is wet.", SENT["text"]]


def test_one_address_gets_no_more_than_its_share_of_mails_an_hour(monkeypatch: pytest.MonkeyPatch) -> None:
    for number in range(MESSAGES_PER_ADDRESS):
        assert send(text=f"Message {number}")["statusCode"] == 204
    refused = send(text="One more", email="ADA@example.com")
    assert (refused["statusCode"], said(refused)["type"]) == (409, "too-many-messages")
    assert len(events()) == MESSAGES_PER_ADDRESS
    assert send(text="Message 0")["statusCode"] == 204  # it was taken before
    assert send(text="One more", email="bob@example.com")["statusCode"] == 204
    later = clock.epoch() + 3_600
    monkeypatch.setattr(clock, "epoch", lambda: later)
    assert send(text="One more")["statusCode"] == 204


def test_staff_read_messages_newest_first_a_page_at_a_time(monkeypatch: pytest.MonkeyPatch) -> None:
    for minute in range(5):
        monkeypatch.setattr(clock, "now", lambda minute=minute: f"2026-11-03T10:2{minute}:00.000Z")
        send(text=f"Message {minute}", email=f"ada{minute}@example.com")
    seen, cursor = [], {}
    while cursor is not None:
        page = list_messages(limit="2", **cursor)
        seen += [each["text"] for each in page["items"]]
        cursor = {"cursor": page["next"]} if page["next"] else None
    assert seen == [f"Message {minute}" for minute in (4, 3, 2, 1, 0)]
    assert handler(http(LIST_MESSAGES, claims=STAFF, query={"cursor": "e30"}), None)["statusCode"] == 400


def test_those_that_wait_and_those_that_are_done_are_lists_of_their_own(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pagination, "FILTERED_STEP", 2)
    for minute in range(6):
        monkeypatch.setattr(clock, "now", lambda minute=minute: f"2026-11-03T10:2{minute}:00.000Z")
        send(text=str(minute), email=f"ada{minute}@example.com")
    for minute, body in ((0, {"text": "We send another."}), (2, {}), (4, {})):
        path = {"message_id": list_messages()["items"][5 - minute]["id"]}
        assert handler(http(ANSWER_MESSAGE, claims=STAFF, path=path, body=body), None)["statusCode"] == 204
    assert pages(state="open") == ["5", "3", "1"]
    assert pages(state="done") == ["4", "2", "0"]
    assert pages() == ["5", "4", "3", "2", "1", "0"]
    cursor = list_messages(limit="2", state="open")["next"]
    for other in ({"state": "done"}, {}, {"state": "lost"}):
        assert handler(http(LIST_MESSAGES, claims=STAFF, query={"cursor": cursor, **other}), None)["statusCode"] == 400


def pages(**query: str) -> list[str]:
    """The texts on all pages of two, newest first."""
    texts, cursor = [], dict[str, str]()
    while True:
        page = list_messages(limit="2", **query, **cursor)
        texts += [each["text"] for each in page["items"]]
        if not page["next"]:
            return texts
        cursor = {"cursor": page["next"]}


def test_shoppers_read_none_of_them() -> None:
    assert handler(http(LIST_MESSAGES, claims=token("ada")), None)["statusCode"] == 403


def test_the_shop_gets_the_words_and_the_sender_a_receipt_each_once(outbox: list[Mail]) -> None:
    send()
    for _ in range(3):
        assert consume(sqs(*events()), None) == {"batchItemFailures": []}
    shop, sender = outbox
    assert (shop.to, shop.reply_to) == (SAMPLE_SELLER.email, "ada@example.com")
    assert shop.subject == "Something arrived damaged or wrong, order 3F9A-72C1"
    assert all(
        word in shop.text
        for word in ("Ada Lovelace, ada@example.com", SENT["text"], "https://halftone.example/staff/messages/")
    )
    assert (sender.to, sender.reply_to) == ("ada@example.com", SAMPLE_SELLER.email)


def test_no_word_of_a_stranger_is_mailed_to_another_stranger(outbox: list[Mail]) -> None:
    send(text="Buy at http://bad.example", name="Click http://bad.example")
    consume(sqs(*events()), None)
    assert "bad.example" not in outbox[1].subject + outbox[1].text + outbox[1].html


def test_markup_in_a_message_is_text(outbox: list[Mail]) -> None:
    send(text="<img src=x onerror=alert(1)>", name="<b>Ada</b>")
    consume(sqs(*events()), None)
    assert "<img" not in outbox[0].html
    assert "<b>" not in outbox[0].html


def test_the_receipt_of_a_withdrawal_names_the_order_and_the_moment(
    outbox: list[Mail], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(clock, "now", lambda: "2026-11-03T10:20:00.000Z")
    send(topic="withdrawal")
    consume(sqs(*events()), None)
    assert outbox[1].subject == "Your withdrawal from order 3F9A-72C1 has arrived"
    assert "reached us on 3 Nov 2026 at 11:20" in outbox[1].text


def test_what_ses_refuses_for_now_comes_again_and_what_was_sent_does_not(
    monkeypatch: pytest.MonkeyPatch, outbox: list[Mail]
) -> None:
    send()

    def refuse_the_sender(mail: Mail) -> None:
        if mail.to != SAMPLE_SELLER.email:
            told: Any = {"Error": {"Code": "TooManyRequestsException"}, "ResponseMetadata": {"HTTPStatusCode": 429}}
            raise ClientError(told, "SendEmail")
        outbox.append(mail)

    with monkeypatch.context() as patch:
        patch.setattr(email_client, "send", refuse_the_sender)
        assert consume(sqs(*events()), None) == {"batchItemFailures": []}
        assert sweeper.handler({}, MINUTE)["waiting"] == 1
    assert sweeper.handler({}, MINUTE)["sent"] == 1
    assert consume(sqs(*events()), None) == {"batchItemFailures": []}
    assert [mail.to for mail in outbox] == [SAMPLE_SELLER.email, "ada@example.com"]


def test_answers_go_to_who_wrote(monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[dict[str, Any]] = []

    class Ses:
        def send_email(self, **sent: Any) -> dict[str, str]:
            seen.append(sent)
            return {}

    monkeypatch.setenv("MAIL_FROM", "orders@halftone.example")
    monkeypatch.setattr(email_client, "client", lambda _: Ses())
    send()
    consume(sqs(*events()), None)
    assert [each["ReplyToAddresses"] for each in seen] == [["ada@example.com"], [SAMPLE_SELLER.email]]


def test_the_event_is_the_item_that_is_read() -> None:
    """One write: whoever is listed is mailed."""
    send()
    assert [msgspec.to_builtins(event.message) for event in events()] == list_messages()["items"]


def answer(message_id: str, text: str = "We print it again.\nSorry!", claims: Any = STAFF) -> dict[str, Any]:
    body = {"text": text, "by": "grace@example.com"}
    return handler(http(ANSWER_MESSAGE, claims=claims, path={"message_id": message_id}, body=body), None)


def answers() -> list[MessageAnswered]:
    items = aws.client("dynamodb").scan(TableName="notification")["Items"]
    found = [
        compression.decode(bytes(each["event"]["B"]), MessageReceived | MessageAnswered)
        for each in items
        if "event" in each
    ]
    return [event for event in found if isinstance(event, MessageAnswered)]


def test_only_staff_answer_messages_and_only_those_that_exist(outbox: list[Mail]) -> None:
    send()
    (message,) = list_messages()["items"]
    assert answer(message["id"], claims=token("ada"))["statusCode"] == 403
    assert answer("f" * 32)["statusCode"] == 404
    assert answers() == []


def test_an_answer_is_mailed_to_the_sender_once_and_stands_beside_the_message(outbox: list[Mail]) -> None:
    send()
    (message,) = list_messages()["items"]
    for _ in range(2):
        assert answer(message["id"])["statusCode"] == 204
    for _ in range(2):
        assert consume(sqs(*answers()), None) == {"batchItemFailures": []}
    (mail,) = outbox
    assert (mail.to, mail.reply_to) == ("ada@example.com", SAMPLE_SELLER.email)
    assert mail.subject == "Our answer to your message, order 3F9A-72C1"
    assert "We print it again.\nSorry!" in mail.text
    (message,) = list_messages()["items"]
    assert (message["text"], message["answer"]["by"]) == (SENT["text"], "grace@example.com")


def test_a_message_is_closed_without_a_mail(outbox: list[Mail]) -> None:
    send()
    assert answer(list_messages()["items"][0]["id"], "")["statusCode"] == 204
    assert consume(sqs(*answers()), None) == {"batchItemFailures": []}
    assert (outbox, "text" in list_messages()["items"][0]["answer"]) == ([], False)


def test_of_two_answers_the_second_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    send()
    message_id = list_messages()["items"][0]["id"]
    replaced, late = messages._replace, iter([True])

    def replace_too_late(*arguments: Any) -> bool:
        if next(late, False):
            assert answer(message_id, "The other one's")["statusCode"] == 204
        return replaced(*arguments)

    monkeypatch.setattr(messages, "_replace", replace_too_late)
    assert answer(message_id)["statusCode"] == 409
    assert answer(message_id, "The other one's")["statusCode"] == 204
    assert [each.message.answer.text for each in answers() if each.message.answer] == ["The other one's"]
