"""A return while a part of the order is still to come: what has arrived goes back, and nothing else is disturbed."""

from typing import Any

import msgspec
import pytest
from msgspec.structs import replace

from backend.contracts.arrivals import can_return, pieces_here
from backend.contracts.dispatch import unsent_pieces
from backend.contracts.order.actions import ActionKind
from backend.contracts.order.events import (
    OrderReturnAccepted,
    OrderReturnDenied,
    OrderReturnReceived,
    OrderReturnRequested,
    RefundRequested,
)
from backend.contracts.order.models import Order, StateQuery
from backend.contracts.order.operations import (
    CANCEL_ORDER_FOR_SHOPPER,
    GET_ORDER,
    MOVE_ORDER,
    RECEIVE_RETURN,
    REFUND_ORDER,
    RETURN_ORDER,
)
from backend.contracts.order.states import ReturnState, State
from backend.contracts.returns import total_refunded
from backend.order import erasure, order_lists, repository
from backend.order.replay import replay
from tests.backend.order.checkouts import ADA, checked_out, order_id
from tests.backend.order.order_api import CAPTURED, HELD, PAID, call, consume_events, event, item, state
from tests.backend.order.parcel_steps import GRACE, LINUS, ONE, THREE, TWO, WHO, deliver, move, send, to_lines
from tests.backend.order.parcel_steps import order as view


@pytest.fixture(autouse=True)
def _one_of_two_parcels_is_there(order_table: str) -> None:
    """One piece of the second article and two of the third have arrived; a second parcel is not sent yet."""
    repository.place(checked_out())
    consume_events(HELD, PAID, CAPTURED)
    move("packed")
    send(1, {TWO: 1, THREE: 2})
    deliver(1)


def ask(pieces: dict[str, int], status: int = 202, **more: Any) -> Any:
    return call(RETURN_ORDER, status, body={"lines": to_lines(pieces), "reason": "Too big."} | more)


def receive(pieces: dict[str, int], status: int = 200, **more: Any) -> Any:
    return call(RECEIVE_RETURN, status, GRACE, body=WHO | {"number": 1, "lines": to_lines(pieces)} | more)


def pay_back(pieces: dict[str, int], number: int = 2, status: int = 200, **more: Any) -> Any:
    body = WHO | {"number": number, "reason": "It does not come.", "lines": to_lines(pieces)} | more
    return call(REFUND_ORDER, status, GRACE, body=body)


def list_beside(after: State) -> list[str]:
    return [each.id for each in order_lists.list_by_state(StateQuery(state=after, beside=True)).items]


@pytest.mark.parametrize("pieces", [{ONE: 1}, {TWO: 2}, {THREE: 3}, {TWO: 1, ONE: 1}, {"NOBODYS": 1}])
def test_no_more_goes_back_than_has_arrived(pieces: dict[str, int]) -> None:
    assert ask(pieces, 422)["errors"][0]["field"] == "lines"
    assert (view().returns, state()) == ((), State.PACKED)


def test_what_is_on_its_way_does_not_go_back() -> None:
    send(2, {ONE: 1, TWO: 1, THREE: 1})
    ask({ONE: 1}, 422)
    deliver(2)
    assert state() is State.DELIVERED
    assert ask({ONE: 1})["state"] == "return-requested"


def test_without_a_parcel_that_arrived_nothing_goes_back(order_table: str) -> None:
    repository.place(checked_out(2))
    assert not can_return(repository.get(ADA, order_id(2)))


def test_what_has_arrived_goes_back_while_the_order_stays_packed() -> None:
    order = ask({TWO: 1})
    told = event(OrderReturnRequested)
    assert (order["state"], order["returns"][0]["state"], order["returns"][0]["refund"]) == (
        "packed",
        "requested",
        2900,
    )
    assert (told.number, told.refund, told.stays, told.version) == (1, 2900, State.PACKED, view().version)
    assert list_beside(State.RETURN_REQUESTED) == [order_id(1)]


def test_no_lines_mean_everything_that_is_there() -> None:
    found = call(RETURN_ORDER, 202, body={})["returns"][0]
    assert found["lines"] == to_lines(dict(sorted({TWO: 1, THREE: 2}.items())))


def test_requesting_twice_counts_once_and_a_second_return_waits_for_the_first() -> None:
    ask({TWO: 1}, number=1)
    ask({TWO: 1}, number=1)
    ask({THREE: 1}, 409, number=2)
    assert len(view().returns) == 1


def test_a_return_is_accepted_and_received_with_its_money_to_the_cent() -> None:
    ask({TWO: 1})
    move("return-accepted", note="By post, please.", number=1)
    told = event(OrderReturnAccepted)
    assert (told.stays, told.note, told.refund) == (State.PACKED, "By post, please.", 2900)
    assert (list_beside(State.RETURN_REQUESTED), list_beside(State.RETURN_ACCEPTED)) == ([], [order_id(1)])
    receive({TWO: 1}, expected_refund=2900)
    back = event(OrderReturnReceived)
    assert (back.stays, back.refund, back.restock, back.lines[0].sku) == (State.PACKED, 2900, True, TWO)
    assert (state(), view().returns[0].state, list_beside(State.RETURN_ACCEPTED)) == (
        State.PACKED,
        ReturnState.RECEIVED,
        [],
    )
    assert [each.kind for each in view().actions if each.kind.endswith("return")] == [
        ActionKind.ACCEPT_RETURN,
        ActionKind.RECEIVE_RETURN,
    ]


def test_a_shopper_reads_why_it_was_denied_and_not_by_whom() -> None:
    ask({TWO: 1})
    move("return-denied", note="Worn.")
    assert (event(OrderReturnDenied).stays, event(OrderReturnDenied).reason) == (State.PACKED, "Worn.")
    order = call(GET_ORDER, 200)
    assert (order["returns"][0]["state"], order["returns"][0]["note"]) == ("denied", "Worn.")
    assert "grace" not in str(order)
    assert can_return(msgspec.convert(order, Order))


def test_a_decision_sent_twice_is_made_once_and_one_of_two_colleagues_is_refused() -> None:
    ask({TWO: 1})
    move("return-accepted", number=1)
    version = view().version
    move("return-accepted", number=1)
    other = call(MOVE_ORDER, 409, LINUS, body={"owner": ADA, "by": "linus@example.com", "state": "return-accepted"})
    assert (view().version, other["type"], "grace@example.com" in other["detail"]) == (version, "other-return", True)


def test_a_decision_about_an_earlier_return_does_not_decide_the_next_one() -> None:
    ask({TWO: 1})
    move("return-denied", note="No.", number=1)
    ask({THREE: 1}, number=2)
    move("return-accepted", 409, number=1)
    assert view().returns[1].state is ReturnState.REQUESTED


def test_nothing_is_decided_that_nobody_asked_for() -> None:
    move("return-accepted", 409)
    receive({TWO: 1}, 409)
    ask({TWO: 1})
    receive({TWO: 1}, 409)
    move("returned", 409)
    assert view().returns[0].state is ReturnState.REQUESTED


def test_a_return_is_received_once_and_no_more_than_arrived() -> None:
    ask({TWO: 1})
    move("return-accepted")
    receive({TWO: 2}, 422)
    receive({ONE: 1}, 422)
    receive({TWO: 1})
    version = view().version
    receive({TWO: 1})
    assert (view().version, pieces_here(view())) == (version, {THREE: 2})
    ask({TWO: 1}, 422, number=2)


def test_something_else_may_come_than_was_announced() -> None:
    ask({TWO: 1})
    move("return-accepted")
    receive({THREE: 1}, note="Merci !")
    order = view()
    assert (order.returns[0].announced[0].sku, order.returns[0].lines[0].sku) == (TWO, THREE)
    assert order.actions[-1].note == f"Return 1: 1 × {THREE} came instead of 1 × {TWO}. Merci !"
    assert order.returns[0].note == "Merci !"
    assert pieces_here(order) == {TWO: 1, THREE: 1}


def test_what_is_still_to_come_is_sent_and_delivered_as_if_nothing_went_back() -> None:
    ask({TWO: 1})
    assert unsent_pieces(view()) == {ONE: 1, TWO: 1, THREE: 1}
    send(2, {ONE: 1, TWO: 1, THREE: 1})
    assert state() is State.SENT
    move("return-accepted")
    deliver(2)
    assert (state(), list_beside(State.RETURN_ACCEPTED)) == (State.DELIVERED, [order_id(1)])
    ask({ONE: 1}, 409, number=2)
    receive({TWO: 1})
    assert (state(), event(OrderReturnReceived).stays) == (State.DELIVERED, State.DELIVERED)
    assert ask({ONE: 1}, number=2)["state"] == "return-requested"


def test_what_went_back_is_not_sent_again() -> None:
    ask({TWO: 1})
    move("return-accepted")
    receive({TWO: 1})
    send(2, {TWO: 2}, 422)
    assert unsent_pieces(view()) == {ONE: 1, TWO: 1, THREE: 1}


def test_the_rest_is_paid_back_while_a_return_is_open_and_no_piece_is_paid_twice() -> None:
    ask({TWO: 1})
    pay_back({TWO: 2}, status=422)
    pay_back({ONE: 1, TWO: 1, THREE: 1})
    assert (state(), unsent_pieces(view()), view().returns[0].state) == (State.PACKED, {}, ReturnState.REQUESTED)
    move("return-accepted", number=1)
    receive({TWO: 1}, expected_refund=2900)
    move("delivered")
    assert state() is State.DELIVERED


def test_all_refunds_add_up_to_what_was_paid_whatever_the_order_they_come_in() -> None:
    ask({TWO: 1, THREE: 2})
    pay_back({ONE: 1, TWO: 1, THREE: 1})
    move("return-accepted")
    receive({TWO: 1, THREE: 2})
    order = view()
    assert total_refunded(order) == order.total
    assert sum(each.tax for each in order.returns) == order.tax
    pay_back({}, 3, 422, amount=1)


def test_an_amount_leaves_what_the_open_return_was_promised() -> None:
    ask({TWO: 1})
    total = view().total
    pay_back({}, status=422, amount=total - 2899)
    pay_back({}, amount=total - 2900)
    assert event(RefundRequested).refund == total - 2900
    move("return-accepted", number=1)
    receive({TWO: 1})
    assert total_refunded(view()) == total


def test_an_order_in_parts_is_not_cancelled_because_something_goes_back() -> None:
    ask({TWO: 1})
    call(CANCEL_ORDER_FOR_SHOPPER, 409, GRACE, body=WHO | {"reason": "No."})
    assert state() is State.PACKED


def test_pieces_that_were_paid_back_beyond_what_is_unsent_do_not_go_back_either() -> None:
    pay_back({TWO: 2}, 1)
    assert pieces_here(view()) == {THREE: 2}
    ask({TWO: 1}, 422, number=2)


def test_the_events_tell_all_of_it_again() -> None:
    start, events = repository.load(ADA, order_id(1)), []
    for step in (
        lambda: ask({TWO: 1, THREE: 1}),
        lambda: move("return-accepted", note="Yes."),
        lambda: pay_back({ONE: 1}),
        lambda: receive({TWO: 1}, number=1),
    ):
        step()
        events.append(event(OrderReturnRequested | OrderReturnAccepted | OrderReturnReceived | RefundRequested))
    refused: list[Any] = []
    after = replay(start, events, refused)[0]
    found = repository.load(ADA, order_id(1))[0]
    plain = [replace(each, note="") for each in found.returns]
    assert (refused, [replace(each, note="") for each in after.returns], after.state) == ([], plain, found.state)


def test_what_was_decided_is_among_staffs_actions_after_a_restore_without_who_did_it() -> None:
    start, events = repository.load(ADA, order_id(1)), []
    for step in (
        lambda: ask({TWO: 1}),
        lambda: move("return-accepted", note="By post.", number=1),
        lambda: receive({THREE: 1}, number=1),
        lambda: ask({TWO: 1}, number=2),
        lambda: move("return-denied", note="Worn.", number=2),
    ):
        step()
        events.append(event(OrderReturnRequested | OrderReturnAccepted | OrderReturnReceived | OrderReturnDenied))
    restored = replay(start, [*events, *events], [])[0]
    kept = repository.load(ADA, order_id(1))[0].actions
    assert [(each.at, each.kind, each.note) for each in restored.actions] == [
        (each.at, each.kind, each.note) for each in kept
    ]
    decisions = restored.actions[len(start[0].actions) :]
    assert [(each.who, each.by) for each in decisions] == [("", "")] * 3


def test_a_closed_account_is_erased_once_the_open_return_is_decided() -> None:
    ask({TWO: 1})
    send(2, {ONE: 1, TWO: 1, THREE: 1})
    deliver(2)
    later = "2030-01-01T00:00:00.000Z"
    assert erasure.anonymise(*repository.load(ADA, order_id(1)), later) is None
    move("return-denied", note="Worn by Ada.")
    order, _ = erasure.anonymise(*repository.load(ADA, order_id(1)), later)
    assert "Ada" not in str(order.returns) + str(order.actions)


def test_an_order_without_such_a_return_is_stored_as_before() -> None:
    assert "in_return" not in item()
    plain = OrderReturnDenied(order_id=order_id(1), owner=ADA, at="2026-11-03T10:20:00.000Z")
    assert b"stays" not in msgspec.json.encode(plain)


def test_a_decision_about_an_early_return_does_not_decide_one_that_is_asked_for_once_all_is_there() -> None:
    ask({TWO: 1})
    send(2, {ONE: 1, TWO: 1, THREE: 1})
    deliver(2)
    move("return-denied", note="No.", number=1)
    ask({THREE: 3}, number=2)
    for after in ("return-accepted", "return-denied"):
        assert move(after, 409, note="No.", number=1)["type"] == "other-return"
    move("return-accepted", number=2)
    move("return-accepted", 409, number=1)
    assert [each.state for each in view().returns] == [ReturnState.DENIED, ReturnState.ACCEPTED]


def test_what_was_paid_back_of_a_lost_parcel_does_not_keep_out_what_has_arrived_before() -> None:
    ask({THREE: 2})
    move("return-accepted")
    send(2, {ONE: 1, TWO: 1, THREE: 1})
    pay_back({ONE: 1, TWO: 1, THREE: 1})
    assert pieces_here(view()) == {TWO: 1, THREE: 2}
    receive({THREE: 2})
    ask({TWO: 1}, number=3)
    assert pieces_here(view()) == {TWO: 1}
