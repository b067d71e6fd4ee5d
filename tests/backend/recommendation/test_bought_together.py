"""What was bought together: counted in real orders, the same however their news comes in."""

import random
from collections.abc import Callable
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from backend.contracts.event import Event
from backend.contracts.order.events import OrderConfirmed
from backend.contracts.product.events import ProductChanged, ProductWithdrawn
from backend.contracts.product.models import Product
from backend.contracts.recommendation.models import MAX_ORDERS, MIN_ORDERS, BoughtTogether
from backend.contracts.recommendation.operations import LIST_BOUGHT_TOGETHER
from backend.recommendation import domain, repository
from backend.recommendation.consumer import handler as consume
from backend.recommendation.handler import handler
from backend.shared import aws
from tests.backend.events import http, said, sqs
from tests.backend.invoice.documents import order_confirmed
from tests.backend.order.checkouts import checked_out, order_id, order_line
from tests.backend.product.examples import new
from tests.backend.recorder import Calls
from tests.backend.units import meter_units

NOW = "2026-11-03T10:11:12.123Z"


@pytest.fixture(autouse=True)
def _table(service_table: Callable[[str], str]) -> None:
    service_table("recommendation")


def product_changed(product_id: str, version: int = 1, category_path: str = "prints", **more: Any) -> ProductChanged:
    body = new(product_id, **more)
    values = {field: getattr(body, field) for field in body.__struct_fields__}
    return ProductChanged(
        product=Product(**values, category_path=category_path, version=version, created_at=NOW, changed_at=NOW)
    )


def order_of(number: int, *products: str) -> OrderConfirmed:
    """The event of a paid order of these products."""
    plain = order_line()
    lines = tuple(
        type(plain)(
            **{field: getattr(plain, field) for field in plain.__struct_fields__}
            | {"product_id": product, "sku": f"{product}-a4"}
        )
        for product in products
    )
    return order_confirmed(number, lines=lines)


def taken_in(*events: Event) -> int:
    """How many of the messages come again."""
    return len(consume(sqs(*events), None)["batchItemFailures"])


def together(product: str) -> tuple[int, dict[str, int]]:
    reply = handler(http(LIST_BOUGHT_TOGETHER, path={"product_id": product}), None)
    assert reply["statusCode"] == 200
    page = said(reply)
    return page["orders"], {each["card"]["id"]: each["together"] for each in page["items"]}


def a_shop() -> list[Event]:
    products = [product_changed(product) for product in ("hills", "lamp", "oak", "tide")]
    orders = [
        order_of(1, "hills", "oak"),
        order_of(2, "hills", "oak", "tide"),
        order_of(3, "hills"),
        order_of(4, "tide", "oak", "hills"),
        order_of(5, "lamp"),
    ]
    return [*products, *orders]


def test_an_event_that_an_earlier_release_left_in_the_queue_is_taken_and_counts_nothing() -> None:
    """A checkout is not paid yet, and before invoices a confirmation did not tell what was bought."""
    before_invoices = replace(order_of(1, "hills", "oak"), purchase=None)
    assert taken_in(product_changed("oak"), checked_out(), before_invoices) == 0
    assert together(order_line().product_id) == together("hills") == (0, {})


def test_companions_are_named_with_the_number_of_orders_most_often_first() -> None:
    assert taken_in(*a_shop()) == 0
    assert together("hills") == (4, {"oak": 3, "tide": 2})
    assert list(together("tide")[1]) == ["oak", "hills"] or list(together("tide")[1]) == ["hills", "oak"]
    assert together("lamp") == (1, {})
    assert together("unheard-of") == (0, {})


def test_what_went_together_once_is_chance() -> None:
    taken_in(
        product_changed("oak"),
        product_changed("lamp"),
        order_of(1, "hills", "oak"),
        order_of(2, "hills", "oak", "lamp"),
    )
    assert together("hills") == (2, {"oak": 2})


def test_several_sizes_of_a_thing_are_one_choice() -> None:
    taken_in(product_changed("oak"), order_of(1, "hills", "hills", "oak"), order_of(2, "hills", "oak", "oak"))
    assert together("hills") == (2, {"oak": 2})


def test_events_that_come_twice_late_and_in_any_order_leave_the_same() -> None:
    events = a_shop() * 2
    random.Random(4).shuffle(events)
    while events:  # what failed comes again
        failed = {each["itemIdentifier"] for each in consume(sqs(*events), None)["batchItemFailures"]}
        events = [event for number, event in enumerate(events) if f"message-{number}" in failed]
    assert together("hills") == (4, {"oak": 3, "tide": 2})


def test_a_withdrawn_product_is_not_named_and_an_old_change_does_not_bring_it_back() -> None:
    taken_in(*a_shop(), ProductWithdrawn(product_id="oak", version=3, skus=("oak-a4",)), product_changed("oak", 2))
    assert together("hills") == (4, {"tide": 2})
    taken_in(product_changed("oak", 4))
    assert together("hills") == (4, {"oak": 3, "tide": 2})


def test_a_companion_is_shown_as_it_is_now() -> None:
    taken_in(*a_shop(), product_changed("oak", 2, title="Oak, larger"), product_changed("oak", 1))
    reply = said(handler(http(LIST_BOUGHT_TOGETHER, path={"product_id": "hills"}), None))
    assert reply["items"][0]["card"]["title"] == "Oak, larger"


def test_only_the_newest_orders_are_looked_at() -> None:
    repository.save_card("oak", 1, None)
    for number in range(MAX_ORDERS + 5):
        repository.add_order(order_id(number), ("hills", "oak" if number < 5 else "tide"))
    orders = repository.orders("hills")
    assert len(orders) == MAX_ORDERS
    assert set(orders) == {("tide",)}


def test_a_page_costs_two_calls_and_few_units(calls: Calls) -> None:
    taken_in(*a_shop())
    with meter_units() as units:
        together("hills")
    assert units.calls == ["Query", "BatchGetItem"]
    assert units.read <= 2


def test_an_order_is_written_once_per_product_and_never_in_a_transaction() -> None:
    with meter_units() as units:
        taken_in(order_of(1, "hills", "oak", "tide"))
    assert (units.calls, units.write) == (["PutItem"] * 3, 3)


@given(st.lists(st.lists(st.sampled_from(["a", "b", "c", "d"]), unique=True).map(tuple), max_size=12))
def test_every_count_is_the_number_of_orders_that_hold_it(orders: list[tuple[str, ...]]) -> None:
    counted = domain.companions(orders)
    assert dict(counted) == {
        product: found for product in "abcd" if (found := sum(product in order for order in orders)) >= MIN_ORDERS
    }
    assert [count for _, count in counted] == sorted((count for _, count in counted), reverse=True)


def test_the_table_holds_nothing_of_whose_the_order_was() -> None:
    taken_in(*a_shop())
    kept = repr(aws.client("dynamodb").scan(TableName="recommendation")["Items"])
    order = checked_out()
    assert [secret for secret in (order.owner, order.address.name, order.address.email) if secret in kept] == []


def test_the_reply_is_the_contracts() -> None:
    taken_in(*a_shop())
    reply = handler(http(LIST_BOUGHT_TOGETHER, path={"product_id": "hills"}), None)
    assert msgspec.json.decode(reply["body"], type=BoughtTogether).orders == 4
