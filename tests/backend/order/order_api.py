"""The order service's API and queue, with one order in its table."""

from types import SimpleNamespace
from typing import Any

from backend.contracts.inventory.events import StockHeld
from backend.contracts.operation import Operation
from backend.contracts.order.states import State
from backend.contracts.payment.events import PaymentAuthorized, PaymentCaptured, PaymentDeclined
from backend.order import repository, sweeper
from backend.order.consumer import handler as consume
from backend.order.handler import handler
from backend.shared import aws, compression
from tests.backend.events import http, said, sqs, token
from tests.backend.order.checkouts import ADA, order_id

SUB = ADA.removeprefix("shopper#")


WHOSE: dict[str, Any] = {"order_id": order_id(1), "owner": ADA, "at": "2026-11-03T10:20:00.000Z"}


HELD, PAID = StockHeld(**WHOSE), PaymentAuthorized(**WHOSE, attempt=1)


CAPTURED = PaymentCaptured(**WHOSE, attempt=1, amount=17400, currency="EUR")


DECLINED = PaymentDeclined(**WHOSE, attempt=1, reason="Declined.")


def item() -> dict[str, Any]:
    key = {"pk": {"S": ADA}, "sk": {"S": order_id(1)}}
    return dict(aws.client("dynamodb").get_item(TableName="order", Key=key)["Item"])


def event(shape: Any) -> Any:
    return compression.decode(item()["event"]["B"], shape)


def consume_events(*news: Any) -> dict[str, Any]:
    return dict(consume(sqs(*news), None))


def call(operation: Operation, status: int, claims: dict[str, str] | None = None, **more: Any) -> Any:
    reply = handler(http(operation, claims=claims or token(SUB), path={"order_id": order_id(1)}, **more), None)
    assert reply["statusCode"] == status, reply
    return said(reply)


def sweep(left: int = 60_000) -> dict[str, int]:
    """What a sweep does whose function has so many milliseconds left."""
    return sweeper.handler({}, SimpleNamespace(get_remaining_time_in_millis=lambda: left))


def state() -> State:
    return repository.get(ADA, order_id(1)).state
