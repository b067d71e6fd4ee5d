"""What the books say of each other."""

import itertools
from datetime import datetime, timedelta

import msgspec
import pytest
from msgspec.structs import replace

from backend.contracts.basket.models import OrderLine
from backend.contracts.inventory.models import HeldLine
from backend.contracts.inventory.states import HoldState
from backend.contracts.order.models import OrderReturn, Refund, ReturnLine, StaffOrder
from backend.contracts.order.states import BOUGHT, ReturnState, State
from backend.contracts.payment.models import OrderPayment, Tried
from backend.contracts.payment.states import PaymentState
from storefront.reconcile.books import (
    LONGEST,
    OPEN,
    OVER,
    PIECES,
    Books,
    differences,
    order_in_motion,
)
from storefront.reconcile.difference import Difference
from storefront.reconcile.parts import cut
from tests.storefront.reconcile.shop_books import ID, LATELY, SINCE, THEN, books, hold, order, payment_of, stock

NOW = "2026-11-03T11:10:00.000Z"


def difference_lines(read: Books) -> list[str]:
    return [f"{difference.about[:4]} {difference.what}" for difference in differences(read, SINCE, NOW)]


def test_books_that_agree_have_no_difference() -> None:
    assert difference_lines(books()) == []


@pytest.mark.parametrize("state", OVER)
def test_an_order_that_is_over_has_neither_pieces_nor_money(state: State) -> None:
    over = books(
        orders=(order(state),),
        holds=(hold(HoldState.BACK),),
        stock=(stock(),),
        payments=(payment_of(PaymentState.REFUNDED),),
    )
    assert difference_lines(over) == []
    assert difference_lines(msgspec.structs.replace(over, payments=(payment_of(PaymentState.CAPTURED),))) == [
        f"aaaa is {state} for 2900, and payment has kept 2900"
    ]


@pytest.mark.parametrize("state", OVER)
@pytest.mark.parametrize("owner", ["shopper#ada", "guest#0f", "heartbeat#0f"])
def test_what_inventory_knew_of_the_heartbeats_order_may_be_deleted_first_and_of_no_other(
    state: State, owner: str
) -> None:
    over = Books(orders=(replace(order(state), owner=owner),))
    lost = [f"aaaa is {state}, and inventory says its pieces are nowhere"]
    for books_of_it in (over, *cut(over).values()):  # at once, and in slices
        assert difference_lines(books_of_it) == ([] if owner == "heartbeat#0f" else lost)
    sold = Books(orders=(replace(order(State.CONFIRMED), owner=owner),), payments=(payment_of(PaymentState.CAPTURED),))
    assert difference_lines(sold) == ["aaaa is confirmed, and inventory says its pieces are nowhere"]


def sent_back(refund: int, pieces: int, restocked: bool = True) -> StaffOrder:
    """An order of two pieces that got so many of them back."""
    line = OrderLine(sku="DOTS", quantity=2, product_id="dots", title="Dots", price=1200, total=2400)
    made = OrderReturn(
        number=1,
        state=ReturnState.RECEIVED,
        at=THEN,
        lines=(ReturnLine(sku="DOTS", quantity=pieces),),
        refund=refund,
        restocked=restocked,
    )
    return replace(order(State.RETURNED), lines=(line,), returns=(made,))


def part_paid(refunded: int) -> OrderPayment:
    tried = Tried(number=1, state=PaymentState.CAPTURED, amount=2900, currency="EUR", refunded=refunded)
    return OrderPayment(order_id=ID, attempts=(tried,))


ONE_BACK = replace(hold(HoldState.SOLD), back=(HeldLine(sku="DOTS", quantity=1),))


def test_an_order_of_which_a_part_went_back_keeps_the_rest_of_its_pieces_and_money() -> None:
    agreed = books(orders=(sent_back(1200, 1),), holds=(ONE_BACK,), stock=(stock(sold=1),), payments=(part_paid(1200),))
    assert difference_lines(agreed) == []
    assert difference_lines(replace(agreed, payments=(part_paid(0),))) == [
        "aaaa is returned for 2900 with 1200 to go back, and payment has kept 2900"
    ]
    assert difference_lines(replace(agreed, holds=(hold(HoldState.SOLD),), stock=(stock(sold=2),))) == [
        "aaaa has 1 pieces back, and inventory has 0"
    ]


def test_an_order_of_which_all_went_back_has_neither_unless_its_pieces_were_spoilt() -> None:
    whole = books(
        orders=(sent_back(2900, 2),),
        holds=(hold(HoldState.BACK),),
        stock=(stock(),),
        payments=(payment_of(PaymentState.REFUNDED),),
    )
    assert difference_lines(whole) == []
    assert (
        difference_lines(
            replace(
                whole,
                orders=(sent_back(2900, 2, restocked=False),),
                holds=(hold(HoldState.SOLD),),
                stock=(stock(sold=2),),
            )
        )
        == []
    )


@pytest.mark.parametrize(("state", "place"), list(itertools.product(BOUGHT, [None, *HoldState])))
def test_what_was_bought_is_sold_and_nowhere_else(state: State, place: HoldState | None) -> None:
    found = difference_lines(books(orders=(order(state),), holds=(hold(place),) if place else ()))
    assert any("inventory says" in line for line in found) == (place is not HoldState.SOLD)


@pytest.mark.parametrize(
    ("payment", "kept"),
    [(None, 0), (payment_of(PaymentState.DECLINED), 0), (payment_of(PaymentState.CAPTURED, PaymentState.CAPTURED), 5800),
     (payment_of(PaymentState.CAPTURED, amount=2899), 2899)],
    ids=["never asked", "declined", "twice", "too little"],
)  # fmt: skip
def test_a_payment_of_another_amount_is_reported(payment: OrderPayment | None, kept: int) -> None:
    assert difference_lines(books(payments=(payment,) if payment else ())) == [
        f"aaaa is confirmed for 2900, and payment has kept {kept}"
    ]


@pytest.mark.parametrize("state", OPEN)
def test_money_that_belongs_to_no_order_is_reported(state: PaymentState) -> None:
    found = difference_lines(books(payments=(payment_of(PaymentState.CAPTURED, state),)))
    assert found == [f"aaaa is confirmed, and payment has an attempt that is {state}"]


def test_pieces_and_money_without_an_order_are_reported() -> None:
    assert difference_lines(books(orders=())) == [
        "aaaa is no order, and inventory has its pieces sold",
        "aaaa is no order, and payment has its money",
    ]


@pytest.mark.parametrize("place", [HoldState.REFUSED, HoldState.BACK])
def test_a_hold_without_pieces_may_come_before_its_order(place: HoldState) -> None:
    assert (
        difference_lines(
            books(orders=(), holds=(hold(place),), stock=(stock(),), payments=(payment_of(PaymentState.DECLINED),))
        )
        == []
    )


def test_of_stock_whose_open_holds_were_not_all_counted_the_sum_is_compared() -> None:
    right = replace(stock(held=0, sold=2), held_at_least=True)
    assert difference_lines(books(stock=(right,))) == []
    moved = replace(stock(held=1, sold=1), held_at_least=True)
    assert difference_lines(books(stock=(moved,))) == []
    lost = replace(stock(held=1, sold=3), held_at_least=True)
    assert difference_lines(books(stock=(lost,))) == ["DOTS has 4 held and sold, and its orders have 2"]


def test_stock_is_what_its_orders_have() -> None:
    assert difference_lines(books(stock=(stock(held=1, sold=3),))) == [
        "DOTS has 1 held, and its orders have 0",
        "DOTS has 3 sold, and its orders have 2",
    ]


@pytest.mark.parametrize("state", State)
def test_an_order_whose_money_moved_lately_is_left_alone_though_its_state_is_as_it_was(state: State) -> None:
    money_back = OrderReturn(number=1, state=ReturnState.RECEIVED, at=LATELY, lines=(), refund=500, by_shop=True)
    assert order_in_motion(replace(order(state), returns=(money_back,)), SINCE)
    assert order_in_motion(replace(order(state), refunds=(Refund(at=LATELY, amount=500),)), SINCE)


@pytest.mark.parametrize("state", State)
def test_an_order_on_its_way_is_left_alone(state: State) -> None:
    assert order_in_motion(order(state, LATELY), SINCE)
    assert order_in_motion(order(state), SINCE) == (state not in PIECES)
    assert differences(Books(orders=(order(state, LATELY),), holds=(), stock=(), payments=()), SINCE, NOW) == []


def later(at: str, by: timedelta) -> str:
    return (datetime.fromisoformat(at) + by).isoformat(timespec="milliseconds").replace("+00:00", "Z")


@pytest.mark.parametrize("state", LONGEST)
def test_an_order_that_waits_longer_than_it_may_is_stuck(state: State) -> None:
    waiting = Books(orders=(order(state),), holds=(), stock=(), payments=())
    in_time = later(THEN, LONGEST[state])
    assert differences(waiting, SINCE, in_time) == []
    (stuck,) = differences(waiting, SINCE, later(in_time, timedelta(milliseconds=1)))
    assert (stuck.about, stuck.what) == (ID, f"is stuck: it has been {state} since {THEN}")


def test_every_state_is_reconciled_or_has_an_end() -> None:
    assert set(LONGEST) | set(PIECES) == set(State)
    assert not set(LONGEST) & set(PIECES)


def test_a_sku_that_is_off_by_one_is_the_same_difference_while_it_sells() -> None:
    (before,) = differences(books(stock=(stock(sold=3),)), SINCE, NOW)
    other = "b" * 28
    orders = (order(State.CONFIRMED), replace(order(State.CONFIRMED, LATELY), id=other))
    holds = (hold(HoldState.SOLD), replace(hold(HoldState.SOLD), order_id=other))
    (after,) = differences(books(orders=orders, holds=holds, stock=(stock(sold=5),)), SINCE, NOW)
    assert before.what != after.what
    assert before.mark == after.mark == ("DOTS", "sold", 1)


def test_differences_of_another_size_kind_or_thing_are_others() -> None:
    marks = [
        Difference(about, kind, "", by).mark for about in ("a", "b") for kind in ("held", "sold") for by in (1, -1)
    ]
    assert len(set(marks)) == len(marks)
