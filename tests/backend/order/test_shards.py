"""Orders in shards of the indexes, beside those that earlier releases wrote without: lists and the sweeper find all."""

from collections.abc import Iterator
from contextlib import contextmanager
from unittest import mock

import pytest
from msgspec.structs import replace

from backend.contracts.inventory.events import StockHeld
from backend.contracts.order.models import StateQuery
from backend.contracts.order.states import State
from backend.order import holding, order_lists, repository
from backend.order.timeouts import handle_timeout
from tests.backend.order.checkouts import ADA, checked_out, order_id

LATER, FAR = "2026-11-03T11:00:00.000Z", "2999-11-03T11:00:00.000Z"
pytestmark = pytest.mark.usefixtures("order_table")


@contextmanager
def earlier_release() -> Iterator[None]:
    """Keys without a shard, and passing states among the others."""
    with (
        mock.patch("backend.order.item.shard_key", lambda key, _: key),
        mock.patch("backend.shared.sweeper.shard_key", lambda key, _: key),
        mock.patch("backend.order.item.PASSING_STATES", ()),
    ):
        yield


def place(*numbers: int) -> None:
    for number in numbers:
        repository.place(checked_out(number))


def hold(number: int) -> None:
    event = StockHeld(order_id=order_id(number), owner=ADA, at=LATER)
    repository.change(ADA, order_id(number), lambda order: holding.on_stock_held(order, event, LATER))


def in_state(state: State) -> list[str]:
    found: list[str] = []
    cursor: str | None = None
    while cursor or not found:
        page = order_lists.list_by_state(StateQuery(state=state, limit=2, cursor=cursor))
        found += [order.id for order in page.items]
        cursor = page.next
        if cursor is None:
            break
    return found


def test_a_list_of_both_is_in_order_and_has_each_once() -> None:
    with earlier_release():
        place(2, 4, 5)
    place(*range(6, 30), 1, 3)
    assert in_state(State.PLACED) == [order_id(number) for number in range(1, 30)]


def test_orders_in_a_passing_state_are_listed_whichever_release_wrote_them() -> None:
    place(1, 2, 3, 4)
    with earlier_release():
        hold(1)
    hold(2)
    assert set(in_state(State.HELD)) == {order_id(1), order_id(2)}
    assert in_state(State.PLACED) == [order_id(3), order_id(4)]


def test_the_sweeper_finds_both_and_the_longest_overdue_first() -> None:
    with earlier_release():
        place(1, 3)
    place(2, 4)
    longest_first = [order_id(number) for number in (1, 3, 2, 4)]
    assert [each for _, each, _ in order_lists.due(FAR, 100)] == longest_first
    assert [each for _, each, _ in order_lists.due(FAR, 3)] == longest_first[:3]


def test_a_move_takes_an_order_of_an_earlier_release_into_its_shard() -> None:
    with earlier_release():
        place(1)
    hold(1)
    assert in_state(State.PLACED) == []
    assert in_state(State.HELD) == [order_id(1)]


def test_an_order_is_found_by_its_id_in_every_state_and_beside_a_link_to_it() -> None:
    with earlier_release():
        place(1)
    place(2)
    hold(2)
    assert [order_lists.find(order_id(number)).state for number in (1, 2)] == [State.PLACED, State.HELD]


def test_the_sweeper_reminds_nobody_of_an_order_that_moved_on_a_moment_ago() -> None:
    place(1)
    hold(1)
    order, details = repository.require(repository.load(ADA, order_id(1)))
    after = handle_timeout(replace(order, due=LATER), details, "2026-11-03T11:00:30.000Z")
    assert after is not None
    assert (after.event, after.due) == (None, "2026-11-03T11:02:00.000Z")
