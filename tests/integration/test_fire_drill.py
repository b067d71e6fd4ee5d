"""A fire drill on the local cloud: each alarm's fault is made there, and what the functions write crosses its threshold.

CloudWatch's part is done by `alarm_metrics`: nothing here calls anybody.
"""

import json
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from typing import Any

import msgspec
import pytest

from backend.contracts.alarm_messages import BOOKS_DIFFER
from backend.contracts.basket.events import BasketCheckedOut
from backend.contracts.event import name
from backend.contracts.order.events import OrderConfirmed
from backend.contracts.order.guest_operations import CANCEL_GUEST_ORDER, GET_GUEST_ORDER
from backend.shared import clock
from backend.shared.sweeper import open_key
from infra.config import Config
from infra.constructs.alarms import alarm_rows
from infra.constructs.objectives import burn_rows, objectives
from infra.constructs.reconciliation import SERVICES
from storefront.reconcile import scheduled
from tests.backend.events import bus
from tests.cloud import ShopCloud
from tests.infra.template import WHOLE
from tests.integration import fault_injection
from tests.integration.alarm_metrics import AVERAGES, SUMS, Values, measure, now, read_line, ringing
from tests.integration.api import Api, at_rest, until
from tests.integration.fault_injection import Ear, Queue
from tests.integration.shop import GuestShopper, guest_id
from tests.integration.test_heartbeat import beat as beat
from tests.integration.test_reconcile import meddle
from tests.storefront.reconcile.memory_shelf import MemoryShelf

AWS_ALONE = {
    "ApiBurning": "the local cloud writes no access log", "ApiBurnsFast": "as ApiBurning",
    "ApiBurnsSlowly": "as ApiBurning",
    "PagesBurning": "the pages run beside the local cloud, not in it", "PagesBurnsFast": "as PagesBurning",
    "PagesBurnsSlowly": "as PagesBurning",
    "MailRefused": "the local cloud takes every mail",
    "MailBounces": "a metric of SES's own", "MailComplaints": "a metric of SES's own",
    "Concurrency": "a metric of Lambda's own, against a quota that is not here",
}  # fmt: skip
"""Alarms that cannot be drilled here, and why."""


@dataclass
class Drill:
    """The shop under drill, and what functions that run in this process have said."""

    api: Api
    sku: str
    ear: Ear
    beat: Callable[[], object]
    said: Callable[[], str]
    since: int = 0
    kept: Values = field(default_factory=lambda: defaultdict(list))

    @property
    def cloud(self) -> ShopCloud:
        return self.api.cloud

    def queue(self, name: str) -> Queue:
        return Queue(self.cloud, name)

    def buy(self) -> dict[str, str]:
        return GuestShopper(self.api, guest_id()).buy(self.sku)

    def until(self, path: dict[str, str], state: str) -> None:
        until(lambda: self.api(GET_GUEST_ORDER, path=path).json().get("state"), lambda now: now == state)

    def values(self) -> Values:
        """What was counted and measured since the drill began, on the cloud and here."""
        for line in map(json.loads, (line for line in self.said().splitlines() if line.startswith("{"))):
            if line.get("message") == BOOKS_DIFFER:
                self.kept["BooksDiffer"].append(line["differences"])
            read_line(self.kept, "basket", "Heartbeat", line)
        values = measure(self.cloud, self.since)
        return {key: [*values.get(key, ()), *self.kept.get(key, ())] for key in {*values, *self.kept}}


@pytest.fixture
def drill(api: Api, sku: str, ear: Ear, beat: Any, capsys: pytest.CaptureFixture[str]) -> Drill:
    at_rest(api.cloud)
    fault_injection.empty_dead_letter_queues(api.cloud)
    return Drill(api, sku, ear, beat, lambda: capsys.readouterr().out, since=now())


@contextmanager
def set_variables(drill: Drill, function: str, **variables: str) -> Iterator[None]:
    """The function has these variables in its environment."""
    functions, called = drill.cloud.client("lambda"), drill.cloud.outputs[function]
    before = functions.get_function_configuration(FunctionName=called)["Environment"]["Variables"]
    functions.update_function_configuration(FunctionName=called, Environment={"Variables": before | variables})
    try:
        yield
    finally:
        functions.update_function_configuration(FunctionName=called, Environment={"Variables": before})


def call(drill: Drill, function: str) -> None:
    drill.cloud.client("lambda").invoke(FunctionName=drill.cloud.outputs[function], Payload=b"{}")


@contextmanager
def poison(drill: Drill) -> Iterator[None]:
    """Messages that no try can read."""
    queue, dead = drill.queue("OrderQueue"), drill.queue("OrderDeadLetters")
    with queue.hurried():
        queue.send(*["{"] * 5)
        dead.holds(5)
        dead.take()
    yield


@contextmanager
def dead_letter(drill: Drill) -> Iterator[None]:
    dead = drill.queue("RecommendationDeadLetters")
    dead.put("{")
    call(drill, "OperationsSweeper")
    yield
    dead.take()


@contextmanager
def unreadable_order(drill: Drill) -> Iterator[None]:
    """An order that is due, in a form that nobody can read."""
    table, order_id = drill.cloud.outputs["OrderTable"], clock.new_id()
    dynamodb, key = drill.cloud.client("dynamodb"), {"pk": {"S": "guest#drill"}, "sk": {"S": order_id}}
    waiting = {"due": {"S": "2026-01-01T00:00:00.000Z"}, "open": {"S": open_key(order_id)}}
    dynamodb.put_item(TableName=table, Item=key | waiting | {"purchase": {"B": b"no order"}})
    call(drill, "OrderSweeper")
    yield
    dynamodb.delete_item(TableName=table, Key=key)


@contextmanager
def provider_is_elsewhere(drill: Drill) -> Iterator[None]:
    """The payment provider's address leads to somebody who knows nothing of payments."""
    with set_variables(drill, "PaymentConsumer", PROVIDER_URL=f"{drill.cloud.api}/nowhere"):
        path = drill.buy()
        until(lambda: ringing(drill.values()))
    yield
    ask_again(drill, path["order_id"])
    drill.until(path, "confirmed")


def ask_again(drill: Drill, order_id: str) -> None:
    """Have the payment's sweeper ask the provider now, where it would half a minute later and at the next minute."""
    table, key = drill.cloud.outputs["PaymentTable"], {"pk": {"S": f"ORDER#{order_id}"}, "sk": {"S": "PAYMENT"}}
    dynamodb, past = drill.cloud.client("dynamodb"), {":past": {"S": "2026-01-01T00:00:00.000Z"}}
    with suppress(dynamodb.exceptions.ConditionalCheckFailedException):  # the sweeper is at it already
        dynamodb.update_item(
            TableName=table,
            Key=key,
            UpdateExpression="SET due = :past",
            ConditionExpression="attribute_exists(due)",
            ExpressionAttributeValues=past,
        )
    call(drill, "PaymentSweeper")


@contextmanager
def old_confirmation(drill: Drill) -> Iterator[None]:
    """A confirmation of a release that knew no invoices."""
    queue, event = (
        drill.queue("InvoiceQueue"),
        OrderConfirmed(order_id=clock.new_id(), owner="guest#drill", at=clock.now()),
    )
    with queue.hurried(15):
        queue.send(bus(event))
        yield


@contextmanager
def late_order(drill: Drill) -> Iterator[None]:
    """A checkout that reaches the order service ten minutes late."""
    with fault_injection.deaf(drill.cloud, "OrderQueue"):
        path = drill.buy()
        drill.ear.hears(name(BasketCheckedOut), path["order_id"])
    (event,) = [
        each
        for each in drill.ear.listen()
        if each["detail-type"] == name(BasketCheckedOut) and each["detail"]["order_id"] == path["order_id"]
    ]
    event["detail"]["at"] = clock.later(event["detail"]["at"], -600)
    drill.queue("OrderQueue").send(json.dumps(event))
    drill.until(path, "confirmed")
    yield


@contextmanager
def no_baskets(drill: Drill) -> Iterator[None]:
    """The basket's function does not reach its table."""
    with fault_injection.break_table(drill.cloud, "BasketHandler"):
        drill.beat()
        drill.beat()
    yield


@contextmanager
def meddled_books(drill: Drill) -> Iterator[None]:
    """Pieces of an order that were never sold, at the night's comparison."""
    path = drill.buy()
    drill.until(path, "confirmed")
    at_rest(drill.cloud, with_mails=False)
    with meddle(drill.cloud, "InventoryTable", path["order_id"], "HOLD", state={"S": "back"}):
        compare(drill)
    yield


def compare(drill: Drill) -> None:
    """Compare the books as the schedule does for the first time, in this process."""
    functions = {service: drill.cloud.outputs[f"{service.title()}Handler"] for service in SERVICES}
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv(scheduled.FUNCTIONS, json.dumps(functions))
        patch.setenv(scheduled.DAYS, "1")
        shelf = MemoryShelf()
        patch.setattr(scheduled, "_shelf", lambda: shelf)
        patch.setattr(scheduled, "MINUTES", 0)
        for cached in (scheduled._client, scheduled._functions):
            cached.cache_clear()
        scheduled.handler({}, None)
    for cached in (scheduled._client, scheduled._functions):
        cached.cache_clear()


FAULTS: dict[str, Callable[[Drill], Any]] = {
    "poison": poison,
    "a dead letter": dead_letter,
    "an unreadable order": unreadable_order,
    "a provider that is elsewhere": provider_is_elsewhere,
    "an old confirmation": old_confirmation,
    "a late order": late_order,
    "no baskets": no_baskets,
    "meddled books": meddled_books,
}
RINGS = {
    "poison": "EventsDelayed",
    "a dead letter": "DeadLetters",
    "an unreadable order": "FunctionFailed",
    "a provider that is elsewhere": "PaymentProvider",
    "an old confirmation": "BooksDiffer",
    "a late order": "OrdersBurning",
    "no baskets": "CannotSell",
    "meddled books": "BooksDiffer",
}
"""The alarm that a fault makes ring. Calls that fail, by Lambda's own reports, are not drilled: the local cloud writes
none of these.
"""
CONSEQUENCES = {"EventsDelayed": {"DeadLetters"}}
"""What else rings where the count of dead letters falls into the drill, as it may."""


@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_makes_its_alarm_ring_and_no_other(drill: Drill, fault: str) -> None:
    alarm = RINGS[fault]
    with FAULTS[fault](drill):
        until(lambda: ringing(drill.values()), lambda rings: alarm in rings)
        assert ringing(drill.values()) - CONSEQUENCES.get(alarm, set()) == {alarm}


def test_no_alarm_rings_where_people_buy_and_cancel_and_the_books_are_compared(drill: Drill) -> None:
    for _ in range(2):
        path = drill.buy()
        drill.until(path, "confirmed")
    assert drill.api(CANCEL_GUEST_ORDER, path=path).ok
    drill.until(path, "cancelled")
    at_rest(drill.cloud)
    for sweeper in ("OrderSweeper", "PaymentSweeper", "OperationsSweeper"):
        call(drill, sweeper)
    drill.beat()
    at_rest(drill.cloud)
    compare(drill)
    values = drill.values()
    assert len(values["OrdersPlaced"]) == 2  # the heartbeat's is no figure
    assert values["CannotSell"] == [0]
    assert ringing(values) == set()


def test_each_alarm_is_drilled_here_or_has_a_reason_why_not() -> None:
    config = msgspec.convert({"trial": True, "cloud": "aws", **WHOLE}, Config)
    burning = [row for objective in objectives(config) for row in burn_rows(config, objective)]
    alarms = {str(row.name) for row in (*burning, *alarm_rows(config))}
    drilled = set(RINGS.values())
    assert drilled | AWS_ALONE.keys() == alarms
    assert not drilled & AWS_ALONE.keys()
    assert drilled <= SUMS.keys() | {alarm for alarm, _ in AVERAGES.values()}
