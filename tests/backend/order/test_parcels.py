"""An order in several parcels: no piece goes twice, and it has arrived exactly when every parcel has."""

from typing import Any

import msgspec
import pytest
from msgspec.structs import replace

from backend.contracts.dispatch import unsent_pieces
from backend.contracts.event import OrderEvent
from backend.contracts.order.events import OrderDelivered, OrderSent, OrderTrackingChanged
from backend.contracts.order.models import Move
from backend.contracts.order.operations import (
    CANCEL_ORDER,
    CORRECT_TRACKING,
    GET_ORDER,
    REFUND_ORDER,
    RETURN_ORDER,
)
from backend.contracts.order.parcel import Parcel, ParcelLine
from backend.contracts.order.parcel_events import OrderParcelDelivered, OrderParcelSent
from backend.contracts.order.parcel_operations import DELIVER_PARCEL, SEND_PARCEL
from backend.contracts.order.states import State
from backend.order import domain, erasure, parcel_actions, parcels, repository, staff
from backend.order.replay import replay
from tests.backend.order.checkouts import ADA, checked_out, order_id
from tests.backend.order.order_api import CAPTURED, HELD, PAID, call, consume_events, event, item, state
from tests.backend.order.parcel_steps import GRACE, LINUS, ONE, THREE, TWO, WHO, deliver, move, order, send


@pytest.fixture(autouse=True)
def _order(order_table: str) -> None:
    repository.place(checked_out())
    consume_events(HELD, PAID, CAPTURED)


def contents() -> list[dict[str, int]]:
    return [{line.sku: line.quantity for line in each.lines} for each in order().parcels]


def pack() -> None:
    move("packed")


@pytest.mark.parametrize("operation", [SEND_PARCEL, DELIVER_PARCEL])
def test_a_shopper_can_do_none_of_it(operation: Any) -> None:
    call(operation, 403, body=WHO)


def test_nothing_is_sent_of_an_order_that_is_not_packed() -> None:
    send(1, {ONE: 1}, 409)
    assert (state(), contents()) == ("confirmed", [])


@pytest.mark.parametrize(
    "pieces", [{ONE: 2}, {THREE: 4}, {"NOBODYS": 1}, {ONE: 1, TWO: 3}, {ONE: 0}, {ONE: -1}, {}, {ONE: 10**20}]
)
def test_no_more_is_sent_than_was_ordered(pieces: dict[str, int]) -> None:
    pack()
    send(1, pieces, 422)
    assert (state(), contents()) == ("packed", [])


def test_two_lines_of_one_sku_are_counted_together() -> None:
    pack()
    twice = [{"sku": ONE, "quantity": 1}, {"sku": ONE, "quantity": 1}]
    call(SEND_PARCEL, 422, GRACE, body=WHO | {"number": 1, "lines": twice})


def test_what_was_sent_is_not_sent_again() -> None:
    pack()
    send(1, {ONE: 1, TWO: 1})
    send(2, {ONE: 1}, 422)
    send(2, {TWO: 2}, 422)
    assert contents() == [{ONE: 1, TWO: 1}]


def test_pieces_that_the_shop_paid_back_are_not_sent() -> None:
    pack()
    lines = [{"sku": THREE, "quantity": 3}]
    call(REFUND_ORDER, 200, GRACE, body=WHO | {"number": 1, "reason": "It never came.", "lines": lines})
    send(1, {THREE: 1}, 422)
    send(1, {ONE: 1, TWO: 2})
    assert (state(), contents()) == ("sent", [{ONE: 1, TWO: 2}])


def test_a_part_is_sent_and_mailed_with_what_is_still_to_come() -> None:
    pack()
    send(1, {ONE: 1, TWO: 1}, tracking="DHL 1")
    told = event(OrderParcelSent)
    assert (told.parcel, told.tracking, told.version) == (1, "DHL 1", order().version)
    assert {line.sku: line.quantity for line in told.lines} == {ONE: 1, TWO: 1}
    assert {line.sku: line.quantity for line in told.unsent} == {TWO: 1, THREE: 3}
    assert (state(), unsent_pieces(order())) == ("packed", {TWO: 1, THREE: 3})


def test_the_last_parcel_sends_the_order() -> None:
    pack()
    send(1, {ONE: 1, TWO: 2}, tracking="DHL 1")
    send(2, {THREE: 3}, tracking="DHL 2")
    told = event(OrderSent)
    assert (state(), told.parcel, told.tracking, order().tracking) == ("sent", 2, "DHL 2", "DHL 2")
    assert [line.sku for line in told.lines] == [THREE]
    assert [each.tracking for each in order().parcels] == ["DHL 1", "DHL 2"]


def test_a_parcel_that_is_sent_twice_is_sent_once() -> None:
    pack()
    first = send(1, {ONE: 1}, tracking="DHL 1")
    assert send(1, {ONE: 1}, tracking="DHL 1")["parcels"] == first["parcels"]
    assert len(order().actions) == 1


def test_of_two_who_send_another_parcel_the_second_is_asked_to_look_again() -> None:
    pack()
    send(1, {ONE: 1})
    assert send(1, {TWO: 1}, 409, LINUS)["type"].endswith("other-parcel")
    assert contents() == [{ONE: 1}]


def test_a_number_that_was_not_kept_is_not_acknowledged() -> None:
    pack()
    send(1, {ONE: 1}, tracking="RR1")
    assert send(1, {ONE: 1}, 409, LINUS, tracking="RR7")["type"].endswith("other-parcel")
    send(2, {TWO: 2, THREE: 3}, tracking="RR2")
    send(2, {TWO: 2, THREE: 3}, 409, LINUS, tracking="")
    assert [each.tracking for each in order().parcels] == ["RR1", "RR2"]


def test_a_parcel_that_is_sent_again_after_its_number_was_corrected_is_the_same() -> None:
    pack()
    send(1, {ONE: 1}, tracking="RR1")
    call(CORRECT_TRACKING, 200, GRACE, body=WHO | {"tracking": "RR9", "replaces": "RR1", "parcel": 1})
    assert send(1, {ONE: 1}, tracking="RR1")["parcels"][0]["tracking"] == "RR9"


def test_the_last_number_that_a_parcel_can_have_takes_all_that_is_left(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parcel_actions, "MAX_PARCELS", 2)
    pack()
    send(1, {ONE: 1})
    send(2, {TWO: 2}, 422)
    assert contents() == [{ONE: 1}]
    send(2, {TWO: 2, THREE: 3})
    assert state() == "sent"


def test_a_page_from_before_a_part_was_sent_does_not_send_the_rest() -> None:
    pack()
    send(1, {ONE: 1})
    assert move("sent", 409, note="RR2", parcel=1)["type"].endswith("other-parcel")
    assert (state(), contents()) == ("packed", [{ONE: 1}])
    move("sent", note="RR2", parcel=2)
    move("sent", note="RR2", parcel=2)
    assert (state(), contents()) == ("sent", [{ONE: 1}, {TWO: 2, THREE: 3}])


def test_a_whole_order_is_sent_as_its_first_parcel_and_as_no_other() -> None:
    pack()
    move("sent", 409, parcel=2)
    move("sent", parcel=1)
    move("sent", parcel=1)
    assert (state(), len(order().parcels)) == ("sent", 1)


def test_all_in_one_go_writes_what_a_move_writes_and_nothing_more() -> None:
    pack()
    stored = repository.load(ADA, order_id(1))
    assert stored
    at = "2026-11-04T10:00:00.000Z"
    moved = staff.apply_move(stored[0], Move(owner=ADA, state=State.SENT, note="DHL 1", by="grace"), at)
    whole = Parcel(number=1, at=at, lines=(ParcelLine(sku=ONE, quantity=1),), tracking="DHL 1")
    assert parcels.send(stored[0], whole, (), "grace") == moved
    send(1, {ONE: 1, TWO: 2, THREE: 3}, tracking="DHL 1")
    assert not {"parcels", "actions"} & item().keys()


def test_an_order_that_was_sent_in_one_piece_reads_as_one_parcel_of_all_lines() -> None:
    pack()
    move("sent", note="RR1")
    (parcel,) = order().parcels
    assert (parcel.number, parcel.tracking, parcel.delivered_at) == (1, "RR1", None)
    assert contents() == [{ONE: 1, TWO: 2, THREE: 3}]
    move("delivered")
    assert order().parcels[0].delivered_at == order().time_line[-1].at
    assert "parcels" not in item()


def test_the_rest_goes_by_the_old_button_too() -> None:
    pack()
    send(1, {ONE: 1})
    move("sent", note="RR2")
    move("sent", note="RR2")
    assert (state(), contents(), order().tracking) == ("sent", [{ONE: 1}, {TWO: 2, THREE: 3}], "RR2")


def test_an_order_of_which_a_part_is_sent_is_not_cancelled() -> None:
    pack()
    send(1, {ONE: 1})
    call(CANCEL_ORDER, 409)
    assert state() == "packed"


def test_nothing_can_be_sent_back_until_something_has_arrived() -> None:
    pack()
    send(1, {ONE: 1})
    call(RETURN_ORDER, 409, body={})
    deliver(1)
    assert call(RETURN_ORDER, 202, body={})["returns"][0]["lines"] == [{"sku": ONE, "quantity": 1}]


def test_it_has_arrived_when_every_parcel_has_and_no_sooner() -> None:
    pack()
    send(1, {ONE: 1})
    deliver(1)
    told = event(OrderParcelDelivered)
    assert (told.parcel, state()) == (1, "packed")
    send(2, {TWO: 2, THREE: 3})
    assert state() == "sent"
    deliver(2)
    assert (state(), event(OrderDelivered).order_id) == ("delivered", order_id(1))
    call(RETURN_ORDER, 202, body={})


def test_each_arrivals_event_says_what_was_in_it_and_what_is_still_to_come() -> None:
    pack()
    send(1, {ONE: 1, THREE: 1})
    send(2, {TWO: 1, THREE: 1})
    deliver(2)
    told = event(OrderParcelDelivered)
    assert {line.sku: line.quantity for line in told.lines} == {TWO: 1, THREE: 1}
    assert {line.sku: line.quantity for line in told.awaited} == {ONE: 1, TWO: 1, THREE: 2}
    send(3, {TWO: 1, THREE: 1})
    move("delivered")
    assert {line.sku: line.quantity for line in event(OrderDelivered).lines} == {ONE: 1, TWO: 1, THREE: 2}


def test_refunded_pieces_of_a_lost_parcel_are_not_listed_as_still_to_come() -> None:
    pack()
    send(1, {ONE: 1, THREE: 1})
    send(2, {TWO: 2})
    lines = [{"sku": TWO, "quantity": 2}]
    call(REFUND_ORDER, 200, GRACE, body=WHO | {"number": 1, "reason": "Lost.", "lines": lines})
    deliver(1)
    assert {line.sku: line.quantity for line in event(OrderParcelDelivered).awaited} == {THREE: 2}


def test_if_all_parcels_arrive_together_no_mail_mentions_a_rest() -> None:
    pack()
    send(1, {ONE: 1, THREE: 1})
    send(2, {TWO: 2, THREE: 2})
    move("delivered")
    assert not event(OrderDelivered).lines


def test_an_order_that_goes_whole_tells_of_its_arrival_as_before() -> None:
    pack()
    move("sent")
    move("delivered")
    assert not event(OrderDelivered).lines
    assert b"lines" not in msgspec.json.encode(event(OrderDelivered))


def test_parcels_arrive_in_any_order_and_one_that_arrived_twice_arrived_once() -> None:
    pack()
    send(1, {ONE: 1})
    send(2, {TWO: 2, THREE: 3})
    deliver(2)
    first = order().parcels[1].delivered_at
    deliver(2)
    assert (state(), order().parcels[1].delivered_at) == ("sent", first)
    deliver(1)
    deliver(1)
    assert [step.state for step in order().time_line].count(State.DELIVERED) == 1


@pytest.mark.parametrize("number", [2, 50])
def test_a_parcel_that_there_is_not_does_not_arrive(number: int) -> None:
    pack()
    send(1, {ONE: 1})
    deliver(number, 409)


def test_the_one_parcel_of_a_plain_order_arrives_with_it() -> None:
    pack()
    move("sent")
    deliver(1)
    assert state() == "delivered"


def test_the_order_is_delivered_with_all_its_parcels() -> None:
    pack()
    send(1, {ONE: 1})
    assert move("delivered", 409)["title"] == "A part of the order is still to be sent"
    move("sent")
    move("delivered")
    assert all(each.delivered_at for each in order().parcels)


def test_what_never_comes_is_paid_back_and_the_order_is_over_with_what_arrived() -> None:
    pack()
    send(1, {ONE: 1})
    lines = [{"sku": TWO, "quantity": 2}, {"sku": THREE, "quantity": 3}]
    call(REFUND_ORDER, 200, GRACE, body=WHO | {"number": 1, "reason": "It never came.", "lines": lines})
    assert move("sent", 409)["title"] == "Nothing of the order is still to be sent"
    deliver(1)
    assert (state(), [step.state for step in order().time_line][-2:]) == ("delivered", ["sent", "delivered"])


def test_the_number_of_the_only_parcel_that_came_is_still_read_and_made_again_once_the_order_is_over() -> None:
    pack()
    send(1, {ONE: 1}, tracking="RR1")
    lines = [{"sku": TWO, "quantity": 2}, {"sku": THREE, "quantity": 3}]
    call(REFUND_ORDER, 200, GRACE, body=WHO | {"number": 1, "reason": "It never came.", "lines": lines})
    before = repository.load(ADA, order_id(1))
    assert before
    deliver(1)
    assert order().tracking == "RR1"
    assert replay(before, [event(OrderDelivered)], [])[0].tracking == "RR1"


def test_paid_back_after_the_rest_arrived_the_order_can_be_delivered() -> None:
    pack()
    send(1, {ONE: 1})
    deliver(1)
    lines = [{"sku": TWO, "quantity": 2}, {"sku": THREE, "quantity": 3}]
    call(REFUND_ORDER, 200, GRACE, body=WHO | {"number": 1, "reason": "It never came.", "lines": lines})
    move("delivered")
    assert (state(), event(OrderDelivered).version) == ("delivered", order().version)


def test_the_number_of_one_parcel_is_corrected() -> None:
    pack()
    send(1, {ONE: 1}, tracking="RR1")
    body = WHO | {"tracking": "RR9", "replaces": "RR1", "parcel": 1}
    call(CORRECT_TRACKING, 200, GRACE, body=body)
    assert (event(OrderTrackingChanged).parcel, order().parcels[0].tracking) == (1, "RR9")
    send(2, {TWO: 2, THREE: 3}, tracking="RR2")
    call(CORRECT_TRACKING, 409, GRACE, body=WHO | {"tracking": "RR8", "replaces": "RR1", "parcel": 1})
    call(CORRECT_TRACKING, 409, GRACE, body=WHO | {"tracking": "RR8", "replaces": "", "parcel": 3})
    call(CORRECT_TRACKING, 200, GRACE, body=WHO | {"tracking": "RR3", "replaces": "RR2"})
    assert ([each.tracking for each in order().parcels], order().tracking) == (["RR9", "RR3"], "RR3")


def test_the_sender_of_a_part_is_recorded_and_hidden_from_shoppers() -> None:
    pack()
    send(1, {ONE: 1})
    (action,) = order().actions
    assert (action.kind, action.who, action.note) == ("send-parcel", "grace", f"1: 1 × {ONE}")
    assert "grace" not in str(call(GET_ORDER, 200))
    assert call(GET_ORDER, 200)["parcels"][0]["number"] == 1


def test_nothing_is_left_of_a_parcels_number_once_its_person_is_erased() -> None:
    pack()
    send(1, {ONE: 1}, tracking="RR1")
    move("sent", note="RR2")
    move("delivered")
    stored = repository.load(ADA, order_id(1))
    assert stored
    erased = erasure.anonymise(*stored, "2099-01-01T00:00:00.000Z")
    assert erased
    assert "RR" not in str(erased)


def test_the_events_of_parcels_make_the_order_again() -> None:
    pack()
    packed = repository.load(ADA, order_id(1))
    assert packed
    told: list[OrderEvent] = []
    for step, shape in (
        (lambda: send(1, {ONE: 1}, tracking="RR1"), OrderParcelSent),
        (lambda: deliver(1), OrderParcelDelivered),
        (lambda: send(2, {TWO: 2}), OrderParcelSent),
        (
            lambda: call(CORRECT_TRACKING, 200, GRACE, body=WHO | {"tracking": "RR9", "replaces": "RR1", "parcel": 1}),
            OrderTrackingChanged,
        ),
        (lambda: send(3, {THREE: 3}, tracking="RR3"), OrderSent),
        (lambda: deliver(3), OrderParcelDelivered),
        (lambda: deliver(2), OrderDelivered),
    ):
        step()
        told.append(event(shape))
    refused: list[OrderEvent] = []
    again, details = replay(packed, told, refused)
    stored = repository.load(ADA, order_id(1))
    assert stored
    assert refused == []
    assert again.parcels == stored[0].parcels
    plain = replace(domain.staff_order(*stored), actions=())
    by_nobody = tuple(replace(step, by="") for step in plain.time_line)
    made = domain.staff_order(again, details)
    assert replace(made, time_line=tuple(replace(step, by="") for step in made.time_line)) == replace(
        plain, time_line=by_nobody
    )


def test_the_events_of_an_earlier_release_make_one_parcel_of_all_lines() -> None:
    pack()
    packed = repository.load(ADA, order_id(1))
    assert packed
    whose = {"order_id": order_id(1), "owner": ADA}
    told: list[OrderEvent] = [
        msgspec.convert(fields | whose | {"type": f"{shape.__name__}.v1"}, shape)
        for shape, fields in (
            (OrderSent, {"at": "2026-11-05T08:00:00.000Z", "version": 90, "tracking": "RR1"}),
            (OrderTrackingChanged, {"at": "2026-11-05T09:00:00.000Z", "version": 91, "tracking": "RR2"}),
            (OrderDelivered, {"at": "2026-11-06T08:00:00.000Z", "version": 92}),
        )
    ]
    refused: list[OrderEvent] = []
    (parcel,) = domain.order(*replay(packed, told, refused)).parcels
    assert refused == []
    assert (parcel.tracking, parcel.at, parcel.delivered_at) == ("RR2", told[0].at, told[2].at)
    assert {line.sku: line.quantity for line in parcel.lines} == {ONE: 1, TWO: 2, THREE: 3}
