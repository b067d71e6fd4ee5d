"""Orders of the heartbeat: they go the way of all others, and count for nothing."""

import json
from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest
from msgspec.structs import replace

from backend.contracts import guest_keys, heartbeat
from backend.contracts.order.events import OrderCancelled
from backend.contracts.order.guest_operations import CANCEL_GUEST_ORDER, FIND_GUEST_ORDER, GET_GUEST_ORDER
from backend.contracts.order.models import StateQuery, number
from backend.contracts.order.states import State
from backend.order import order_lists, repository, state_machine
from backend.order.handler import handler
from backend.shared import clock, compression
from backend.shared.aws import client
from tests.backend.events import http, said
from tests.backend.order.checkouts import ADA, checked_out, order_id
from tests.backend.order.order_api import CAPTURED, HELD, PAID, consume_events, sweep

KEY = guest_keys.order_key("0123456789abcdef" * 2, order_id(1))
OWNER = heartbeat.owner(guest_keys.owner(KEY))
PATH = {"order_key": KEY, "order_id": order_id(1)}

pytestmark = pytest.mark.usefixtures("order_table")


def items() -> list[dict[str, Any]]:
    """All that the table has."""
    return list(client("dynamodb").scan(TableName="order")["Items"])


def place(owner: str = OWNER) -> None:
    consume_events(checked_out(1, owner, order_key=KEY))


def confirm(owner: str = OWNER) -> None:
    place(owner)
    consume_events(*(replace(each, owner=owner) for each in (HELD, PAID, CAPTURED)))


def test_another_key_does_not_open_it() -> None:
    place()
    other = guest_keys.order_key("f" * 32, order_id(1))
    for operation in (GET_GUEST_ORDER, CANCEL_GUEST_ORDER):
        assert handler(http(operation, path=PATH | {"order_key": other}), None)["statusCode"] == 404
    assert handler(http(GET_GUEST_ORDER, path=PATH), None)["statusCode"] == 200


def test_it_is_measured_in_no_figure(written_log: Callable[[], str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("METRICS", "Halftone-trial")
    confirm()
    assert said(handler(http(GET_GUEST_ORDER, path=PATH), None))["state"] == State.CONFIRMED
    assert not [line for line in map(json.loads, written_log().splitlines()) if "_aws" in line]


def test_no_list_has_it_in_any_state_nor_is_it_found_by_its_address() -> None:
    for step in (place, confirm):
        step()
        for state in State:
            assert order_lists.list_by_state(StateQuery(state=state)).items == ()
    found = {"number": number(order_id(1)), "email": checked_out().address.email}
    assert handler(http(FIND_GUEST_ORDER, body=found), None)["statusCode"] == 404


def test_one_that_is_left_behind_is_cancelled_after_a_quarter_of_an_hour_and_then_deleted(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    confirm()
    began = clock.now()
    monkeypatch.setattr(clock, "now", lambda: clock.later(began, 14 * 60))
    assert sweep()["due"] == 0
    monkeypatch.setattr(clock, "now", lambda: clock.later(began, 16 * 60))
    assert sweep() == {"due": 1, "swept": 1, "failed": 0}
    assert sweep()["due"] == 0
    (item,) = items()
    cancelled = compression.decode(item["event"]["B"], OrderCancelled)
    assert (cancelled.owner, cancelled.paid) == (OWNER, True)  # its piece and its money go back
    assert "expires" in item


@pytest.mark.parametrize("owner", [ADA, guest_keys.owner(KEY)])
def test_nobody_elses_confirmed_order_is_ever_looked_at_again(owner: str) -> None:
    confirm(owner)
    (item,) = items()
    assert not {"due", "open"} & item.keys()


def test_it_is_deleted_two_days_after_it_was_cancelled_and_not_before() -> None:
    confirm()
    (item,) = items()
    assert "expires" not in item  # a piece of it may still have to go back
    assert handler(http(CANCEL_GUEST_ORDER, path=PATH), None)["statusCode"] == 202
    (item,) = items()
    (stored, _) = repository.require(repository.load(OWNER, order_id(1)))
    over = datetime.fromisoformat(stored.steps[-1].at).timestamp()
    assert int(item["expires"]["N"]) == int(over) + 2 * 86_400


@pytest.mark.parametrize("owner", [ADA, guest_keys.owner(KEY)])
def test_nobody_elses_order_is_ever_deleted_or_left_out(owner: str) -> None:
    confirm(owner)
    repository.change(owner, order_id(1), lambda order: state_machine.cancel(order, clock.now()))
    (item,) = items()
    assert "expires" not in item
    assert "in_state" in item
    assert order_lists.list_by_state(StateQuery(state=State.CANCELLED)).items
