"""Each mail once, whatever comes in whatever order."""

from collections.abc import Callable
from typing import Any

import msgspec
import pytest
from botocore.exceptions import ClientError, ReadTimeoutError
from msgspec import UNSET
from msgspec.structs import replace

from backend.contracts.alarm_messages import MAIL_REFUSED
from backend.contracts.order.events import (
    OrderAddressChanged,
    OrderCancelled,
    OrderConfirmed,
    OrderDelivered,
    OrderPlaced,
    OrderRefused,
    OrderReturnReceived,
    OrderSent,
)
from backend.contracts.order.models import PlacedLine, ReturnLine
from backend.contracts.order.parcel import ParcelLine
from backend.contracts.order.parcel_events import OrderParcelDelivered
from backend.contracts.payment.events import PaymentReturned
from backend.notification import domain, email_client, repository
from backend.notification.consumer import handler
from backend.notification.domain import Mail
from backend.notification.service import CHECKOUT_SECONDS
from backend.shared import aws, clock, compression, dynamodb
from tests.backend.events import sqs
from tests.backend.faults import meanwhile
from tests.backend.order.checkouts import checked_out

ORDER = "0" * 27 + "1"
WHOSE: dict[str, Any] = {"order_id": ORDER, "owner": "shopper#1", "at": "2026-11-03T10:20:00.000Z"}
PLACED = OrderPlaced(
    **WHOSE, email="ada@example.com", currency="EUR", total=8490, lines=(PlacedLine(sku="a", quantity=2),)
)
REFUSED = OrderRefused(**WHOSE, reason="<b>Sold</b> out")
CONFIRMED = OrderConfirmed(**WHOSE)
SENT, CANCELLED = OrderSent(**WHOSE, tracking="DHL 1"), OrderCancelled(**WHOSE)
CHECKED_OUT = checked_out(order_id=ORDER, owner="shopper#1")


def count_failures(reply: dict[str, Any]) -> int:
    return len(reply["batchItemFailures"])


def test_a_refusal_that_overtook_its_order_waits_for_it(outbox: list[Mail]) -> None:
    assert count_failures(handler(sqs(REFUSED), None)) == 1
    assert outbox == []
    assert count_failures(handler(sqs(CHECKED_OUT, REFUSED), None)) == 0
    assert [mail.name for mail in outbox] == ["refused"]


def test_each_arrival_is_mailed_once_however_often_and_in_whatever_order_it_is_reported(outbox: list[Mail]) -> None:
    lines = (ParcelLine(sku="a", quantity=1),)
    first, second = (OrderParcelDelivered(**WHOSE, parcel=number, lines=lines) for number in (1, 2))
    last = OrderDelivered(**WHOSE, lines=lines)
    assert count_failures(handler(sqs(CHECKED_OUT, last, second, first, second, last, first), None)) == 0
    assert [mail.name for mail in outbox] == ["delivered", "arrived-2", "arrived-1"]


def test_no_mail_overtakes_the_checkout_that_has_its_language_and_lines(outbox: list[Mail]) -> None:
    """Nor where an earlier release left an OrderPlaced in the queue."""
    placed = replace(PLACED, at=clock.now())
    assert count_failures(handler(sqs(placed, CONFIRMED), None)) == 2
    assert outbox == []
    german = replace(CHECKED_OUT, language="de")
    assert count_failures(handler(sqs(german, placed, CONFIRMED), None)) == 0
    (mail,) = outbox
    assert "Bestellung" in mail.subject
    assert CHECKED_OUT.lines[0].title in mail.text


def test_an_order_whose_checkout_an_earlier_release_did_not_send_here_is_mailed_in_a_while(
    outbox: list[Mail], monkeypatch: pytest.MonkeyPatch
) -> None:
    now, guests = PLACED.at, replace(PLACED, order_id="0" * 27 + "2", owner=f"guest#{'0' * 32}")
    for seconds, failures in ((0, 2), (CHECKOUT_SECONDS - 1, 2), (CHECKOUT_SECONDS, 0), (CHECKOUT_SECONDS + 1, 0)):
        monkeypatch.setattr(clock, "now", lambda seconds=seconds: clock.later(now, seconds))
        assert count_failures(handler(sqs(guests, PLACED, CONFIRMED), None)) == failures
    assert [mail.to for mail in outbox] == [PLACED.email]
    assert repository.recall(guests.order_id) is None


def test_a_checkout_that_arrives_in_between_is_not_overwritten_by_order_placed(outbox: list[Mail]) -> None:
    german = replace(CHECKED_OUT, language="de")
    with meanwhile("UpdateItem", lambda: count_failures(handler(sqs(german), None))):
        assert count_failures(handler(sqs(PLACED), None)) == 0
    who = repository.recall(ORDER)
    assert who is not None
    assert (who.email, who.language) == (CHECKED_OUT.address.email, "de")


def test_every_mail_is_sent_once_however_often_it_is_asked_for(outbox: list[Mail]) -> None:
    for _ in range(3):
        assert count_failures(handler(sqs(CHECKED_OUT, CONFIRMED, SENT, CONFIRMED, CANCELLED), None)) == 0
    assert len(outbox) == 3
    assert {mail.to for mail in outbox} == {CHECKED_OUT.address.email}


def test_mails_go_where_staff_sent_the_order_whatever_comes_first(outbox: list[Mail]) -> None:
    new = msgspec.structs.replace(CHECKED_OUT.address, street="1 Other Street", email="ada@new.example")
    older = msgspec.structs.replace(new, street="2 Older Street")
    for version, address in ((5, new), (5, new), (4, older)):
        assert count_failures(handler(sqs(OrderAddressChanged(**WHOSE, version=version, address=address)), None)) == 0
    assert count_failures(handler(sqs(CONFIRMED), None)) == 1
    assert count_failures(handler(sqs(CHECKED_OUT, CONFIRMED), None)) == 0
    (mail,) = outbox
    assert (mail.to, "1 Other Street" in mail.text) == ("ada@new.example", True)


def test_a_return_that_came_as_announced_needs_no_mail_of_its_own(outbox: list[Mail]) -> None:
    lines = (ReturnLine(sku="a", quantity=1),)
    received = OrderReturnReceived(**WHOSE, number=1, lines=lines, refund=2900, announced=(*lines, *lines))
    assert count_failures(handler(sqs(CHECKED_OUT, replace(received, announced=UNSET)), None)) == 0
    assert outbox == []
    assert count_failures(handler(sqs(received, received), None)) == 0
    assert [mail.name for mail in outbox] == ["return-received-1"]
    assert "What came is not quite what you announced." in outbox[0].text
    assert "€29.00 goes back to your card for it" in outbox[0].text


def test_a_return_of_which_nothing_is_paid_back_speaks_of_no_money(outbox: list[Mail]) -> None:
    lines = (ReturnLine(sku="a", quantity=1),)
    received = OrderReturnReceived(**WHOSE, number=1, lines=lines, refund=0, announced=(*lines, *lines))
    assert count_failures(handler(sqs(CHECKED_OUT, received), None)) == 0
    assert "What came is not quite what you announced." in outbox[0].text
    assert "€0.00" not in outbox[0].text
    assert "goes back to your card" not in outbox[0].text


def test_each_refund_is_mailed_and_a_released_hold_is_not(outbox: list[Mail]) -> None:
    returned = [PaymentReturned(**WHOSE, attempt=1, refunded=amount, currency="EUR", number=number)
                for number, amount in ((0, 0), (1, 2900), (2, 1200), (1, 2900))]  # fmt: skip
    assert count_failures(handler(sqs(CHECKED_OUT, *returned), None)) == 0
    assert [mail.name for mail in outbox] == ["refunded-1-1", "refunded-1-2"]


def test_the_checkouts_details_are_kept_and_the_cards_token_is_not(outbox: list[Mail]) -> None:
    assert count_failures(handler(sqs(CHECKED_OUT), None)) == 0
    who = repository.recall(ORDER)
    assert who is not None
    assert who.bought is not None
    assert [line.title for line in who.bought.lines] == [line.title for line in CHECKED_OUT.lines]
    item = aws.client("dynamodb").get_item(TableName="notification", Key=repository._key(ORDER, "RECIPIENT"))["Item"]
    assert CHECKED_OUT.token.encode() not in compression.decompress(bytes(item["bought"]["B"]))


def test_an_order_remembered_before_mails_named_the_purchase_still_gets_its_mails(outbox: list[Mail]) -> None:
    old = {"email": "ada@example.com", "total": 8490, "currency": "EUR", "pieces": 2}
    aws.client("dynamodb").put_item(
        TableName="notification", Item=repository._key(ORDER, "RECIPIENT") | dynamodb.to_item(old)
    )
    assert count_failures(handler(sqs(SENT), None)) == 0
    assert "DHL 1" in outbox[0].text


def answer(code: str, status: int, message: str = "") -> Callable[[Mail], None]:
    """What SES says to every mail."""

    def say(mail: Mail) -> None:
        told: Any = {"Error": {"Code": code, "Message": message}, "ResponseMetadata": {"HTTPStatusCode": status}}
        raise ClientError(told, "SendEmail")

    return say


UNVERIFIED = (
    "MessageRejected",
    400,
    "Email address is not verified. The following identities failed the check: orders@halftone.example",
)


def test_a_mail_that_ses_refuses_for_now_comes_again_and_only_then_counts(
    monkeypatch: pytest.MonkeyPatch, outbox: list[Mail]
) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(email_client, "send", answer(*UNVERIFIED))
        assert count_failures(handler(sqs(CHECKED_OUT, CONFIRMED), None)) == 1
    assert count_failures(handler(sqs(CHECKED_OUT, CONFIRMED), None)) == 0
    assert len(outbox) == 1


def test_a_mail_after_a_fault_of_ses_may_be_on_its_way_and_its_claim_stays(
    monkeypatch: pytest.MonkeyPatch, outbox: list[Mail]
) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(email_client, "send", answer("InternalServiceErrorException", 500))
        assert count_failures(handler(sqs(CHECKED_OUT, CONFIRMED), None)) == 1
    assert count_failures(handler(sqs(CHECKED_OUT, CONFIRMED), None)) == 1
    assert outbox == []


@pytest.mark.parametrize("code", ["BadRequestException", "MessageRejected"])
def test_an_address_that_ses_will_never_take_is_noted_and_makes_no_dead_letter(
    code: str, monkeypatch: pytest.MonkeyPatch, outbox: list[Mail], capsys: pytest.CaptureFixture[str]
) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(email_client, "send", answer(code, 400, "Local address contains dot-dot"))
        assert count_failures(handler(sqs(CHECKED_OUT, CONFIRMED), None)) == 0
    assert MAIL_REFUSED in capsys.readouterr().out
    assert count_failures(handler(sqs(CHECKED_OUT, CONFIRMED), None)) == 0
    assert outbox == []
    item = aws.client("dynamodb").get_item(TableName="notification", Key=repository._key(ORDER, "MAIL#confirmed"))[
        "Item"
    ]
    assert item["refused"] == {"S": code}


def test_while_one_may_be_sending_nobody_else_does(outbox: list[Mail]) -> None:
    repository.remember(ORDER, domain.buyer(CHECKED_OUT))
    assert repository.claim(ORDER, "confirmed", "another") is True
    assert count_failures(handler(sqs(CHECKED_OUT, CONFIRMED), None)) == 1
    assert outbox == []


def dies(monkeypatch: pytest.MonkeyPatch) -> None:
    """The first message's function stops while it sends: nobody knows whether SES had the mail."""

    def die(mail: Mail) -> None:
        raise ReadTimeoutError(endpoint_url="ses")

    with monkeypatch.context() as patch:
        patch.setattr(email_client, "send", die)
        assert count_failures(handler(sqs(CHECKED_OUT, CONFIRMED), None)) == 1


def later(monkeypatch: pytest.MonkeyPatch, seconds: int) -> None:
    now = clock.epoch()
    monkeypatch.setattr(clock, "epoch", lambda: now + seconds)


def another(event: Any) -> dict[str, Any]:
    """The same event in another message."""
    batch = sqs(event)
    batch["Records"][0]["messageId"] = "another"
    return batch


def test_a_claim_whose_holder_died_is_taken_over_when_its_message_comes_again(
    monkeypatch: pytest.MonkeyPatch, outbox: list[Mail]
) -> None:
    dies(monkeypatch)
    later(monkeypatch, repository.LEASE_SECONDS + 1)
    assert count_failures(handler(sqs(CHECKED_OUT, CONFIRMED), None)) == 0
    assert len(outbox) == 1


def test_a_clock_that_is_minutes_ahead_does_not_take_anothers_claim(
    monkeypatch: pytest.MonkeyPatch, outbox: list[Mail]
) -> None:
    dies(monkeypatch)
    later(monkeypatch, 4 * 60)
    assert count_failures(handler(another(CONFIRMED), None)) == 1
    assert outbox == []


def test_a_claim_whose_message_is_dead_is_taken_over_in_the_end(
    monkeypatch: pytest.MonkeyPatch, outbox: list[Mail]
) -> None:
    dies(monkeypatch)
    later(monkeypatch, repository.ABANDONED_SECONDS + 1)
    assert count_failures(handler(another(CONFIRMED), None)) == 0
    assert len(outbox) == 1


def test_giving_up_a_claim_leaves_anothers_alone(outbox: list[Mail]) -> None:
    repository.remember(ORDER, domain.buyer(CHECKED_OUT))
    assert repository.claim(ORDER, "confirmed", "another") is True
    repository.release_claim(ORDER, "confirmed", "mine")
    assert count_failures(handler(sqs(CHECKED_OUT, CONFIRMED), None)) == 1
    repository.release_claim(ORDER, "confirmed", "another")
    assert count_failures(handler(sqs(CHECKED_OUT, CONFIRMED), None)) == 0
    assert len(outbox) == 1


def test_without_a_sender_each_mail_is_noted_as_not_sent_and_makes_no_dead_letter(
    outbox: list[Mail], monkeypatch: pytest.MonkeyPatch, written_log: Callable[[], str]
) -> None:
    monkeypatch.delenv("MAIL_FROM")
    assert count_failures(handler(sqs(CHECKED_OUT, CONFIRMED, SENT, CANCELLED, CHECKED_OUT), None)) == 0
    assert outbox == []
    items = aws.client("dynamodb").scan(TableName="notification")["Items"]
    noted = {item["sk"]["S"]: item["refused"]["S"] for item in items if item["sk"]["S"].startswith("MAIL#")}
    assert noted == {f"MAIL#{kind}": "no-sender" for kind in ("confirmed", "sent", "cancelled")}
    assert MAIL_REFUSED not in written_log()  # nobody is called for what was decided


def test_a_mail_is_counted_in_the_configuration_set_of_the_stack(monkeypatch: pytest.MonkeyPatch, cloud: None) -> None:
    asked: list[dict[str, Any]] = []
    monkeypatch.setattr(
        aws.client("sesv2"), "send_email", lambda **arguments: asked.append(arguments) or {"MessageId": "1"}
    )
    email_client.send(
        Mail(to="ada@example.com", name="n", subject="s", text="t", html="h", reply_to="hello@example.com")
    )
    monkeypatch.setenv("CONFIGURATION_SET", "Sent")
    email_client.send(
        Mail(to="ada@example.com", name="n", subject="s", text="t", html="h", reply_to="hello@example.com")
    )
    assert [each.get("ConfigurationSetName") for each in asked] == [None, "Sent"]
