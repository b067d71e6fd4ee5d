"""What the functions really call: each is driven through all it does, on moto, and its calls are recorded."""

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any
from unittest import mock

from moto import mock_aws

from backend.basket import handler as basket_door
from backend.basket import intake as basket_intake
from backend.basket import relay as basket_relay
from backend.contracts import basket, order, product
from backend.order import handler as order_door
from backend.order import intake as order_intake
from backend.order import relay as order_relay
from backend.product import handler as product_door
from backend.product import relay as product_relay
from backend.shared import aws
from tests.backend import shop
from tests.backend.conftest import ENVIRONMENT
from tests.backend.events import http, sqs, stream, token
from tests.backend.order.checkouts import checked_out
from tests.backend.product.examples import body, new
from tests.backend.recorder import recorded
from tests.backend.tables import definition

GUEST = {"guest_id": "0123456789abcdef" * 2}
LINE = {"sku": shop.SKUS[0]}
STAFF, ADA = token("grace", groups="[staff]"), token("ada")
KEYS = {"key": "first-checkout-key", "address": shop.ADDRESS, "delivery": "standard"}
RELAYS = {"product": product_relay, "basket": basket_relay, "order": order_relay}


def _product(call: Callable[..., Any]) -> None:
    door = product_door.handler
    call(door, http(product.CREATE_PRODUCT, claims=STAFF, body=new()))
    call(door, http(product.CREATE_PRODUCT, claims=STAFF, body=new("lagoon", variants=new().variants)))  # its SKUs are taken
    one = {"product_id": "harbour"}
    call(door, http(product.REPLACE_PRODUCT, claims=STAFF, path=one, query={"version": "1"}, body=body(variants=new("pier").variants)))
    for sort in product.Sort:
        call(door, http(product.LIST_PRODUCTS, query={"sort": sort.value}))
        call(door, http(product.LIST_PRODUCTS, query={"sort": sort.value, "category": "prints"}))
    call(door, http(product.GET_PRODUCT, path=one))
    call(door, http(product.LIST_CATEGORIES))
    call(door, http(product.DELETE_PRODUCT, claims=STAFF, path=one, query={"version": "2"}))


def _basket(call: Callable[..., Any]) -> None:
    door = basket_door.handler
    line, amount = {"sku": shop.SKUS[0]}, {"quantity": 1}
    call(door, http(basket.SET_GUEST_LINE, path=GUEST | line, body=amount))
    call(door, http(basket.GET_GUEST_BASKET, path=GUEST))
    call(door, http(basket.SET_LINE, claims=ADA, path=line, body=amount))
    call(door, http(basket.MERGE_BASKET, claims=ADA, body=GUEST))
    call(door, http(basket.GET_BASKET, claims=ADA))
    call(door, http(basket.CHECK_OUT, claims=ADA, body={**KEYS, "expected_total": 1}))  # a total that differs
    call(door, http(basket.CHECK_OUT, claims=ADA, body={**KEYS, "expected_total": 2900 * 2}))
    for clear, remove, path, who in (
        (basket.CLEAR_BASKET, basket.REMOVE_LINE, {}, ADA),
        (basket.CLEAR_GUEST_BASKET, basket.REMOVE_GUEST_LINE, GUEST, None),
    ):
        call(door, http(remove, claims=who, path=path | line))
        call(door, http(clear, claims=who, path=path))


def _order(call: Callable[..., Any]) -> None:
    call(order_door.handler, http(order.LIST_ORDERS, claims=token("5e5b1c9a-7a8e-4a3e-9df4-0f6a3f1f0d11")))
    call(order_door.handler, http(order.GET_ORDER, claims=ADA, path={"order_id": checked_out().order_id}))


DOORS = {"product": _product, "basket": _basket, "order": _order}
INTAKES: dict[str, tuple[Any, tuple[Any, ...]]] = {
    "basket": (basket_intake, (shop.changed(), product.ProductWithdrawn(product_id="gone", version=2, skus=("GONE-1",)))),
    "order": (order_intake, (checked_out(), checked_out())),
}


def grants() -> dict[str, set[tuple[str, str]]]:
    """By function, such as `BasketIntake`: the IAM actions it needs and what it needs them on."""
    with _cloud():
        made = {f"{service.title()}Intake": _grants(service, _consume(*what)) for service, what in INTAKES.items()}
        made |= {f"{service.title()}Handler": _grants(service, door) for service, door in DOORS.items()}
        return made | {f"{service.title()}Relay": _grants(service, _publish(relay)) for service, relay in RELAYS.items()}


def _consume(intake: Any, events: tuple[Any, ...]) -> Callable[[Callable[..., Any]], None]:
    return lambda call: call(intake.handler, sqs(*events))


def _publish(relay: Any) -> Callable[[Callable[..., Any]], None]:
    return lambda call: call(relay.handler, stream(({}, {"event": {"S": '{"type":"OrderPlaced.v1"}'}})))


def _grants(service: str, drive: Callable[[Callable[..., Any]], None]) -> set[tuple[str, str]]:
    with mock.patch.dict(os.environ, {"TABLE": service, "SERVICE": service}), recorded() as calls:
        drive(_answered)
    return calls.grants


def _answered(function: Callable[[Any, Any], Any], event: Any) -> None:
    """A function that failed has not shown what it calls."""
    reply = function(event, None) or {}
    assert reply.get("statusCode", 200) < 500, reply
    assert not reply.get("batchItemFailures"), reply


@contextmanager
def _cloud() -> Iterator[None]:
    without = {name: value for name, value in os.environ.items() if not name.startswith("AWS_")}
    aws.client.cache_clear()
    with mock.patch.dict(os.environ, {**without, **ENVIRONMENT}, clear=True), mock_aws():
        for service in DOORS:
            aws.client("dynamodb").create_table(**definition(service))
        aws.client("events").create_event_bus(Name="shop")
        yield
    aws.client.cache_clear()
