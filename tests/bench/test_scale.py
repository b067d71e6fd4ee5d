"""A list page costs the same however many products there are."""

import pytest
from msgspec.structs import replace

from bench import stock
from bench.scale import FEW, MANY, MILLION, page

ONE_LANGUAGE = tuple(replace(product, translations=()) for product in stock.PRODUCTS)


@pytest.mark.parametrize("count", [FEW, MANY, MILLION])
def test_a_page_of_24_and_the_row_after_it_is_one_unit(count: int) -> None:
    units, bytes_ = page(count, ONE_LANGUAGE)
    assert units == 1.0
    assert bytes_ < 8192


@pytest.mark.parametrize("count", [FEW, MANY, MILLION])
def test_titles_in_three_languages_cost_half_a_unit_more(count: int) -> None:
    units, bytes_ = page(count)
    assert units == 1.5
    assert bytes_ < 12288
