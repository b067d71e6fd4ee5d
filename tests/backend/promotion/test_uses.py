"""Uses of promotions are held and released like stock: never one too many, and none lost to an order that ended."""

import itertools
from collections.abc import Callable

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from msgspec import UNSET
from msgspec.structs import replace

from backend.contracts.promotion.events import PromotionHeld, PromotionRefused
from backend.contracts.promotion.models import UseState
from backend.contracts.types import PageQuery
from backend.promotion import consumer, counts, repository, uses
from backend.shared import clock, compression, dynamodb
from backend.shared.aws import client
from tests.backend.events import sqs
from tests.backend.faults import meanwhile
from tests.backend.promotion.promotions import create, order_cancelled, order_placed
from tests.backend.recorder import Calls

_WORLDS = itertools.count(1)
"""Each example of a property has a promotion and orders of its own in the one table."""


@pytest.fixture(autouse=True)
def _table(service_table: Callable[[str], str]) -> None:
    service_table("promotion")


def answer(number: int) -> PromotionHeld | PromotionRefused:
    item = client("dynamodb").get_item(TableName="promotion", Key=uses.key(f"{number:028x}"))["Item"]
    return compression.decode(dynamodb.from_item(item)["event"], PromotionHeld | PromotionRefused)


def count(code: str = "SUMMER10") -> int:
    return repository.get(code).uses


def test_a_code_with_one_use_is_not_used_twice() -> None:
    create(max_uses=1)
    uses.hold(order_placed(1))
    uses.hold(order_placed(2))
    refused = answer(2)
    assert isinstance(refused, PromotionRefused)
    assert refused.codes == ("SUMMER10",)
    assert (isinstance(answer(1), PromotionHeld), count()) == (True, 1)


def test_two_orders_at_once_do_not_both_get_the_last_use() -> None:
    create(max_uses=1)
    with meanwhile("TransactWriteItems", lambda: uses.hold(order_placed(2))):
        uses.hold(order_placed(1))
    assert isinstance(answer(1), PromotionRefused)
    assert count() == 1


def test_an_order_that_is_short_of_one_use_holds_none() -> None:
    create(max_uses=5)
    create("LAST", max_uses=1)
    uses.hold(order_placed(1, "LAST"))
    uses.hold(order_placed(2, "SUMMER10", "LAST"))
    refused = answer(2)
    assert isinstance(refused, PromotionRefused)
    assert (refused.codes, count()) == (("LAST",), 0)


def test_a_code_that_there_is_not_is_refused() -> None:
    uses.hold(order_placed(1, "NOBODYS"))
    assert isinstance(answer(1), PromotionRefused)


def test_an_order_that_arrives_again_holds_one_use() -> None:
    create(max_uses=5)
    for _ in range(3):
        uses.hold(order_placed(1))
    assert count() == 1


def test_a_use_comes_back_with_the_order_that_ends_and_only_once() -> None:
    create(max_uses=1)
    uses.hold(order_placed(1))
    for _ in range(2):
        uses.release(order_cancelled(1))
    assert count() == 0
    uses.hold(order_placed(2))
    assert isinstance(answer(2), PromotionHeld)


def test_an_end_that_overtakes_its_order_keeps_the_use_free() -> None:
    create(max_uses=1)
    uses.release(order_cancelled(1))
    uses.hold(order_placed(1))
    assert count() == 0
    assert uses.list_all(PageQuery()).items[0].state is UseState.RELEASED


def test_an_order_that_ends_while_it_is_held_gives_its_use_back() -> None:
    create(max_uses=1)
    with meanwhile("TransactWriteItems", lambda: uses.hold(order_placed(1))):
        uses.release(order_cancelled(1))
    assert count() == 0


def test_two_ends_at_once_give_one_use_back() -> None:
    create(max_uses=2)
    uses.hold(order_placed(1))
    uses.hold(order_placed(2))
    with meanwhile("TransactWriteItems", lambda: uses.release(order_cancelled(1))):
        uses.release(order_cancelled(1))
    assert count() == 1


def test_nobody_is_refused_a_use_that_came_back_before_the_refusal_was_written(monkeypatch: pytest.MonkeyPatch) -> None:
    create(max_uses=1)
    uses.hold(order_placed(1))
    real = uses._try_refuse

    def given_back_just_now(*arguments: object) -> bool:
        uses.release(order_cancelled(1))
        return real(*arguments)  # type: ignore[arg-type]

    monkeypatch.setattr(uses, "_try_refuse", given_back_just_now)
    uses.hold(order_placed(2))
    assert isinstance(answer(2), PromotionHeld)


def test_a_refusal_of_an_order_that_arrives_again_stays_when_a_use_is_free_by_then() -> None:
    create(max_uses=1)
    uses.hold(order_placed(1))
    uses.hold(order_placed(2))
    uses.release(order_cancelled(1))
    uses.hold(order_placed(2))
    assert isinstance(answer(2), PromotionRefused)
    assert count() == 0


def test_an_order_that_asks_later_than_it_was_answered_is_answered_again() -> None:
    create(max_uses=1)
    uses.hold(order_placed(1))
    first = answer(1)
    uses.hold(order_placed(1, at=clock.later(first.at, -1)))
    assert answer(1) == first
    uses.hold(order_placed(1, at=clock.later(first.at, 1)))
    assert replace(answer(1), at=first.at) == first
    assert count() == 1


def test_each_shopper_uses_it_once_by_account_and_by_address() -> None:
    create(once_per_shopper=True)
    uses.hold(order_placed(1, email="Ada@shop.test"))
    uses.hold(order_placed(2, email="ada@shop.test", owner="guest#2"))
    uses.hold(order_placed(3, email="other@shop.test", owner="shopper#1"))
    uses.hold(order_placed(4, email="grace@shop.test"))
    assert [type(answer(number)) for number in (1, 2, 3, 4)] == [
        PromotionHeld,
        PromotionRefused,
        PromotionRefused,
        PromotionHeld,
    ]


def test_a_returned_use_may_be_used_again() -> None:
    create(once_per_shopper=True)
    uses.hold(order_placed(1, email="ada@shop.test"))
    uses.release(order_cancelled(1))
    uses.hold(order_placed(2, email="ada@shop.test"))
    assert isinstance(answer(2), PromotionHeld)


def test_the_table_names_no_shopper() -> None:
    create(once_per_shopper=True)
    uses.hold(order_placed(1, email="ada@shop.test"))
    rows = [row for row in client("dynamodb").scan(TableName="promotion")["Items"] if "USE" not in row["sk"]["S"]]
    assert "ada@" not in str(rows)


def test_orders_without_limited_promotions_cost_nothing(calls: Calls) -> None:
    plain = replace(order_placed(1), codes=UNSET)
    ended = replace(order_cancelled(1), codes=UNSET)
    before = len(calls.made)
    assert consumer.handler(sqs(plain, ended), None) == {"batchItemFailures": []}
    assert len(calls.made) == before


def test_a_use_is_given_back_only_where_one_was_taken() -> None:
    create(max_uses=1)
    assert not dynamodb.transact_if([counts.give_back("SUMMER10")])
    assert count() == 0


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=30, deadline=None)
@given(st.lists(st.tuples(st.integers(1, 4), st.booleans()), max_size=14), st.integers(1, 3))
def test_after_whatever_happens_the_count_is_that_of_the_orders_that_hold_one(
    steps: list[tuple[int, bool]], most: int
) -> None:
    world = next(_WORLDS)
    code = f"WORLD{world}"
    create(code, max_uses=most)
    for order, ends in steps:
        number = world * 1000 + order
        if ends:
            uses.release(order_cancelled(number))
        else:
            uses.hold(order_placed(number, code))
        held = [
            each
            for each in uses.list_all(PageQuery(limit=100)).items
            if each.state is UseState.HELD and each.codes == (code,)
        ]
        assert count(code) == len(held) <= most
