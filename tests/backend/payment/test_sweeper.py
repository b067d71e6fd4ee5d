"""The sweeper: nothing stays unknown, forgotten or half done."""

import json
from types import SimpleNamespace
from typing import Any

import pytest
from msgspec.structs import replace

from backend.contracts.alarm_messages import NOT_SWEPT, TURNED_AWAY, UNANSWERED
from backend.contracts.payment.states import PaymentState
from backend.payment import domain, process, repository, sweeper
from backend.payment.state_machine import Goal, Payment
from backend.shared import aws, clock
from tests.backend.payment.conftest import ORDER, Provider
from tests.backend.payment.payments import NOW, at, requested_payment

pytestmark = pytest.mark.usefixtures("table")
OLD = "2020-01-01T00:00:00.000Z"


@pytest.fixture(autouse=True)
def a_minute_later(monkeypatch: pytest.MonkeyPatch) -> None:
    """The payments of these tests are a minute old, whenever they run."""
    monkeypatch.setattr(clock, "now", lambda: clock.later(NOW, 60))


def sweep(left: int = 60_000) -> dict[str, int]:
    return sweeper.handler({}, SimpleNamespace(get_remaining_time_in_millis=lambda: left))


def keep_overdue(payment: Payment, order_id: str = ORDER) -> Payment:
    """The payment as stored, long overdue."""
    return repository.save(replace(payment, order_id=order_id, version=0, due=OLD))


def now() -> Payment:
    payment = repository.load(ORDER)
    assert payment
    return payment


def test_a_payment_written_down_but_never_sent_is_sent(gateway: Provider) -> None:
    keep_overdue(requested_payment())
    gateway.says("authorized")
    assert sweep() == {"due": 1, "swept": 1, "failed": 0}
    assert gateway.verbs == ["authorize"]
    assert now().attempts[0].state is PaymentState.AUTHORIZED


def test_an_unknown_payment_is_asked_about(gateway: Provider) -> None:
    keep_overdue(at(PaymentState.UNKNOWN))
    gateway.says("declined")
    sweep()
    assert gateway.verbs == ["find"]
    assert (now().attempts[0].state, now().due) == (PaymentState.DECLINED, None)


def test_an_unknown_payment_the_provider_has_not_got_is_sent_again_under_its_key(gateway: Provider) -> None:
    keep_overdue(at(PaymentState.UNKNOWN))
    gateway.says((200, b'{"items":[]}'), "authorized")
    sweep()
    assert gateway.verbs == ["find", "authorize"]
    assert gateway.calls[1][2]["idempotency-key"] == f"{ORDER}-1-authorize"


def test_an_unknown_payment_of_a_cancelled_order_is_let_go_of_once_nobody_can_send_it(gateway: Provider) -> None:
    keep_overdue(domain.raise_goal(at(PaymentState.UNKNOWN, OLD), Goal.RELEASE, OLD))
    gateway.says((200, b'{"items":[]}'))
    sweep()
    assert gateway.verbs == ["find"]
    assert (now().attempts[0].state, now().due) == (PaymentState.VOIDED, None)


@pytest.mark.parametrize(("goal", "state", "verb", "after"), [
    (Goal.CAPTURE, PaymentState.AUTHORIZED, "capture", "captured"),
    (Goal.RELEASE, PaymentState.AUTHORIZED, "void", "voided"),
    (Goal.RELEASE, PaymentState.ACTION_REQUIRED, "void", "voided"),
    (Goal.RELEASE, PaymentState.CAPTURED, "refund", "refunded"),
])  # fmt: skip
def test_what_was_left_half_done_is_done(
    gateway: Provider, goal: Goal, state: PaymentState, verb: str, after: str
) -> None:
    keep_overdue(domain.raise_goal(at(state), goal, OLD, 1))
    gateway.says(state.value, after)
    sweep()
    assert gateway.verbs == ["find", verb]
    assert (now().attempts[0].state, now().due) == (after, None)


def test_a_confirmation_whose_call_back_was_lost_is_found(gateway: Provider) -> None:
    keep_overdue(at(PaymentState.ACTION_REQUIRED))
    gateway.says("authorized")
    sweep()
    assert now().attempts[0].state is PaymentState.AUTHORIZED


def test_what_still_waits_is_looked_at_again_later(gateway: Provider) -> None:
    keep_overdue(at(PaymentState.ACTION_REQUIRED))
    gateway.says("action-required")
    sweep()
    assert (now().due or "") > clock.now()
    assert now().tries == 1
    assert sweep()["due"] == 0


def test_an_event_that_the_order_does_not_react_to_is_published_again(gateway: Provider) -> None:
    keep_overdue(at(PaymentState.AUTHORIZED))
    gateway.says("authorized")
    sweep()
    key = {"pk": {"S": f"ORDER#{ORDER}"}, "sk": {"S": "PAYMENT"}}
    event = json.loads(aws.client("dynamodb").get_item(TableName="payment", Key=key)["Item"]["event"]["S"])
    assert (event["type"], event["order_id"]) == ("PaymentAuthorized.v1", ORDER)


def test_a_silent_provider_is_asked_ever_less_often(gateway: Provider) -> None:
    keep_overdue(at(PaymentState.UNKNOWN))
    gateway.says(None)
    sweep()
    assert (now().attempts[0].state, now().tries) == (PaymentState.UNKNOWN, 1)
    assert sweep()["due"] == 0


@pytest.mark.parametrize(("answer", "said", "level"), [
    (None, UNANSWERED, "WARN"), ((503, b""), UNANSWERED, "WARN"), ((429, b""), UNANSWERED, "WARN"), ((200, b"<html>"), UNANSWERED, "WARN"),
    ((400, b""), TURNED_AWAY, "ERROR"), ((401, b""), TURNED_AWAY, "ERROR"), ((403, b""), TURNED_AWAY, "ERROR"),
    ((404, b""), TURNED_AWAY, "ERROR"),
])  # fmt: skip
def test_a_silent_or_refusing_provider_rings_an_alarm_and_the_payment_is_queried_again(
    answer: Any, said: str, level: str, gateway: Provider, capsys: pytest.CaptureFixture[str]
) -> None:
    keep_overdue(at(PaymentState.UNKNOWN))
    gateway.says(answer)
    sweep()
    told = json.loads(capsys.readouterr().out.splitlines()[0])
    assert (told["message"], told["level"], told["order_id"]) == (said, level, ORDER)
    assert (now().attempts[0].state, now().tries) == (PaymentState.UNKNOWN, 1)
    assert (now().due or "") > clock.now()


def test_one_payment_that_cannot_be_swept_does_not_keep_the_others_from_it(
    gateway: Provider, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    keep_overdue(at(PaymentState.UNKNOWN), "0" * 28)
    keep_overdue(at(PaymentState.UNKNOWN))
    gateway.says("authorized")
    real = process.advance_attempt

    def fail(order_id: str, *more: Any, **named: Any) -> None:
        if order_id == "0" * 28:
            raise RuntimeError("broken")
        real(order_id, *more, **named)

    monkeypatch.setattr(process, "advance_attempt", fail)
    assert sweep() == {"due": 2, "swept": 2, "failed": 1}
    assert now().attempts[0].state is PaymentState.AUTHORIZED
    assert NOT_SWEPT in [json.loads(line)["message"] for line in capsys.readouterr().out.splitlines()]


def test_payments_that_fail_step_aside_so_that_a_full_sweep_of_them_blocks_nobody(
    gateway: Provider, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(3):
        keep_overdue(at(PaymentState.UNKNOWN), f"{number:028x}")
    repository.save(replace(at(PaymentState.UNKNOWN), version=0, due=NOW))
    monkeypatch.setattr(sweeper, "_MAX_PAYMENTS", 3)
    real = process.advance_attempt

    def fail(order_id: str, *more: Any, **named: Any) -> None:
        if order_id != ORDER:
            raise RuntimeError("broken")
        real(order_id, *more, **named)

    monkeypatch.setattr(process, "advance_attempt", fail)
    gateway.says("authorized")
    assert sweep() == {"due": 3, "swept": 3, "failed": 3}
    assert sweep() == {"due": 1, "swept": 1, "failed": 0}
    assert now().attempts[0].state is PaymentState.AUTHORIZED


def test_a_payment_that_somebody_else_writes_meanwhile_has_not_failed(
    gateway: Provider, monkeypatch: pytest.MonkeyPatch
) -> None:
    keep_overdue(at(PaymentState.ACTION_REQUIRED))
    gateway.says("action-required")
    real = domain.schedule_retry

    def overtaken(payment: Payment, at: str) -> Payment:
        repository.save(payment)
        return real(payment, at)

    monkeypatch.setattr(domain, "schedule_retry", overtaken)
    assert sweep() == {"due": 1, "swept": 1, "failed": 0}


def test_a_sweep_ends_before_its_function_is_stopped(gateway: Provider) -> None:
    keep_overdue(at(PaymentState.UNKNOWN))
    assert sweep(left=19_000) == {"due": 1, "swept": 0, "failed": 0}
    assert gateway.verbs == []


def test_a_webhook_gets_the_correlation_id_of_the_page_that_requested_the_payment(
    gateway: Provider,
) -> None:
    page = "4bf92f3577b34da6a3ce929d0e0e4736"
    keep_overdue(replace(at(PaymentState.UNKNOWN), correlation_id=page))
    gateway.says("authorized")
    sweep()
    told = aws.client("dynamodb").scan(TableName="payment")["Items"][0]["event"]["S"]
    assert json.loads(told)["correlation_id"] == page


def test_a_payment_of_before_there_were_correlation_ids_is_swept_as_ever(gateway: Provider) -> None:
    keep_overdue(at(PaymentState.UNKNOWN))
    stored = aws.client("dynamodb").scan(TableName="payment")["Items"][0]
    assert "correlation_id" not in stored or stored["correlation_id"] == {"S": ""}
    aws.client("dynamodb").put_item(
        TableName="payment", Item={name: each for name, each in stored.items() if name != "correlation_id"}
    )
    gateway.says("authorized")
    sweep()
    assert now().attempts[0].state is PaymentState.AUTHORIZED
