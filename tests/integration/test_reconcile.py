"""Orders, stock and payments agree after all that can become of an order; where somebody meddled, the report names it."""

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from msgspec.structs import replace

from backend.contracts.order.models import Step
from backend.contracts.order.operations import CANCEL_ORDER
from backend.contracts.order.states import State
from backend.order.item import decode
from backend.shared import compression
from tests.cloud import ShopCloud
from tests.integration.api import Api, at_rest
from tests.integration.conftest import NewShopper

DECLINED = "4000 0000 0000 0002"


def report(cloud: ShopCloud) -> tuple[int, list[str]]:
    """How `manage.py reconcile` ends, and what it says."""
    words = [sys.executable, "manage.py", "reconcile", "--minutes", "0"]
    run = subprocess.run(words, env=cloud.environment | {"PATH": ""}, capture_output=True, text=True, timeout=60)
    return run.returncode, run.stdout.splitlines()


@contextmanager
def meddle(cloud: ShopCloud, table: str, order_id: str, kind: str, **changed: Any) -> Iterator[None]:
    """An item changed behind its service's back."""
    dynamodb, name = cloud.client("dynamodb"), cloud.outputs[table]
    key = {"pk": {"S": f"ORDER#{order_id}"}, "sk": {"S": kind}}
    before = dynamodb.get_item(TableName=name, Key=key)["Item"]
    dynamodb.put_item(TableName=name, Item={**before, **changed})
    try:
        yield
    finally:
        dynamodb.put_item(TableName=name, Item=before)


@contextmanager
def waiting_since(cloud: ShopCloud, state: State, at: str) -> Iterator[str]:
    """An order in this state, said to have come to it then; its id."""
    dynamodb, name = cloud.client("dynamodb"), cloud.outputs["OrderTable"]
    pages = dynamodb.get_paginator("scan").paginate(TableName=name, ConsistentRead=True)
    orders = (item for page in pages for item in page["Items"] if "purchase" in item)
    before = next(item for item in orders if decode(item)[0].state is state)
    steps = compression.decode(before["steps"]["B"], tuple[Step, ...])
    aged = compression.compress((*steps[:-1], replace(steps[-1], at=at)))
    dynamodb.put_item(TableName=name, Item={**before, "steps": {"B": aged}})
    try:
        yield before["sk"]["S"]
    finally:
        dynamodb.put_item(TableName=name, Item=before)


@pytest.fixture(scope="module")
def confirmed_order(api: Api, new_shopper: NewShopper, sku: str) -> str:
    """A confirmed order, beside one that is cancelled and one whose card was declined, all at rest; mails may still
    be on their way."""
    shopper = new_shopper()
    kept, cancelled, declined = shopper.buy(sku), shopper.buy(sku, 2), shopper.buy(sku, card=DECLINED)
    for order_id in (kept, cancelled):
        shopper.came_to(order_id, "confirmed")
    assert api(CANCEL_ORDER, shopper.token, path={"order_id": cancelled}).ok
    shopper.came_to(declined, "declined")
    at_rest(api.cloud, with_mails=False)
    return kept


def test_what_became_of_all_orders_agrees(cloud: ShopCloud, confirmed_order: str) -> None:
    code, said = report(cloud)
    assert (code, said[1:]) == (0, ["0 differences"]), said


def test_pieces_that_were_never_sold_are_named(cloud: ShopCloud, confirmed_order: str) -> None:
    with meddle(cloud, "InventoryTable", confirmed_order, "HOLD", state={"S": "back"}):
        code, said = report(cloud)
    assert code == 1
    assert f"{confirmed_order} is confirmed, and inventory says its pieces are back" in said


def test_money_that_was_never_taken_is_named(cloud: ShopCloud, confirmed_order: str) -> None:
    with meddle(cloud, "PaymentTable", confirmed_order, "PAYMENT", attempts={"L": []}):
        code, said = report(cloud)
    assert code == 1
    assert any(
        line.startswith(f"{confirmed_order} is confirmed for ") and line.endswith("payment has kept 0") for line in said
    )


def test_an_order_that_nobody_gets_on_is_named(cloud: ShopCloud, confirmed_order: str) -> None:
    with waiting_since(cloud, State.DECLINED, "2026-01-01T00:00:00.000Z") as order_id:
        code, said = report(cloud)
    assert code == 1
    assert f"{order_id} is stuck: it has been declined since 2026-01-01T00:00:00.000Z" in said
