"""Staff cancel orders, give money back and change addresses: never more than was paid, and who did it is kept."""

from typing import Any

import msgspec
import pytest
from msgspec.structs import asdict

from backend.contracts import returns
from backend.contracts.order.events import OrderAddressChanged, OrderCancelled, RefundRequested
from backend.contracts.order.models import MAX_RETURNS, StaffOrder
from backend.contracts.order.operations import (
    CANCEL_ORDER,
    CANCEL_ORDER_FOR_SHOPPER,
    CHANGE_ADDRESS,
    CORRECT_TRACKING,
    GET_ORDER,
    GET_STAFF_ORDER,
    MOVE_ORDER,
    REFUND_ORDER,
    RETURN_ORDER,
)
from backend.contracts.payment.events import PaymentReturned
from backend.order import repository
from tests.backend.events import token
from tests.backend.order.checkouts import ADA, checked_out
from tests.backend.order.order_api import CAPTURED, HELD, PAID, WHOSE, call, consume_events, event, state
from tests.backend.shop import SKUS

GRACE, LINUS = token("grace", groups="[staff]"), token("linus", groups="[staff]")
CANCEL = {"owner": ADA, "reason": "You asked us to on the phone.", "by": "grace@example.com"}
REFUND = {"owner": ADA, "number": 1, "reason": "The corner was bent.", "by": "grace@example.com"}


@pytest.fixture(autouse=True)
def _order(order_table: str) -> None:
    repository.place(checked_out())


def confirm() -> None:
    consume_events(HELD, PAID, CAPTURED)
    assert state() == "confirmed"


def deliver() -> None:
    confirm()
    for after in ("packed", "sent", "delivered"):
        call(MOVE_ORDER, 200, GRACE, body={"owner": ADA, "state": after})


def staff_order() -> StaffOrder:
    return msgspec.convert(call(GET_STAFF_ORDER, 200, GRACE), StaffOrder)


def refund(status: int = 200, claims: dict[str, str] = GRACE, **more: Any) -> Any:
    return call(REFUND_ORDER, status, claims, body=REFUND | more)


def address(**more: Any) -> dict[str, Any]:
    return {"owner": ADA, "version": staff_order().version, "address": asdict(checked_out().address) | more}


@pytest.mark.parametrize("operation", [CANCEL_ORDER_FOR_SHOPPER, REFUND_ORDER, CHANGE_ADDRESS])
def test_a_shopper_can_do_none_of_it(operation: Any) -> None:
    call(operation, 403, body={"owner": ADA})


def test_a_packed_order_is_not_cancelled_by_staff_either() -> None:
    confirm()
    call(MOVE_ORDER, 200, GRACE, body={"owner": ADA, "state": "packed"})
    call(CANCEL_ORDER_FOR_SHOPPER, 409, GRACE, body=CANCEL)
    assert (state(), staff_order().actions) == ("packed", ())


def test_a_paid_order_that_staff_cancel_gets_its_money_back() -> None:
    confirm()
    cancelled = call(CANCEL_ORDER_FOR_SHOPPER, 200, GRACE, body=CANCEL)
    told = event(OrderCancelled)
    assert (cancelled["state"], told.paid, told.reason) == ("cancelled", True, CANCEL["reason"])


def test_cancelling_twice_gets_the_same_answer_and_a_colleague_is_refused() -> None:
    first = call(CANCEL_ORDER_FOR_SHOPPER, 200, GRACE, body=CANCEL)
    assert call(CANCEL_ORDER_FOR_SHOPPER, 200, GRACE, body=CANCEL)["actions"] == first["actions"]
    call(CANCEL_ORDER_FOR_SHOPPER, 409, LINUS, body=CANCEL)


def test_what_staff_did_is_kept_with_who_did_it_and_shoppers_do_not_see_it() -> None:
    call(CANCEL_ORDER_FOR_SHOPPER, 200, GRACE, body=CANCEL)
    (action,) = staff_order().actions
    assert (action.kind, action.who, action.by, action.note) == (
        "cancel", "grace", "grace@example.com", CANCEL["reason"],
    )  # fmt: skip
    shown = call(GET_ORDER, 200)
    assert "actions" not in shown
    assert "grace" not in str(shown)


@pytest.mark.parametrize("state_before", ["placed", "held", "paid"])
def test_nothing_is_given_back_before_it_was_taken(state_before: str) -> None:
    consume_events(*{"placed": (), "held": (HELD,), "paid": (HELD, PAID)}[state_before])
    refund(409, amount=100)
    assert staff_order().returns == ()


@pytest.mark.parametrize(
    "asked",
    [
        {"amount": 17401},
        {"amount": 0},
        {"amount": -5},
        {"lines": [{"sku": SKUS[0], "quantity": 2}]},
        {"lines": [{"sku": "NOBODYS", "quantity": 1}]},
        {"lines": [{"sku": SKUS[0], "quantity": 1}], "amount": 2900},
        {"reason": ""},
    ],
)
def test_what_cannot_be_given_back_is_refused(asked: dict[str, Any]) -> None:
    deliver()
    refund(422, **asked)
    assert staff_order().returns == ()


def test_a_line_is_given_back_with_its_tax_and_the_stock_stays() -> None:
    deliver()
    answered = refund(lines=[{"sku": SKUS[1], "quantity": 1}])
    told = event(RefundRequested)
    assert (told.number, told.refund, told.version) == (1, 2900, staff_order().version)
    (given,) = answered["returns"]
    assert (given["state"], given["refund"], given["tax"], given["by_shop"]) == ("received", 2900, 463, True)
    assert "restocked" not in given
    assert state() == "delivered"


def test_however_often_the_form_is_sent_it_is_given_back_once() -> None:
    deliver()
    first = refund(amount=500)
    assert refund(amount=500)["returns"] == first["returns"]
    refund(409, amount=600)
    refund(409, amount=500, number=3)
    assert returns.total_refunded(staff_order()) == 500


def test_never_more_goes_back_than_was_paid_in_all() -> None:
    deliver()
    refund(amount=17_000)
    refund(422, number=2, amount=401)
    refund(number=2, amount=400)
    refund(422, number=3, amount=1)
    refund(422, number=3, lines=[{"sku": SKUS[0], "quantity": 1}])
    order = staff_order()
    assert (returns.unrefunded_amount(order), sum(each.tax for each in order.returns)) == (0, order.tax)


def test_never_more_of_a_line_goes_back_than_was_bought_by_whatever_way() -> None:
    deliver()
    refund(lines=[{"sku": SKUS[2], "quantity": 3}])
    call(RETURN_ORDER, 422, body={"lines": [{"sku": SKUS[2], "quantity": 1}]})
    refund(422, number=2, lines=[{"sku": SKUS[2], "quantity": 1}])


def test_all_that_is_left_goes_back_without_lines_or_amount() -> None:
    deliver()
    refund(lines=[{"sku": SKUS[0], "quantity": 1}])
    answered = refund(number=2)
    assert [each["refund"] for each in answered["returns"]] == [2900, 14500]
    assert returns.returnable_pieces(staff_order()) == {}


def test_an_order_that_can_be_cancelled_is_not_given_back_whole() -> None:
    confirm()
    refund(409)
    refund(409, amount=17_400)
    refund(lines=[{"sku": SKUS[0], "quantity": 1}])
    assert returns.total_refunded(staff_order()) == 2900


def test_nothing_is_given_back_beside_an_open_return() -> None:
    deliver()
    call(RETURN_ORDER, 202, body={"lines": [{"sku": SKUS[0], "quantity": 1}]})
    refund(409, number=2, amount=100)


def test_a_return_after_a_refund_counts_on_and_brings_only_the_rest() -> None:
    deliver()
    refund(amount=1_000)
    whole = call(RETURN_ORDER, 202, body={"number": 2})
    assert whole["returns"][-1]["refund"] == 16_400


def test_staff_who_were_shown_another_amount_are_asked_to_look_again() -> None:
    deliver()
    refund(409, lines=[{"sku": SKUS[0], "quantity": 1}], expected_refund=2800)


def test_an_order_has_no_more_refunds_than_returns_may_be() -> None:
    deliver()
    for number in range(1, MAX_RETURNS + 1):
        refund(number=number, amount=1)
    refund(422, number=MAX_RETURNS + 1, amount=1)


def test_a_refund_is_marked_when_the_provider_has_given_it_back() -> None:
    deliver()
    refund(amount=500)
    consume_events(PaymentReturned(**WHOSE, attempt=1, refunded=500, currency="EUR", number=1))
    assert [(each.amount, each.number) for each in staff_order().refunds] == [(500, 1)]


def test_an_address_can_be_changed_until_the_order_is_packed_and_the_change_is_mailed() -> None:
    confirm()
    answered = call(CHANGE_ADDRESS, 200, GRACE, body=address(street="1 Other Street") | {"by": "grace@example.com"})
    assert answered["address"]["street"] == "1 Other Street"
    assert event(OrderAddressChanged).address.street == "1 Other Street"
    (action,) = staff_order().actions
    assert (action.kind, "12 St James's Square" in str(action.note)) == ("change-address", True)
    assert call(GET_ORDER, 200)["address"]["street"] == "1 Other Street"
    call(MOVE_ORDER, 200, GRACE, body={"owner": ADA, "state": "packed"})
    call(CHANGE_ADDRESS, 409, GRACE, body=address(street="2 Third Street"))


def test_an_order_does_not_go_to_another_country() -> None:
    call(CHANGE_ADDRESS, 422, GRACE, body=address(country="DE", postal_code="10115"))
    assert staff_order().actions == ()


def test_of_two_who_change_an_address_the_second_is_asked_to_look_again() -> None:
    one, other = address(street="1 Other Street"), address(street="2 Third Street")
    call(CHANGE_ADDRESS, 200, GRACE, body=one)
    assert call(CHANGE_ADDRESS, 200, GRACE, body=one)["address"]["street"] == "1 Other Street"
    call(CHANGE_ADDRESS, 409, LINUS, body=other)
    assert len(staff_order().actions) == 1


def test_a_checkout_that_comes_again_does_not_bring_the_old_address_back(
    caplog: pytest.LogCaptureFixture, written_log: Any
) -> None:
    call(CHANGE_ADDRESS, 200, GRACE, body=address(street="1 Other Street"))
    repository.place(checked_out())
    assert staff_order().address.street == "1 Other Street"
    assert "another checkout" not in written_log()


def test_mail_must_reach_a_new_address() -> None:
    call(CHANGE_ADDRESS, 422, GRACE, body=address(email="ada@localhost"))


def test_a_corrected_tracking_number_says_what_it_was() -> None:
    confirm()
    call(MOVE_ORDER, 200, GRACE, body={"owner": ADA, "state": "packed"})
    call(MOVE_ORDER, 200, GRACE, body={"owner": ADA, "state": "sent", "note": "RR1"})
    body = {"owner": ADA, "tracking": "RR2", "replaces": "RR1", "by": "grace@example.com"}
    call(CORRECT_TRACKING, 200, GRACE, body=body)
    (action,) = staff_order().actions
    assert (action.kind, action.who, action.note) == ("correct-tracking", "grace", "RR1")


def test_an_order_that_its_shopper_cancelled_was_cancelled_by_nobody_of_the_staff() -> None:
    call(CANCEL_ORDER, 202)
    assert staff_order().actions == ()
