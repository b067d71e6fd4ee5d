"""Changing an order in the table: one write under the version that was read, with the event it causes."""

import json
from typing import Any

import pytest
from botocore.exceptions import ReadTimeoutError
from msgspec.structs import replace

from backend.contracts.alarm_messages import MORE_DUE, NOT_SWEPT
from backend.contracts.inventory.events import StockRefused
from backend.contracts.order.events import OrderCancelled, OrderPlaced, OrderTrackingChanged, PaymentRequested
from backend.contracts.order.models import StateQuery
from backend.contracts.order.operations import (
    CANCEL_ORDER,
    CORRECT_TRACKING,
    GET_ORDER,
    GET_STAFF_ORDER,
    LIST_STAFF_ORDERS,
    MOVE_ORDER,
    PAY_ORDER,
    RETURN_ORDER,
)
from backend.contracts.order.states import State
from backend.contracts.problem import Refused
from backend.order import order_lists, repository, state_machine, sweeper
from backend.order.handler import handler
from backend.shared import aws, clock
from tests.backend.events import http, said, token
from tests.backend.faults import answer_lost
from tests.backend.order.checkouts import ADA, TOKEN, checked_out, order_id
from tests.backend.order.order_api import (
    CAPTURED,
    DECLINED,
    HELD,
    PAID,
    WHOSE,
    call,
    consume_events,
    event,
    item,
    state,
    sweep,
)

pytestmark = pytest.mark.usefixtures("order_table")


def test_news_of_an_order_that_is_not_there_yet_comes_again() -> None:
    assert len(consume_events(HELD)["batchItemFailures"]) == 1
    assert consume_events(checked_out(), HELD) == {"batchItemFailures": []}
    assert state() is State.HELD


def test_each_move_is_one_write_with_one_event_and_doubles_write_nothing() -> None:
    consume_events(checked_out(), HELD)
    assert event(PaymentRequested).amount == 17400
    before = item()
    consume_events(HELD, checked_out(), HELD)
    assert item() == before
    consume_events(PAID, CAPTURED, PAID, CAPTURED, HELD)
    assert state() is State.CONFIRMED


def test_an_order_that_ended_stays_ended_whatever_comes() -> None:
    consume_events(checked_out(), StockRefused(**WHOSE, missing=("a",)))
    before = item()
    assert consume_events(HELD, PAID, CAPTURED, DECLINED) == {"batchItemFailures": []}
    assert item() == before
    assert repository.get(ADA, order_id(1)).missing == ("a",)


def test_of_two_at_once_one_writes_and_the_other_sees_it() -> None:
    consume_events(checked_out())

    def overtaken(present: state_machine.OrderState) -> state_machine.OrderState | None:
        if present.state is State.PLACED:
            consume_events(HELD)
        return state_machine.cancel(present, clock.now())

    after, _, done = repository.change(ADA, order_id(1), overtaken)
    assert done
    assert [step.state for step in after.steps] == [State.PLACED, State.HELD, State.CANCELLED]


def test_a_cancellation_whose_answer_was_lost_is_one() -> None:
    consume_events(checked_out())
    with answer_lost("PutItem"), pytest.raises(ReadTimeoutError):
        repository.change(ADA, order_id(1), lambda present: state_machine.cancel(present, clock.now()))
    assert call(CANCEL_ORDER, 202)["state"] == "cancelled"
    assert event(OrderCancelled).order_id == order_id(1)


def test_another_card_pays_a_declined_order_once() -> None:
    consume_events(checked_out(), HELD, DECLINED)
    for _ in range(2):
        assert call(PAY_ORDER, 202, body={"token": TOKEN, "attempt": 2})["state"] == "held"
    assert event(PaymentRequested).attempt == 2
    call(PAY_ORDER, 409, body={"token": TOKEN, "attempt": 3})


def test_what_is_too_late_is_refused_and_changes_nothing() -> None:
    consume_events(checked_out(), HELD, PAID, CAPTURED)
    for moved in ("packed", "sent"):
        call(MOVE_ORDER, 200, token("grace", groups="[staff]"), body={"owner": ADA, "state": moved})
    before = item()
    call(CANCEL_ORDER, 409)
    call(RETURN_ORDER, 409, body={"reason": "x"})
    call(MOVE_ORDER, 409, token("grace", groups="[staff]"), body={"owner": ADA, "state": "packed"})
    assert item() == before


def test_a_move_that_comes_again_is_done_already_only_if_it_says_the_same() -> None:
    consume_events(checked_out(), HELD, PAID, CAPTURED)
    staff = token("grace", groups="[staff]")
    call(MOVE_ORDER, 200, staff, body={"owner": ADA, "state": "packed"})
    for _ in range(2):
        assert call(MOVE_ORDER, 200, staff, body={"owner": ADA, "state": "sent", "note": "RR1"})["tracking"] == "RR1"
    before = item()
    problem = call(MOVE_ORDER, 409, staff, body={"owner": ADA, "state": "sent", "note": "RR2"})
    assert (problem["type"], problem["title"], problem["detail"]) == (
        "other-note",
        "The order is sent already",
        "Its note is “RR1”.",
    )
    call(MOVE_ORDER, 409, staff, body={"owner": ADA, "state": "sent"})
    assert item() == before


def test_packing_what_a_colleague_has_packed_names_the_colleague_and_the_time() -> None:
    consume_events(checked_out(), HELD, PAID, CAPTURED)
    staff = token("grace", groups="[staff]")
    packed = {"owner": ADA, "state": "packed", "by": "grace@shop.test"}
    for _ in range(2):  # a double click is one move
        at = call(MOVE_ORDER, 200, staff, body=packed)["time_line"][-1]["at"]
    before = item()
    problem = call(MOVE_ORDER, 409, staff, body=packed | {"by": "alan@shop.test"})
    assert (problem["type"], problem["by"], problem["at"]) == ("already-done", "grace@shop.test", at)
    assert item() == before


def test_a_shopper_is_not_told_who_packed_the_order() -> None:
    consume_events(checked_out(), HELD, PAID, CAPTURED)
    call(
        MOVE_ORDER,
        200,
        token("grace", groups="[staff]"),
        body={"owner": ADA, "state": "packed", "by": "grace@shop.test"},
    )
    assert "grace" not in str(call(GET_ORDER, 200))


def correct(status: int, tracking: str, replaces: str) -> Any:
    body = {"owner": ADA, "tracking": tracking, "replaces": replaces}
    return call(CORRECT_TRACKING, status, token("grace", groups="[staff]"), body=body)


def test_a_tracking_number_can_be_corrected_once_the_parcel_is_sent_and_not_over_a_colleagues() -> None:
    consume_events(checked_out(), HELD, PAID, CAPTURED)
    staff = token("grace", groups="[staff]")
    call(MOVE_ORDER, 200, staff, body={"owner": ADA, "state": "packed"})
    correct(409, "RR2", "")
    call(MOVE_ORDER, 200, staff, body={"owner": ADA, "state": "sent", "note": "RR1"})
    for _ in range(2):
        assert correct(200, "RR2", "RR1")["tracking"] == "RR2"
    assert event(OrderTrackingChanged).tracking == "RR2"
    assert correct(409, "RR3", "RR1")["type"] == "other-tracking"
    assert call(GET_ORDER, 200)["tracking"] == "RR2"


def test_only_staff_move_orders_and_nobody_cancels_anothers() -> None:
    consume_events(checked_out())
    call(MOVE_ORDER, 403, body={"owner": ADA, "state": "packed"})
    call(CANCEL_ORDER, 404, token("bob"))


def test_staff_list_each_state_page_by_page() -> None:
    for number in range(1, 6):
        repository.place(checked_out(number))
    consume_events(HELD)
    seen, query = [], StateQuery(state=State.PLACED, limit=3)
    while True:
        page = order_lists.list_by_state(query)
        seen += [order.id for order in page.items]
        if page.next is None:
            break
        query = StateQuery(state=State.PLACED, limit=3, cursor=page.next)
    assert seen == [order_id(number) for number in range(2, 6)]
    assert (
        said(handler(http(LIST_STAFF_ORDERS, claims=token("g", groups="[staff]"), query={"state": "held"}), None))[
            "items"
        ][0]["owner"]
        == ADA
    )


def test_staff_open_any_order_by_its_id_and_shoppers_none() -> None:
    staff = token("grace", groups="[staff]")
    consume_events(checked_out(), HELD)
    repository.place(checked_out(2))
    assert (call(GET_STAFF_ORDER, 200, staff)["state"], call(GET_STAFF_ORDER, 200, staff)["owner"]) == ("held", ADA)
    call(GET_STAFF_ORDER, 403)
    unknown = http(GET_STAFF_ORDER, claims=staff, path={"order_id": "f" * 28})
    assert handler(unknown, None)["statusCode"] == 404


def test_the_cursor_of_one_states_list_is_refused_for_another() -> None:
    for number in range(1, 4):
        repository.place(checked_out(number))
    page = order_lists.list_by_state(StateQuery(state=State.PLACED, limit=1))
    with pytest.raises(Refused) as refused:
        order_lists.list_by_state(StateQuery(state=State.HELD, cursor=page.next))
    assert refused.value.problem.status == 400


def test_a_cursor_that_is_not_ours_is_refused_by_every_list() -> None:
    with pytest.raises(Refused) as refused:
        order_lists.list_by_state(StateQuery(state=State.PLACED, cursor="abc"))
    assert refused.value.problem.status == 400


def test_orders_that_fail_step_aside_so_that_a_full_sweep_of_them_blocks_nobody(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for number in range(1, 4):
        repository.place(checked_out(number))
    key = {"pk": {"S": ADA}, "sk": {"S": order_id(3)}}
    last = {":due": {"S": state_machine.later(checked_out().at, state_machine.RETRY_PAYMENT_TIMEOUT)}}
    aws.client("dynamodb").update_item(
        TableName="order", Key=key, UpdateExpression="SET due = :due", ExpressionAttributeValues=last
    )
    monkeypatch.setattr(sweeper, "_MAX_ORDERS", 2)
    real = sweeper.handle_timeout

    def fail(present: state_machine.OrderState, *more: Any) -> Any:
        if present.order_id != order_id(3):
            raise RuntimeError("broken")
        return real(present, *more)

    monkeypatch.setattr(sweeper, "handle_timeout", fail)
    assert sweep() == {"due": 2, "swept": 2, "failed": 2}
    assert NOT_SWEPT in [json.loads(line)["message"] for line in capsys.readouterr().out.splitlines()]
    assert sweep() == {"due": 1, "swept": 1, "failed": 0}


def test_an_order_that_moved_while_its_sweep_failed_is_not_put_off() -> None:
    consume_events(checked_out(), HELD)
    due = item()["due"]["S"]
    repository.postpone(ADA, order_id(1), "2020-01-01T00:00:00.000Z", "2030-01-01T00:00:00.000Z")
    assert item()["due"]["S"] == due
    repository.postpone(ADA, order_id(1), due, "2030-01-01T00:00:00.000Z")
    assert item()["due"]["S"] == "2030-01-01T00:00:00.000Z"


def test_the_sweeper_ends_what_was_not_paid_and_leaves_the_rest(monkeypatch: pytest.MonkeyPatch) -> None:
    consume_events(checked_out(1), HELD, DECLINED)
    repository.place(checked_out(2))
    assert sweep()["failed"] == 0
    now = state_machine.later(clock.now(), state_machine.RETRY_PAYMENT_TIMEOUT)
    monkeypatch.setattr(clock, "now", lambda: now)
    assert sweep() == {"due": 2, "swept": 2, "failed": 0}
    assert state() is State.REFUSED
    assert repository.get(ADA, order_id(2)).state is State.PLACED
    assert sweep() == {"due": 0, "swept": 0, "failed": 0}


def test_the_sweeper_begins_nothing_new_with_ten_seconds_left(monkeypatch: pytest.MonkeyPatch) -> None:
    consume_events(checked_out())
    monkeypatch.setattr(clock, "now", lambda: "2099-01-01T00:00:00.000Z")
    assert sweep(left=9_999) == {"due": 1, "swept": 0, "failed": 0}
    assert sweep(left=10_000) == {"due": 1, "swept": 1, "failed": 0}


def test_more_overdue_orders_than_a_sweep_takes_are_logged(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    consume_events(checked_out())
    monkeypatch.setattr(clock, "now", lambda: "2099-01-01T00:00:00.000Z")
    monkeypatch.setattr(sweeper, "_MAX_ORDERS", 1)
    sweep()
    assert MORE_DUE in [json.loads(line)["message"] for line in capsys.readouterr().out.splitlines()]
    sweep()
    assert MORE_DUE not in [json.loads(line)["message"] for line in capsys.readouterr().out.splitlines()]


def test_what_a_sweep_says_again_goes_back_to_the_page_that_the_order_was_placed_on(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    page = "4bf92f3577b34da6a3ce929d0e0e4736"
    consume_events(replace(checked_out(), correlation_id=page))
    capsys.readouterr()
    monkeypatch.setattr(clock, "now", lambda: "2026-11-03T12:20:00.000Z")
    sweep()
    assert event(OrderPlaced).correlation_id == page
    said = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [(line["order_id"], line["correlation_id"]) for line in said if line["message"] == "swept one"] == [
        (order_id(1), page)
    ]
