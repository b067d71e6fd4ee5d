"""What an order is, without a table."""

import msgspec

from backend.contracts.order.events import OrderPlaced
from backend.contracts.order.models import Order, OrderSummary
from backend.contracts.order.states import State
from backend.order import domain
from tests.backend.order.checkouts import ADA, checked_out, fresh_order, order_id


def test_an_order_is_its_checkout_to_the_minor_unit() -> None:
    event = checked_out()
    order = domain.order(fresh_order(), domain.order_details(event))
    for field in (
        "lines",
        "address",
        "delivery",
        "subtotal",
        "delivery_price",
        "total",
        "currency",
        "tax",
        "promised_on",
    ):
        assert getattr(order, field) == getattr(event, field)
    assert (order.id, order.placed_at) == (event.order_id, event.at)
    assert msgspec.json.decode(msgspec.json.encode(order), type=Order) == order


def test_an_orders_time_line_begins_where_it_was_placed() -> None:
    (step,) = domain.order(fresh_order(), domain.order_details(checked_out())).time_line
    assert (step.state, step.at) == (State.PLACED, checked_out().at)


def test_placing_the_same_checkout_twice_makes_the_same_event() -> None:
    event = domain.new_order(checked_out(), domain.order_details(checked_out())).event
    assert event == domain.new_order(checked_out(), domain.order_details(checked_out())).event
    assert isinstance(event, OrderPlaced)
    assert (event.order_id, event.owner, event.email, event.total) == (
        order_id(1),
        ADA,
        "ada.lovelace@example.com",
        17400,
    )
    assert [line.quantity for line in event.lines] == [1, 2, 3]
    assert msgspec.json.decode(msgspec.json.encode(event), type=OrderPlaced) == event


def test_a_summary_counts_pieces_and_shows_the_first_lines() -> None:
    lines = checked_out().lines
    bare = msgspec.structs.replace(lines[0], picture=None)
    shown = domain.summary(fresh_order(), domain.order_details(checked_out(lines=(bare, *lines))))
    assert (shown.count, len(shown.titles), len(shown.pictures)) == (7, 3, 2)
    assert msgspec.json.decode(msgspec.json.encode(shown), type=OrderSummary) == shown
