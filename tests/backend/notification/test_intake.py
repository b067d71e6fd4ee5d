"""Each mail once, whatever comes in whatever order."""

from collections.abc import Callable
from typing import Any

import pytest
from botocore.exceptions import ClientError, ReadTimeoutError

from backend.contracts.order import OrderCancelled, OrderPlaced, OrderRefused, OrderSent, PlacedLine
from backend.contracts.signs import MAIL_REFUSED
from backend.notification import domain, post, store
from backend.notification.domain import Kind, Mail
from backend.notification.intake import handler
from backend.shared import aws, clock
from tests.backend.events import sqs

ORDER = "0" * 27 + "1"
WHOSE: dict[str, Any] = {"order_id": ORDER, "owner": "shopper#1", "at": "2026-11-03T10:20:00.000Z"}
PLACED = OrderPlaced(**WHOSE, email="ada@example.com", currency="EUR", total=8490, lines=(PlacedLine(sku="a", quantity=2),))
REFUSED = OrderRefused(**WHOSE, reason="<b>Sold</b> out")
SENT, CANCELLED = OrderSent(**WHOSE, tracking="DHL 1"), OrderCancelled(**WHOSE)
TAKEN_BACK = OrderCancelled(**WHOSE, reason="Your bank took its approval back.")


@pytest.fixture(autouse=True)
def _table(service_table: Callable[[str], str], monkeypatch: pytest.MonkeyPatch) -> None:
    service_table("notification")
    monkeypatch.setenv("STOREFRONT_URL", "https://halftone.example")


@pytest.fixture
def outbox(monkeypatch: pytest.MonkeyPatch) -> list[Mail]:
    sent: list[Mail] = []
    monkeypatch.setattr(post, "send", sent.append)
    return sent


def failed(reply: dict[str, Any]) -> int:
    return len(reply["batchItemFailures"])


def test_a_refusal_that_overtook_its_order_waits_for_it(outbox: list[Mail]) -> None:
    assert failed(handler(sqs(REFUSED), None)) == 1
    assert outbox == []
    assert failed(handler(sqs(PLACED, REFUSED), None)) == 0
    assert len(outbox) == 2


def test_every_mail_is_sent_once_however_often_it_is_asked_for(outbox: list[Mail]) -> None:
    for _ in range(3):
        assert failed(handler(sqs(PLACED, SENT, PLACED, CANCELLED), None)) == 0
    assert len(outbox) == 3
    assert {mail.to for mail in outbox} == {"ada@example.com"}


def answer(code: str, status: int, message: str = "") -> Callable[[Mail], None]:
    """What SES says to every mail."""

    def say(mail: Mail) -> None:
        told: Any = {"Error": {"Code": code, "Message": message}, "ResponseMetadata": {"HTTPStatusCode": status}}
        raise ClientError(told, "SendEmail")

    return say


UNVERIFIED = ("MessageRejected", 400, "Email address is not verified. The following identities failed the check: orders@halftone.example")


@pytest.mark.parametrize("no", [("TooManyRequestsException", 429), ("SendingPausedException", 400), UNVERIFIED], ids=lambda no: no[0])
def test_a_mail_that_ses_refuses_for_now_comes_again_and_only_then_counts(
    no: Any, monkeypatch: pytest.MonkeyPatch, outbox: list[Mail]
) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(post, "send", answer(*no))
        assert failed(handler(sqs(PLACED), None)) == 1
    assert failed(handler(sqs(PLACED), None)) == 0
    assert len(outbox) == 1


def test_a_mail_after_a_fault_of_ses_may_be_on_its_way_and_its_claim_stays(monkeypatch: pytest.MonkeyPatch, outbox: list[Mail]) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(post, "send", answer("InternalServiceErrorException", 500))
        assert failed(handler(sqs(PLACED), None)) == 1
    assert failed(handler(sqs(PLACED), None)) == 1
    assert outbox == []


@pytest.mark.parametrize("code", ["BadRequestException", "MessageRejected"])
def test_an_address_that_ses_will_never_take_is_noted_and_makes_no_dead_letter(
    code: str, monkeypatch: pytest.MonkeyPatch, outbox: list[Mail], capsys: pytest.CaptureFixture[str]
) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(post, "send", answer(code, 400, "Local address contains dot-dot"))
        assert failed(handler(sqs(PLACED), None)) == 0
    assert MAIL_REFUSED in capsys.readouterr().out
    assert failed(handler(sqs(PLACED), None)) == 0
    assert outbox == []
    item = aws.client("dynamodb").get_item(TableName="notification", Key=store._key(ORDER, "MAIL#placed"))["Item"]
    assert item["refused"] == {"S": code}


def test_while_one_may_be_sending_nobody_else_does(outbox: list[Mail]) -> None:
    store.remember(ORDER, domain.recipient(PLACED))
    assert store.claim(ORDER, Kind.PLACED, "another") is True
    assert failed(handler(sqs(PLACED), None)) == 1
    assert outbox == []


def dies(monkeypatch: pytest.MonkeyPatch) -> None:
    """The first message's function stops while it sends: nobody knows whether SES had the mail."""

    def die(mail: Mail) -> None:
        raise ReadTimeoutError(endpoint_url="ses")

    with monkeypatch.context() as patch:
        patch.setattr(post, "send", die)
        assert failed(handler(sqs(PLACED), None)) == 1


def later(monkeypatch: pytest.MonkeyPatch, seconds: int) -> None:
    now = clock.epoch()
    monkeypatch.setattr(clock, "epoch", lambda: now + seconds)


def another(event: Any) -> dict[str, Any]:
    """The same event in another message."""
    batch = sqs(event)
    batch["Records"][0]["messageId"] = "another"
    return batch


def test_a_claim_whose_holder_died_is_taken_over_when_its_message_comes_again(monkeypatch: pytest.MonkeyPatch, outbox: list[Mail]) -> None:
    dies(monkeypatch)
    later(monkeypatch, store.LEASE + 1)
    assert failed(handler(sqs(PLACED), None)) == 0
    assert len(outbox) == 1


def test_a_clock_that_is_minutes_ahead_does_not_take_anothers_claim(monkeypatch: pytest.MonkeyPatch, outbox: list[Mail]) -> None:
    dies(monkeypatch)
    later(monkeypatch, 4 * 60)
    assert failed(handler(another(PLACED), None)) == 1
    assert outbox == []


def test_a_claim_whose_message_is_dead_is_taken_over_in_the_end(monkeypatch: pytest.MonkeyPatch, outbox: list[Mail]) -> None:
    dies(monkeypatch)
    later(monkeypatch, store.ABANDONED + 1)
    assert failed(handler(another(PLACED), None)) == 0
    assert len(outbox) == 1


def test_who_gives_up_a_claim_leaves_anothers_alone(outbox: list[Mail]) -> None:
    store.remember(ORDER, domain.recipient(PLACED))
    assert store.claim(ORDER, Kind.PLACED, "another") is True
    store.give_up(ORDER, Kind.PLACED, "mine")
    assert failed(handler(sqs(PLACED), None)) == 1
    store.give_up(ORDER, Kind.PLACED, "another")
    assert failed(handler(sqs(PLACED), None)) == 0
    assert len(outbox) == 1


def test_a_mail_has_text_and_escaped_html_and_leads_to_the_order() -> None:
    mail = domain.mail(REFUSED, ORDER, domain.recipient(PLACED), "https://halftone.example")
    assert "<b>" not in mail.html
    assert "&lt;b&gt;Sold" in mail.html
    for body in (mail.text, mail.html):
        assert f"https://halftone.example/orders/{ORDER}/" in body


@pytest.mark.parametrize("event", [PLACED, REFUSED, SENT, CANCELLED, TAKEN_BACK], ids=lambda event: type(event).__name__)
def test_every_mail_has_a_subject_of_one_line_with_the_orders_number(event: Any) -> None:
    mail = domain.mail(event, ORDER, domain.recipient(PLACED), "https://halftone.example")
    assert "0000-0001" in mail.subject
    assert "\n" not in mail.subject


def test_who_did_not_ask_for_it_is_told_why_an_order_is_cancelled() -> None:
    asked, ours = (domain.mail(each, ORDER, domain.recipient(PLACED), "").text for each in (CANCELLED, TAKEN_BACK))
    assert ("As you asked" in asked, "sorry" in asked) == (True, False)
    assert ("As you asked" in ours, "Your bank took its approval back." in ours) == (False, True)


def test_money_is_printed_to_the_minor_unit() -> None:
    assert "84.90 EUR" in domain.mail(PLACED, ORDER, domain.recipient(PLACED), "").text
