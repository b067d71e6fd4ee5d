"""What comes back for pieces: in whatever order they are sent back, paid back and denied, for each line exactly what was
paid for it."""

from collections import Counter
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from backend.contracts import returns
from backend.contracts.arrivals import as_promised, can_return, early_return, open_return, pieces_here, with_return
from backend.contracts.order.models import Order, OrderReturn, Return
from backend.contracts.order.parcel import Parcel, ParcelLine
from backend.contracts.order.staff import ReceivedLine, ReceiveReturn, RefundOrder
from backend.contracts.order.states import ReturnState, State
from backend.order.receipts import build_receipt
from backend.order.refunds import build_refund
from backend.order.returns import build_return, to_lines
from tests.backend.contracts.test_returns import AT, order, sum_by_rate, with_discounts, with_taxes

OWNER = "shopper#1"
Pieces = dict[str, int]


def at_hand(before: Order, here: Pieces) -> Order:
    """The order while a part of it is still to come, and `here` has arrived."""
    lines = tuple(ParcelLine(sku=sku, quantity=quantity) for sku, quantity in here.items())
    return replace(before, state=State.PACKED, parcels=(Parcel(number=1, at=AT, lines=lines, delivered_at=AT),))


def ask(before: Order, pieces: Pieces) -> Order:
    requested = build_return(before, Return(lines=to_lines(pieces)), AT)
    after = replace(before, returns=(*before.returns, requested))
    return (
        after
        if early_return(before.state, after.returns) and is_under_way(before)
        else replace(after, state=State.RETURN_REQUESTED)
    )


def is_under_way(now: Order) -> bool:
    return now.state in (State.PACKED, State.SENT)


def pay_back(before: Order, pieces: Pieces) -> Order:
    body = RefundOrder(owner=OWNER, number=len(before.returns) + 1, reason="Bent", lines=to_lines(pieces))
    return replace(before, returns=(*before.returns, build_refund(before, body, AT)))


def decide(before: Order, after: OrderReturn) -> Order:
    state = before.state if before.state is not State.RETURN_REQUESTED else State.DELIVERED
    return replace(before, returns=with_return(before.returns, after), state=state)


def deny(before: Order) -> Order:
    return decide(before, replace(the_open(before), state=ReturnState.DENIED))


def receive(before: Order, pieces: Pieces) -> Order:
    lines = tuple(ReceivedLine(sku=sku, quantity=quantity) for sku, quantity in pieces.items())
    waiting = the_open(before)
    body = ReceiveReturn(owner=OWNER, number=waiting.number, lines=lines)
    return decide(before, build_receipt(before, waiting, body, AT))


def the_open(now: Order) -> OrderReturn:
    waiting = open_return(now.returns)
    assert waiting
    return waiting


def back_by_sku(now: Order) -> Counter[str]:
    """What came back for the pieces of each SKU."""
    sums: Counter[str] = Counter()
    for each in returns.received_returns(now):
        assert len(each.prices) == len(each.lines)
        assert sum(each.prices) + each.delivery == each.refund
        for line, price in zip(each.lines, each.prices, strict=True):
            sums[line.sku] += price
    return sums


THREE = with_discounts(order(("CUP", 3, 1000)), [1000])  # one of three was free: 666, 667 and 667


def test_a_return_that_is_denied_after_another_piece_was_paid_back_leaves_no_unit_too_much() -> None:
    now = at_hand(THREE, {"CUP": 1})
    now = pay_back(ask(now, {"CUP": 1}), {"CUP": 1})
    assert [each.refund for each in now.returns] == [666, 667]
    now = pay_back(deny(now), {"CUP": 2})
    assert [(each.refund, each.delivery) for each in now.returns[1:]] == [(667, 0), (1333 + 490, 490)]


def test_a_piece_of_a_dearer_line_is_not_paid_back_twice() -> None:
    now = at_hand(order(("CUP", 1, 1000), ("CUP", 1, 1500), ("JUG", 1, 9000)), {"CUP": 1})
    now = pay_back(ask(now, {"CUP": 1}), {"CUP": 1})
    now = pay_back(deny(now), {"CUP": 1})
    assert [each.refund for each in now.returns] == [1000, 1500, 1000]


@pytest.mark.parametrize("state", [ReturnState.DENIED, ReturnState.RECEIVED])
def test_an_order_whose_returns_an_earlier_release_wrote_keeps_their_sums_and_gets_exactly_the_rest(
    state: ReturnState,
) -> None:
    now = pay_back(ask(at_hand(THREE, {"CUP": 1}), {"CUP": 1}), {"CUP": 1})
    before = tuple(replace(each, prices=()) for each in now.returns)
    now = decide(replace(now, returns=before), replace(before[0], state=state))
    left = returns.returnable_pieces(now)
    now = pay_back(now, left)
    assert [each.refund for each in now.returns[:2]] == [666, 667]
    assert returns.total_refunded(now) == THREE.total
    assert now.returns[2].delivery == 490


def test_returns_of_several_lines_from_before_had_the_prices_of_the_first_pieces_left() -> None:
    two = with_discounts(order(("CUP", 3, 1000), ("JUG", 3, 500)), [1000, 100])
    now = replace(two, state=State.DELIVERED)
    for pieces in ({"CUP": 1, "JUG": 1}, {"CUP": 1, "JUG": 1}):
        now = pay_back(now, pieces)
        now = replace(now, returns=tuple(replace(each, prices=()) for each in now.returns))
    assert [each.refund for each in now.returns] == [666 + 466, 667 + 467]
    assert pay_back(now, {"CUP": 1, "JUG": 1}).returns[2].prices == (667, 467)


BOUGHT = st.lists(
    st.tuples(
        st.sampled_from("ABC"), st.integers(1, 4), st.integers(0, 3_000), st.floats(0, 1), st.sampled_from([1900, 700])
    ),
    min_size=1,
    max_size=4,
)


@given(BOUGHT, st.integers(0, 900), st.data())
def test_whatever_is_sent_back_paid_back_and_denied_in_which_order_each_line_brings_what_was_paid_for_it(
    bought: list[Any], delivery: int, data: st.DataObject
) -> None:
    rates = {sku: rate for sku, _, _, _, rate in bought}
    plain = order(*(line[:3] for line in bought), delivery=delivery)
    now = with_discounts(plain, [int(line.total * part[3]) for line, part in zip(plain.lines, bought, strict=True)])
    now = with_taxes(now, [rates[line.sku] for line in now.lines])
    paid: Counter[str] = Counter()
    for line in now.lines:
        paid[line.sku] += line.total - line.discount

    def choose(left: Pieces) -> Pieces:
        chosen = {sku: data.draw(st.integers(0, quantity)) for sku, quantity in left.items()}
        return {sku: quantity for sku, quantity in chosen.items() if quantity}

    now = at_hand(now, choose(returns.returnable_pieces(now)))
    for _ in range(data.draw(st.integers(0, 9))):
        now = do_something(now, data.draw(st.sampled_from(["ask", "pay back", "deny", "receive", "arrive"])), choose)
        assert returns.total_refunded(now) <= now.total
        assert all(price >= 0 for each in now.returns for price in each.prices)
    if open_return(now.returns):
        now = deny(now)
    left = returns.returnable_pieces(now)
    if left and returns.unrefunded_amount(now):
        now = pay_back(now, left)
    assert +back_by_sku(now) == +paid
    assert returns.total_refunded(now) == now.total
    assert sum(each.tax for each in returns.received_returns(now)) == now.tax
    if now.taxes:
        back = [line for each in returns.received_returns(now) for line in each.taxes]
        assert +Counter({rate: total for rate, (total, _) in sum_by_rate(back).items()}) == +Counter(
            {line.rate: line.total for line in now.taxes}
        )


def do_something(now: Order, action: str, choose: Any) -> Order:
    """The order after what is done to it, if that can be done."""
    waiting = open_return(now.returns)
    if action == "arrive" and is_under_way(now):
        return replace(now, state=State.DELIVERED)
    if action == "deny" and waiting:
        return deny(now)
    if action == "receive" and waiting:
        announced = {line.sku: line.quantity for line in waiting.lines}
        pieces = choose(pieces_here(now)) or announced
        return receive(now, pieces if returns.fits(now, pieces) else announced)
    if action == "ask" and can_return(now) and (pieces := choose(pieces_here(now))):
        return ask(now, pieces)
    can_pay = now.state is not State.RETURN_REQUESTED and returns.unrefunded_amount(as_promised(now))
    if action == "pay back" and can_pay and (pieces := choose(returns.returnable_pieces(as_promised(now)))):
        return pay_back(now, pieces)
    return now
