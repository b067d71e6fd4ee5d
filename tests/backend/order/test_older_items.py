"""Orders that an earlier release placed: the items are those that it wrote."""

import base64
import json
from pathlib import Path
from typing import Any

import pytest

from backend.contracts.order.models import OrdersQuery, StateQuery
from backend.contracts.order.states import State
from backend.contracts.problem import Refused
from backend.contracts.types import PageQuery
from backend.order import domain, order_lists, repository, state_machine
from backend.order.upgrade import upgrade
from backend.shared import aws
from tests.backend.order.checkouts import checked_out

NOW = "2026-11-29T10:00:00.000Z"


def _items() -> list[dict[str, Any]]:
    kept = json.loads((Path(__file__).parent / "older" / "0.1.0.json").read_text())
    return [{name: _value(value) for name, value in item.items()} for item in kept]


def _value(value: dict[str, str]) -> dict[str, Any]:
    return {"B": base64.b64decode(value["B"])} if "B" in value else value


OLD = _items()
OWNER, ORDER = OLD[0]["pk"]["S"], OLD[0]["sk"]["S"]


def put(item: dict[str, Any]) -> None:
    aws.client("dynamodb").put_item(TableName="order", Item=item)


@pytest.fixture(autouse=True)
def _old_orders(order_table: str) -> None:
    for item in OLD:
        put(item)


def in_state(state: State) -> list[str]:
    return [order.id for order in order_lists.list_by_state(StateQuery(state=state)).items]


def test_they_are_in_the_history_beside_new_ones() -> None:
    new = checked_out(owner=OWNER)
    repository.place(new)
    shown = repository.list_newest(OWNER, OrdersQuery()).items
    assert {order.id for order in shown} == {ORDER, OLD[1]["sk"]["S"], new.order_id}


def test_one_is_shown_as_it_was_placed() -> None:
    order = repository.get(OWNER, ORDER)
    assert (order.state, order.total) == (State.PLACED, 5800)
    assert [(step.state, step.at) for step in order.time_line] == [(State.PLACED, order.placed_at)]
    assert [line.sku for line in order.lines]


def test_its_shopper_can_cancel_it() -> None:
    after, _, done = repository.change(OWNER, ORDER, lambda present: state_machine.cancel(present, NOW))
    assert done
    assert after.state is State.CANCELLED
    assert in_state(State.CANCELLED) == [ORDER]
    assert repository.get(OWNER, ORDER).state is State.CANCELLED


def test_staff_find_them_once_they_are_upgraded_and_a_second_time_changes_nothing() -> None:
    assert in_state(State.PLACED) == []
    assert upgrade(PageQuery()).upgraded == 2
    assert sorted(in_state(State.PLACED)) == sorted(item["sk"]["S"] for item in OLD)
    assert upgrade(PageQuery()).upgraded == 0


def test_an_upgrade_changes_nothing_that_anybody_sees_and_asks_nobody_for_money() -> None:
    before = repository.get(OWNER, ORDER)
    upgrade(PageQuery())
    assert repository.get(OWNER, ORDER) == before
    item = aws.client("dynamodb").get_item(TableName="order", Key={"pk": OLD[0]["pk"], "sk": OLD[0]["sk"]})["Item"]
    assert not {"event", "due", "open"} & set(item)


def test_an_order_that_its_shopper_changes_meanwhile_keeps_that_change(monkeypatch: pytest.MonkeyPatch) -> None:
    write = repository.replace_order

    def late(after: state_machine.OrderState, bought: domain.OrderDetails) -> bool:
        monkeypatch.setattr(repository, "replace_order", write)
        repository.change(OWNER, after.order_id, lambda present: state_machine.cancel(present, NOW))
        return write(after, bought)

    monkeypatch.setattr(repository, "replace_order", late)
    assert upgrade(PageQuery()).upgraded == 1
    assert len(in_state(State.CANCELLED)) == 1


def test_an_order_that_nobody_can_read_hides_no_other_and_is_named() -> None:
    put({**OLD[0], "sk": {"S": "f" * 28}, "purchase": {"B": b"no order"}, "in_state": {"S": "placed"}})
    upgrade(PageQuery())
    assert len(repository.list_newest(OWNER, OrdersQuery()).items) == 2
    assert order_lists.list_by_state(StateQuery(state=State.PLACED)).unreadable == ("f" * 28,)
    every = order_lists.list_all(PageQuery())
    assert (len(every.items), every.unreadable) == (2, ("f" * 28,))
    with pytest.raises(Refused) as refused:
        repository.get(OWNER, "f" * 28)
    assert refused.value.problem.type == "unreadable"


def test_pages_go_on_behind_an_order_that_nobody_can_read() -> None:
    put({**OLD[0], "sk": {"S": "f" * 28}, "purchase": {"B": b"no order"}})
    first = repository.list_newest(OWNER, OrdersQuery(limit=1))
    assert first.items == ()
    assert len(repository.list_newest(OWNER, OrdersQuery(limit=5, cursor=first.next)).items) == 2
