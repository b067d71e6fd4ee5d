"""The inventory's rules."""

import pytest

from backend.contracts.inventory.models import LOW_STOCK_THRESHOLD, Level
from backend.contracts.inventory.states import HoldState
from backend.contracts.order.models import PlacedLine
from backend.inventory.domain import TRANSITIONS, merge_lines, stock_level


@pytest.mark.parametrize(
    ("available", "level", "left"),
    [
        (0, Level.SOLD_OUT, None),
        (1, Level.LOW, 1),
        (LOW_STOCK_THRESHOLD, Level.LOW, LOW_STOCK_THRESHOLD),
        (LOW_STOCK_THRESHOLD + 1, Level.IN_STOCK, None),
    ],
)
def test_the_number_left_is_shown_only_when_it_is_low(available: int, level: Level, left: int | None) -> None:
    assert (stock_level("a", available).level, stock_level("a", available).left) == (level, left)


def test_two_lines_of_one_sku_are_one_claim_in_a_fixed_order() -> None:
    lines = merge_lines(
        [PlacedLine(sku="b", quantity=1), PlacedLine(sku="a", quantity=2), PlacedLine(sku="b", quantity=3)]
    )
    assert [(line.sku, line.quantity) for line in lines] == [("a", 2), ("b", 4)]


def test_what_has_gone_back_is_never_sold_again() -> None:
    assert TRANSITIONS[HoldState.BACK] == ()


def test_what_was_refused_never_had_pieces_to_move() -> None:
    assert TRANSITIONS[HoldState.REFUSED] == ()
