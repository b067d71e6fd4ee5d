"""No partition key of a table or an index takes more writes than half of what DynamoDB allows one, at 1,000 orders a
second.

One key takes 1,000 write units a second:
https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/bp-partition-key-design.html
"""

from collections.abc import Iterator
from itertools import count
from unittest import mock

import pytest

from bench.confirmed import confirm_order, whole
from bench.keys import LIMIT, ORDERS_PER_SECOND, WHOLE, Load, busiest, is_excused, loads
from bench.shop import Shop

ORDERS = 2
_numbers = count()


@pytest.fixture(scope="module")
def shop() -> Iterator[Shop]:
    with whole() as here:
        yield here


def measure(shop: Shop) -> list[Load]:
    shop.steps.clear()
    for _ in range(ORDERS):
        confirm_order(shop, next(_numbers))
    return loads(shop.steps, ORDERS)


def test_no_key_but_those_with_a_reason_takes_more_than_half_of_what_one_key_can(shop: Shop) -> None:
    hot = [load for load in measure(shop) if load.per_second > LIMIT and not is_excused(load)]
    assert not hot, f"at {ORDERS_PER_SECOND:,} orders a second: {hot}"


def test_each_reason_is_of_a_key_that_an_order_writes_to(shop: Shop) -> None:
    found = measure(shop)
    unused = [rule for rule in WHOLE if not any(rule.of(load) for load in found)]
    assert not unused


@pytest.mark.parametrize(
    ("place", "index"),
    [
        ("backend.shared.sweeper.shard_key", "waiting"),
        ("backend.order.item.shard_key", "by_state"),
        ("backend.inventory.holds.shard_key", "open_holds"),
        ("backend.desk.repository.shard_key", ""),
        ("backend.desk.repository.shard_key", "by_state"),
    ],
)
def test_a_key_without_shards_is_found(shop: Shop, place: str, index: str) -> None:
    with mock.patch(place, lambda key, _: key):
        hot = [load for load in measure(shop) if load.per_second > LIMIT and not is_excused(load)]
    assert index in {load.index for load in hot}
    assert busiest(hot).per_second >= ORDERS_PER_SECOND
