"""Whether `manage.py reconcile` names uses of promotions that orders and counts do not agree on, in both directions."""

import pytest
from msgspec.structs import replace

from backend.contracts.inventory.states import HoldState
from backend.contracts.order.models import StaffOrder
from backend.contracts.order.states import State
from backend.contracts.payment.states import PaymentState
from backend.contracts.promotion.models import AppliedPromotion, Kind, StaffPromotion, Use, UseState
from storefront.reconcile.books import Books, differences
from tests.storefront.reconcile.shop_books import ID, LATELY, SINCE, THEN, books, hold, order, payment_of, stock

HELD = Use(order_id=ID, state=UseState.HELD, at=THEN, codes=("FIRST5",))


def promotion(uses: int) -> StaffPromotion:
    return StaffPromotion(
        title="First five",
        kind=Kind.PERCENTAGE,
        percent=10,
        starts_on="2026-01-01",
        max_uses=5,
        code="FIRST5",
        version=1,
        created_at=THEN,
        uses=uses,
    )


def with_code(state: State = State.CONFIRMED, at: str = THEN, limited: bool = True) -> StaffOrder:
    given = (AppliedPromotion(code="FIRST5", title="First five", saved=100, limited=limited),)
    return replace(order(state, at), promotions=given)


def describe_differences(read: Books) -> list[str]:
    return [f"{each.about[:6]} {each.what}" for each in differences(read, SINCE, THEN)]


AGREED = books(orders=(with_code(),), promotions=(promotion(1),), uses=(HELD,))
NO_ONE_BOUGHT = {
    "holds": (hold(HoldState.BACK),),
    "stock": (stock(),),
    "payments": (payment_of(PaymentState.REFUNDED),),
}


def test_a_use_that_its_order_holds_and_its_promotion_counts_is_no_difference() -> None:
    assert describe_differences(AGREED) == []


def test_an_order_that_has_a_promotion_and_no_use_is_named() -> None:
    assert describe_differences(replace(AGREED, uses=(), promotions=(promotion(0),))) == [
        "aaaaaa is confirmed, and holds no use of FIRST5"
    ]


@pytest.mark.parametrize("state", [State.REFUSED, State.CANCELLED])
def test_a_use_that_an_ended_order_never_gave_back_is_named(state: State) -> None:
    ended = replace(AGREED, orders=(with_code(state),), **NO_ONE_BOUGHT)
    assert describe_differences(ended) == [f"aaaaaa is {state}, and holds a use of FIRST5 for nothing"]
    released = (replace(HELD, state=UseState.RELEASED),)
    assert describe_differences(replace(ended, uses=released, promotions=(promotion(0),))) == []


def test_a_use_of_a_promotion_that_the_order_does_not_have_is_named() -> None:
    assert describe_differences(replace(AGREED, orders=(order(State.CONFIRMED),))) == [
        "aaaaaa is confirmed, and holds a use of FIRST5 for nothing"
    ]


def test_an_order_with_an_unlimited_promotion_holds_no_use() -> None:
    assert (
        describe_differences(replace(AGREED, orders=(with_code(limited=False),), uses=(), promotions=(promotion(0),)))
        == []
    )


@pytest.mark.parametrize("counted", [0, 2])
def test_a_promotion_that_counts_too_few_or_too_many_uses_is_named(counted: int) -> None:
    assert describe_differences(replace(AGREED, promotions=(promotion(counted),))) == [
        f"FIRST5 counts {counted} uses, and orders hold 1"
    ]


def test_a_use_for_no_order_is_named() -> None:
    lost = replace(HELD, order_id="b" * 28)
    assert describe_differences(replace(AGREED, uses=(HELD, lost), promotions=(promotion(2),))) == [
        "bbbbbb is no order, and holds a use of FIRST5"
    ]


def test_an_order_that_changed_lately_may_not_hold_its_use_yet() -> None:
    changed = with_code(State.CANCELLED, LATELY)
    assert describe_differences(replace(AGREED, orders=(changed,))) == []
