"""The basket's rules, without a table."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.basket import delivery as prices_of
from backend.basket import domain, merging
from backend.basket.domain import Line, Offer
from backend.contracts.basket.models import MAX_LINES, Change, Delivery
from backend.contracts.inventory.models import Level
from backend.contracts.problem import Refused
from backend.contracts.types import MAX_QUANTITY
from tests.backend.basket.lines import line, offer, prices, quantities

TODAY = date(2026, 11, 3)


@pytest.mark.parametrize(
    ("offered", "status", "kind"),
    [
        (None, 404, "unknown-sku"),
        (offer(withdrawn=True), 409, "withdrawn"),
        (offer(currency="USD"), 422, "other-currency"),
    ],
)
def test_what_cannot_be_bought_cannot_be_added(offered: Offer | None, status: int, kind: str) -> None:
    with pytest.raises(Refused) as refused:
        domain.for_sale("A", offered, "EUR")
    assert (refused.value.problem.status, refused.value.problem.type) == (status, kind)


def test_what_can_be_bought_can_be_added() -> None:
    assert domain.for_sale("A", offer(), "EUR") == offer()


def test_a_withdrawn_line_is_shown_but_counts_nothing_and_stops_the_checkout() -> None:
    basket = domain.view([line("A"), line("B")], {"A": offer(withdrawn=True), "B": offer(500)}, "EUR", TODAY)
    assert [each.change for each in basket.lines] == [Change.WITHDRAWN, Change.PRICE]
    assert (basket.subtotal, basket.count, basket.can_check_out) == (500, 1, False)


def test_a_line_in_another_currency_or_without_an_offer_counts_as_withdrawn() -> None:
    basket = domain.view([line("A"), line("B")], {"A": offer(currency="USD")}, "EUR", TODAY)
    assert [each.change for each in basket.lines] == [Change.WITHDRAWN] * 2
    assert (basket.subtotal, basket.lines[1].title) == (0, "B")


def test_a_changed_price_is_shown_beside_the_one_seen() -> None:
    (shown,) = domain.view([line(quantity=3, seen_price=900)], {"A": offer(1000)}, "EUR", TODAY).lines
    assert (shown.change, shown.seen_price, shown.price, shown.total) == (Change.PRICE, 900, 1000, 3000)


def test_an_empty_basket_cannot_be_checked_out() -> None:
    basket = domain.view([], {}, "EUR", TODAY)
    assert (basket.lines, basket.subtotal, basket.can_check_out) == ((), 0, False)


def test_lines_are_shown_in_the_order_of_adding() -> None:
    lines = [line("B", since=2), line("A", since=3), line("C", since=1)]
    assert [each.sku for each in domain.view(lines, {}, "EUR", TODAY).lines] == ["C", "B", "A"]


@pytest.mark.parametrize(
    ("delivery", "subtotal", "price"),
    [
        (Delivery.STANDARD, 0, 490),
        (Delivery.STANDARD, 4999, 490),
        (Delivery.STANDARD, 5000, 0),
        (Delivery.EXPRESS, 4999, 990),
        (Delivery.EXPRESS, 5000, 990),
    ],
)
def test_standard_delivery_is_free_from_fifty_on_and_express_never(
    delivery: Delivery, subtotal: int, price: int
) -> None:
    assert prices_of.price("GB", delivery, subtotal) == price


@given(st.lists(st.tuples(prices, quantities), max_size=MAX_LINES))
def test_sums_are_exact_to_the_minor_unit(bought: list[tuple[int, int]]) -> None:
    lines = [line(f"S{n}", quantity, price, n) for n, (price, quantity) in enumerate(bought)]
    basket = domain.view(lines, {f"S{n}": offer(price) for n, (price, _) in enumerate(bought)}, "EUR", TODAY)
    assert basket.subtotal == sum(price * quantity for price, quantity in bought)
    assert [option.total - option.price for option in basket.deliveries] == [basket.subtotal] * 2


def test_a_merge_adds_quantities_up_to_the_limit() -> None:
    merged, left, moved = merging.merge([line("A", 60, since=1)], [line("A", 60, since=9), line("B", 2)])
    assert {each.sku: each.quantity for each in merged} == {"A": MAX_QUANTITY, "B": 2}
    assert (left, moved, merged[0].since) == ((), 39 + 2, 1)


def test_a_merge_shows_the_price_that_the_guest_has_seen() -> None:
    merged, _, _ = merging.merge([line("A", seen_price=1)], [line("A", seen_price=2)])
    assert merged[0].seen_price == 2


def test_lines_that_find_no_room_stay_with_the_guest() -> None:
    mine = [line(f"S{n}") for n in range(MAX_LINES - 1)]
    merged, left, moved = merging.merge(mine, [line("X", 1, since=1), line("Y", 1, since=2), line("S0", 1, since=3)])
    assert len(merged) == MAX_LINES
    assert ([each.sku for each in left], moved) == (["Y"], 2)


lines = st.lists(st.builds(line, st.sampled_from("ABCDEF"), quantities), unique_by=lambda each: each.sku)


@given(lines, lines)
def test_a_merge_loses_no_line_and_passes_no_limit(mine: list[Line], theirs: list[Line]) -> None:
    merged, left, moved = merging.merge(mine, theirs)
    before = {each.sku: each.quantity for each in mine}
    wanted = {each.sku: each.quantity for each in theirs}
    assert {each.sku: each.quantity for each in merged} == {
        sku: min(MAX_QUANTITY, before.get(sku, 0) + wanted.get(sku, 0)) for sku in before.keys() | wanted.keys()
    }
    assert left == ()
    assert moved == sum(each.quantity for each in merged) - sum(before.values())


@pytest.mark.parametrize(
    ("level", "left", "quantity", "told"),
    [
        (Level.IN_STOCK, None, 9, Change.NONE),
        (Level.LOW, 3, 3, Change.NONE),
        (Level.LOW, 3, 4, Change.SHORT),
        (Level.SOLD_OUT, None, 1, Change.SOLD_OUT),
    ],
)
def test_a_line_says_when_its_pieces_are_not_there(level: Level, left: int | None, quantity: int, told: Change) -> None:
    basket = domain.view([line(quantity=quantity)], {"A": offer(1000, level=level, left=left)}, "EUR", TODAY)
    assert basket.lines[0].change is told
    assert basket.can_check_out is (told is not Change.SOLD_OUT)
    assert basket.subtotal == (0 if told is Change.SOLD_OUT else 1000 * quantity)
