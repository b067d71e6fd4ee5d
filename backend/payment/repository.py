"""The payment table: one item per order, changed by conditional writes on its version.

Item: `pk=ORDER#<order_id> sk=PAYMENT`. While an action is left it has `open` and `due`, keys of the sparse index
`waiting`.
"""

import msgspec
from msgspec.structs import asdict, replace

from backend.contracts import heartbeat
from backend.contracts.payment.models import OrderPayment, PaymentPage, Tried
from backend.contracts.types import PageQuery
from backend.payment.state_machine import ACTIONS, Action, Goal, Payment
from backend.shared import clock, dynamodb, outbox
from backend.shared.aws import client
from backend.shared.pagination import scan_table
from backend.shared.sweeper import due_keys, open_key

_SK = "PAYMENT"


class VersionConflict(Exception):
    """The payment was changed since it was read; nothing was written."""


def load(order_id: str) -> Payment | None:
    """Return the order's payment by a consistent read, or None."""
    item = (
        client("dynamodb")
        .get_item(TableName=dynamodb.table_name(), Key=_key(order_id), ConsistentRead=True)
        .get("Item")
    )
    return _payment(item) if item else None


def save(payment: Payment) -> Payment:
    """Write the payment and its event. Raise `VersionConflict` unless it is still the version that was read."""
    event = payment.event and outbox.encode_event(payment.event, payment.correlation_id).decode()
    next_version = replace(payment, version=payment.version + 1, event=None)
    values: dict[str, object] = asdict(next_version) | {
        "event": event,
        "open": payment.due and open_key(payment.order_id),
        "expires": _expires(payment),
    }
    item, condition = _key(payment.order_id) | dynamodb.to_item(values), _version_condition(payment.version)
    if not dynamodb.write_if("put_item", TableName=dynamodb.table_name(), Item=item, **condition):
        raise VersionConflict(payment.order_id)
    return next_version


def _expires(payment: Payment) -> int | None:
    """Return when a payment of the heartbeat is deleted, in epoch seconds; never one that may still hold money."""
    has_money = any(ACTIONS[each.state][Goal.RELEASE] is not Action.REST for each in payment.attempts)
    if has_money or not heartbeat.is_owner(payment.owner):
        return None
    return clock.epoch() + heartbeat.KEPT_SECONDS


def postpone(order_id: str, due: str, later: str) -> None:
    """Have the sweeper look at the payment later, unless it was changed since it became due."""
    dynamodb.postpone(_key(order_id), due, later)


def due(now: str, limit: int) -> list[tuple[str, str]]:
    """Return order id and `due` of the payments that are due, longest overdue first."""
    return [(item["pk"]["S"].removeprefix("ORDER#"), item["due"]["S"]) for item in due_keys(now, limit)]


def list_all(query: PageQuery) -> PaymentPage:
    """Return payments in every state, in no order. Raise Refused 400 for a bad cursor."""
    items, after = scan_table(_SK, query)
    return PaymentPage(items=tuple(summary(_payment(item)) for item in items), next=after)


def summary(payment: Payment) -> OrderPayment:
    """Return the state of the payment, as far as staff may see it."""
    attempts = (
        Tried(number=each.number, state=each.state, amount=each.amount, currency=each.currency, refunded=each.refunded)
        for each in payment.attempts
    )
    return OrderPayment(order_id=payment.order_id, attempts=tuple(attempts))


def _payment(item: dynamodb.Item) -> Payment:
    return msgspec.convert(dynamodb.from_item(item | {"event": {"NULL": True}}), Payment)


def _key(order_id: str) -> dynamodb.Item:
    return dynamodb.to_item({"pk": f"ORDER#{order_id}", "sk": _SK})


def _version_condition(version: int) -> dict[str, object]:
    if not version:
        return {"ConditionExpression": "attribute_not_exists(pk)"}
    return {
        "ConditionExpression": "version = :version",
        "ExpressionAttributeValues": dynamodb.to_item({":version": version}),
    }
